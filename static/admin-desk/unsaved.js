// Leaving a form in which something was typed asks first. Ctrl+S, or ⌘S, saves and stays. A button that is pressed
// twice sends the form once.

const form = document.querySelector("#content-main form[method='post']");
const SKIPPED = new Set(["csrfmiddlewaretoken", "agenda_text", "agenda_language", "group_role"]);
// The first of them that the form has; the buttons stand above the form, too.
const SAVE_AND_STAY = ["_continue", "_amend_prepared", "_prepare", "_save"];
// A form that comes back with errors, or filled in by a button, holds what nobody has saved yet.
const isUnsavedFromTheStart = Boolean(document.querySelector(".errornote, .errorlist, [data-unsaved]"));
// In milliseconds. Whoever has stopped the page meanwhile may send it again after that.
const SECOND_PRESS = 5000;
let before;
let isSent = false;
let letGoAt = 0;

// What the form would send: an editor writes its text into the box it stands for, a new row adds boxes.
function content() {
    const pairs = [...new FormData(form)].filter(([name]) => !SKIPPED.has(name));
    return JSON.stringify(pairs.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function isChanged() {
    return isUnsavedFromTheStart || (before !== undefined && content() !== before);
}

function saveAndStay(event) {
    const isSave = event.key?.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const buttons = SAVE_AND_STAY.map((name) => form.elements[name]?.[0] ?? form.elements[name]);
    const button = buttons.find(Boolean);
    if (isSave && button) {
        event.preventDefault();
        // What is being typed is told first: an editor and a date listen for the end of typing.
        document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
        form.requestSubmit(button);
    }
}

if (form) {
    // Editors tidy their text when they appear: only then is the form as it was opened.
    addEventListener("load", () => setTimeout(() => (before ??= content()), 300));
    document.addEventListener("pointerdown", () => (before ??= content()), { once: true, capture: true });
    document.addEventListener("keydown", () => (before ??= content()), { once: true, capture: true });
    form.addEventListener("submit", (event) => {
        // A preview opens beside the form, which stays.
        if (event.submitter?.formTarget === "_blank") {
            isSent = false;
            return;
        }
        if (performance.now() < letGoAt) {
            event.preventDefault();
            return;
        }
        isSent = true;
        letGoAt = performance.now() + SECOND_PRESS;
    });
    addEventListener("beforeunload", (event) => {
        if (!isSent && isChanged()) {
            event.preventDefault();
        }
    });
    // Back by the browser's own button: the form is there again, and so is what was typed.
    addEventListener("pageshow", () => {
        isSent = false;
        letGoAt = 0;
    });
    document.addEventListener("keydown", saveAndStay);
}
