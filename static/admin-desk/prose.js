// The text editor would write its few rules into the page, which the security policy forbids. They are in
// prose.css; the editor finds this placeholder and believes that it has written them.
{
    const placeholder = document.createElement("style");
    placeholder.type = "text/plain";
    placeholder.dataset.tiptapStyle = "";
    document.head.append(placeholder);
}

// An editor takes over the language, the direction and the name of the text it stands for.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const page = editor.view.dom;
    page.lang = textarea.lang;
    page.dir = textarea.dir;
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    const label = textarea.labels[0];
    if (label) {
        page.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
        label.addEventListener("click", () => editor.commands.focus());
    }
});
