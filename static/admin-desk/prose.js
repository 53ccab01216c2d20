// The text editor would write its few rules into the page, which the security policy forbids. They are in
// prose.css; the editor looks for its style element, finds this one, and believes that it has written them.
// In a namespace of its own it is no style sheet, so the policy has nothing to say about it.
{
    const placeholder = document.createElementNS("urn:khartoum-process:placeholder", "style");
    placeholder.setAttribute("data-tiptap-style", "");
    document.head.append(placeholder);
}

{
    // Pasted text brings styles and handlers along. The policy would block each with a complaint: they go before.
    const withoutStyles = (html) => {
        const unwanted = /\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
        const withoutSheets = html.replace(/<style\b[^]*?<\/style>/gi, "");
        return withoutSheets.replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(unwanted, ""));
    };

    // Signs of a word processor, whose lists, headings and deleted words only the server can read.
    const fromElsewhere = /\bmso-|class=["']?Mso|<o:p|schemas-microsoft-com|<font\b|docs-internal-guid|LibreOffice|Apple-/i;

    async function clean(html, textarea) {
        const body = new FormData();
        body.set("html", html);
        body.set("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
        const answer = await fetch(document.getElementById("prose-words").dataset.address, { method: "POST", body });
        // A session that has ended answers with another page.
        if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) {
            throw new Error("not cleaned");
        }
        return (await answer.json()).html;
    }

    function handlePaste(editor, textarea, event) {
        const html = event.clipboardData?.getData("text/html");
        if (!html || !fromElsewhere.test(html)) {
            return false;
        }
        clean(html, textarea)
            .catch(() => withoutStyles(html))
            .then((cleaned) => editor.chain().focus().insertContent(cleaned).run());
        return true;
    }

    // The editor names its buttons in English: here in the language of the desk.
    function nameButtons(menubar) {
        const names = new Map([...document.querySelectorAll("#prose-words li")].map((row) => [row.dataset.button, row.textContent]));
        for (const button of menubar.querySelectorAll("button")) {
            const name = names.get(button.dataset.name ?? "kind");
            const isIcon = button.classList.contains("prose-menubar__button");
            if (name && isIcon) {
                button.title = name;
                button.setAttribute("aria-label", name);
            } else if (name) {
                button.firstElementChild.textContent = name;
            }
        }
    }

    // An editor takes over the language, the direction and the name of the text it stands for.
    document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
        const page = editor.view.dom;
        editor.setOptions({
            editorProps: {
                ...editor.options.editorProps,
                transformPastedHTML: withoutStyles,
                handlePaste: (_view, event) => handlePaste(editor, textarea, event),
            },
        });
        page.lang = textarea.lang;
        page.dir = textarea.dir;
        page.setAttribute("role", "textbox");
        page.setAttribute("aria-multiline", "true");
        const menubar = page.closest(".prose-editor")?.querySelector(".prose-menubar");
        if (menubar) {
            nameButtons(menubar);
        }
        const label = textarea.labels[0];
        if (label) {
            page.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
            label.addEventListener("click", () => editor.commands.focus());
        }
    });
}
