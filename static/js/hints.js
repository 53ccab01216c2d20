// Escape takes away what is shown beside a word, without moving the pointer or the focus.
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
        return;
    }
    for (const word of document.querySelectorAll(".gloss:is(:hover, :focus)")) {
        word.classList.add("is-away");
        for (const end of ["pointerleave", "blur"]) {
            word.addEventListener(end, () => word.classList.remove("is-away"), { once: true });
        }
    }
});
