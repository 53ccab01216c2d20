// Files dropped on the form are sent as if they had been chosen, and it is said that this takes a while.
const form = document.querySelector(".desk-drop");

if (form) {
    const box = form.querySelector("[type=file]");
    const status = form.querySelector("[role=status]");
    const send = () => form.requestSubmit();

    form.addEventListener("submit", () => {
        status.textContent = status.dataset.busy;
    });
    box.addEventListener("change", send);
    form.addEventListener("dragover", (event) => {
        event.preventDefault();
        form.classList.add("is-over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("is-over"));
    form.addEventListener("drop", (event) => {
        event.preventDefault();
        form.classList.remove("is-over");
        if (event.dataTransfer.files.length) {
            box.files = event.dataTransfer.files;
            send();
        }
    });
}
