// Texts in three languages stand one below the other. Here they become tabs, one set for neighbouring texts;
// choosing a language in one set chooses it in all. Without scripts everything is simply there.

const LANGUAGE = "[data-language]";
const sets = [];
const words = document.getElementById("language-tabs-script").dataset;

function languageOf(row) {
    const boxes = row.querySelectorAll(LANGUAGE);
    return boxes.length === 1 ? boxes[0].dataset.language : null;
}

// Runs of neighbouring rows that each hold one text in one language.
function runsIn(fieldset) {
    const runs = [];
    let run = [];
    for (const row of fieldset.querySelectorAll(".form-row")) {
        const follows = run.length && run.at(-1).nextElementSibling === row;
        if (languageOf(row) && (follows || !run.length)) {
            run.push(row);
            continue;
        }
        if (run.length > 1) {
            runs.push(run);
        }
        run = languageOf(row) ? [row] : [];
    }
    return run.length > 1 ? [...runs, run] : runs;
}

function isEmpty(row) {
    const box = row.querySelector(LANGUAGE);
    return !box.value.replace(/<[^>]*>/g, "").trim();
}

class TabSet {
    constructor(rows, number) {
        this.panels = new Map();
        this.tabs = new Map();
        this.list = document.createElement("div");
        this.list.className = "language-tabs";
        this.list.setAttribute("role", "tablist");
        this.list.setAttribute("aria-label", words.label);
        rows[0].before(this.list);
        for (const row of rows) {
            this.panelFor(languageOf(row), number).append(row);
        }
        this.list.addEventListener("keydown", (event) => this.move(event));
        this.mark();
    }

    panelFor(language, number) {
        if (!this.panels.has(language)) {
            const panel = document.createElement("div");
            panel.className = "language-panel";
            panel.id = `language-${number}-${language}`;
            panel.setAttribute("role", "tabpanel");
            const tab = document.createElement("button");
            tab.type = "button";
            tab.id = `${panel.id}-tab`;
            tab.lang = language;
            tab.textContent = new Intl.DisplayNames([language], { type: "language" }).of(language);
            tab.setAttribute("role", "tab");
            tab.setAttribute("aria-controls", panel.id);
            panel.setAttribute("aria-labelledby", tab.id);
            tab.addEventListener("click", () => choose(language));
            this.list.append(tab);
            const last = [...this.panels.values()].at(-1) ?? this.list;
            last.after(panel);
            this.panels.set(language, panel);
            this.tabs.set(language, tab);
        }
        return this.panels.get(language);
    }

    show(wanted) {
        for (const [language, tab] of this.tabs) {
            const isChosen = language === wanted;
            tab.setAttribute("aria-selected", String(isChosen));
            tab.tabIndex = isChosen ? 0 : -1;
            this.panels.get(language).hidden = !isChosen;
        }
    }

    // Which languages have an error, and which lack a text that another language has.
    mark() {
        const rows = (language) => [...this.panels.get(language).querySelectorAll(":scope > .form-row")];
        const languages = [...this.panels.keys()];
        for (const [language, tab] of this.tabs) {
            const lacks = rows(language).some((row, at) =>
                isEmpty(row) && languages.some((other) => rows(other)[at] && !isEmpty(rows(other)[at])));
            tab.classList.toggle("lacks-text", lacks);
            tab.classList.toggle("has-errors", this.hasErrors(language));
            tab.title = lacks ? words.lacking : "";
        }
    }

    hasErrors(language) {
        return Boolean(this.panels.get(language).querySelector(".errorlist"));
    }

    move(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) {
            return;
        }
        const order = [...this.tabs.values()];
        const forward = document.documentElement.dir === "rtl" ? -step : step;
        const next = order[(order.indexOf(document.activeElement) + forward + order.length) % order.length];
        event.preventDefault();
        next.click();
        next.focus();
    }
}

function choose(language) {
    for (const set of sets) {
        if (set.tabs.has(language)) {
            set.show(language);
        }
    }
}

for (const fieldset of document.querySelectorAll("form fieldset.module:not(.inline-related *):not(.inline-group *)")) {
    for (const run of runsIn(fieldset)) {
        sets.push(new TabSet(run, sets.length));
    }
}

const withErrors = sets.flatMap((set) => [...set.tabs.keys()].filter((language) => set.hasErrors(language)));
choose("en");
if (withErrors.length) {
    choose(withErrors[0]);
}
document.addEventListener("input", () => sets.forEach((set) => set.mark()));
document.addEventListener("focusout", () => sets.forEach((set) => set.mark()));
