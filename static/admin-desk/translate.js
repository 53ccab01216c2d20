// Ctrl+Enter, or Command+Enter, saves and opens the next record of the list, from any box of the form.

const form = document.getElementById("translate_form");

form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) {
        return;
    }
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit(form.elements._next);
}, { capture: true });
