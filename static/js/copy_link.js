// Copies the address of a paragraph when its link is pressed, and says so. Without it the link is a plain one.
for (const list of document.querySelectorAll("[data-copied]")) {
    const status = Object.assign(document.createElement("p"), { className: "copied", role: "status" });
    let timer;
    list.append(status);

    list.addEventListener("click", async (event) => {
        const link = event.target.closest(".permalink");
        const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
        if (!link || !isPlain || !navigator.clipboard) {
            return;
        }
        // On a page of its own a long text stays where it is; the address is that of the paragraph.
        if (!link.getAttribute("href").startsWith("#")) {
            event.preventDefault();
        }
        try {
            await navigator.clipboard.writeText(link.href);
        } catch {
            window.location.assign(link.href);
            return;
        }
        status.textContent = list.dataset.copied;
        clearTimeout(timer);
        timer = setTimeout(() => {
            status.textContent = "";
        }, 3000);
    });
}
