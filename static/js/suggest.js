// Offers titles while words are typed into a search box, as a combobox with a list. Without it the box is a plain form.
const PAUSE = 200;
const SHORTEST = 2;

for (const input of document.querySelectorAll("[data-suggest]")) {
    offerSuggestions(input);
}

function offerSuggestions(input) {
    const list = element("div", { id: `${input.id}-suggestions`, className: "suggestions", role: "listbox", hidden: true });
    const status = element("p", { className: "hidden", role: "status" });
    let active = -1;
    let timer;
    let request;

    list.setAttribute("aria-label", input.dataset.suggestions);
    input.after(list, status);
    for (const [name, value] of Object.entries({
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-controls": list.id,
        "aria-expanded": "false",
    })) {
        input.setAttribute(name, value);
    }

    function forget() {
        clearTimeout(timer);
        request?.abort();
    }

    function close() {
        forget();
        list.hidden = true;
        status.textContent = "";
        input.setAttribute("aria-expanded", "false");
        choose(-1);
    }

    function choose(index) {
        list.children[active]?.setAttribute("aria-selected", "false");
        active = index;
        const option = list.children[active];
        if (option) {
            option.setAttribute("aria-selected", "true");
            option.scrollIntoView({ block: "nearest" });
            input.setAttribute("aria-activedescendant", option.id);
        } else {
            input.removeAttribute("aria-activedescendant");
        }
    }

    function show(answer) {
        choose(-1);
        list.replaceChildren(...answer.suggestions.map(asOption));
        list.hidden = !answer.suggestions.length;
        input.setAttribute("aria-expanded", String(!list.hidden));
        status.textContent = answer.status;
    }

    function asOption(suggestion, index) {
        const option = element("a", { id: `${list.id}-${index}`, href: suggestion.url, role: "option", tabIndex: -1 });
        const title = element("bdi", { lang: suggestion.language, dir: suggestion.direction, textContent: suggestion.title });
        option.setAttribute("aria-selected", "false");
        option.append(title, " ", element("small", { textContent: suggestion.kind }));
        return option;
    }

    async function ask(text) {
        request = new AbortController();
        try {
            const address = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
            const response = await fetch(address, { signal: request.signal, credentials: "omit" });
            if (response.ok) {
                show(await response.json());
            }
        } catch {
            // Typed on, or offline: the form still works.
        }
    }

    input.addEventListener("input", () => {
        forget();
        const text = input.value.trim();
        if (text.length < SHORTEST) {
            close();
        } else {
            timer = setTimeout(ask, PAUSE, text);
        }
    });

    input.addEventListener("keydown", (event) => {
        const count = list.hidden ? 0 : list.children.length;
        if (!count || event.isComposing) {
            return;
        }
        if (event.key === "ArrowDown") {
            choose(active + 1 < count ? active + 1 : -1);
        } else if (event.key === "ArrowUp") {
            choose(active < 0 ? count - 1 : active - 1);
        } else if (event.key === "Escape") {
            close();
        } else if (event.key === "Enter" && active >= 0) {
            list.children[active].click();
        } else {
            return;
        }
        event.preventDefault();
    });

    // The box keeps the focus while a suggestion is pressed, or the list would be gone before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("blur", close);
    window.addEventListener("pagehide", close);
}

function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
}
