// Computes a file's SHA-256 here, so that nothing of the file is sent; the form does the rest.
const form = document.querySelector(".verify");
const status = form.querySelector("[role=status]");
const file = form.querySelector("[type=file]");

const say = (text) => {
    status.textContent = text;
};

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

if (window.crypto?.subtle) {
    form.querySelector(".verify-file").hidden = false;
    file.addEventListener("change", async () => {
        const [chosen] = file.files;
        if (!chosen) {
            return;
        }
        say(form.dataset.reading);
        try {
            form.elements.sha256.value = hex(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
        } catch {
            say(form.dataset.failed);
            return;
        }
        form.requestSubmit();
    });
} else {
    say(form.dataset.cannot);
}
