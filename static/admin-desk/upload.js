// The language of a file is guessed from its name as soon as it is chosen, where none was chosen before.

function guessed(name, known) {
    const stem = name.replace(/\.[^.]*$/, "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const found = new Set(stem.split(/[^\p{L}]+/u).map((word) => known.get(word)).filter(Boolean));
    return found.size === 1 ? [...found][0] : "";
}

document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-languages]") || !target.files.length) {
        return;
    }
    const language = document.getElementById(target.id.replace(/upload$/, "language"));
    if (language && !language.value) {
        language.value = guessed(target.files[0].name, new Map(Object.entries(JSON.parse(target.dataset.languages))));
    }
});
