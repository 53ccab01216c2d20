// Computes a file's SHA-256 here, so that nothing of the file is sent; the form does the rest.
const form = document.querySelector(".verify");
const box = form.querySelector(".verify-file");
const file = box.querySelector("[type=file]");
const progress = box.querySelector("progress");
const status = form.querySelector("[role=status]");

async function bytesOf(chosen) {
    const bytes = new Uint8Array(chosen.size);
    const reader = chosen.stream().getReader();
    let read = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        bytes.set(part.value, read);
        read += part.value.length;
        progress.value = read / chosen.size;
    }
    return bytes;
}

async function sha256(chosen) {
    const digest = await crypto.subtle.digest("SHA-256", await bytesOf(chosen));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check() {
    const [chosen] = file.files;
    if (!chosen) {
        return;
    }
    status.textContent = "";
    progress.value = 0;
    progress.hidden = false;
    try {
        const hash = await sha256(chosen);
        // Another one may have been chosen meanwhile.
        if (file.files[0] === chosen) {
            form.elements.sha256.value = hash;
            form.requestSubmit();
        }
    } catch {
        status.textContent = form.dataset.failed;
        progress.hidden = true;
    }
}

if (window.crypto?.subtle) {
    box.hidden = false;
    file.addEventListener("change", check);
    window.addEventListener("pagehide", () => {
        progress.hidden = true;
    });
} else {
    status.textContent = form.dataset.cannot;
}
