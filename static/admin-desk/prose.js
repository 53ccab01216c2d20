// The text editor would write its few rules into the page, which the security policy forbids. They are in
// prose.css; the editor looks for its style element, finds this one, and believes that it has written them.
// In a namespace of its own it is no style sheet, so the policy has nothing to say about it.
{
    const placeholder = document.createElementNS("urn:khartoum-process:placeholder", "style");
    placeholder.setAttribute("data-tiptap-style", "");
    document.head.append(placeholder);
}

// Pasted text brings styles and handlers along. The policy would block each with a complaint: they go before.
function withoutStyles(html) {
    const unwanted = /\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
    return html.replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(unwanted, ""));
}

// An editor takes over the language, the direction and the name of the text it stands for.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const page = editor.view.dom;
    editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML: withoutStyles } });
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
