// Several files, chosen or dropped, are sent one by one, and it is shown how far each is. Without scripts the
// browser sends them all with the form.

const form = document.querySelector(".desk-drop");

function send(file, tell) {
    return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        const data = new FormData();
        data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        data.append("upload", file);
        const failed = () => resolve({ refused: form.dataset.failed });
        request.upload.addEventListener("progress", (event) => tell(event.loaded / event.total));
        request.addEventListener("error", failed);
        request.addEventListener("load", () => {
            try {
                resolve(JSON.parse(request.response));
            } catch {
                failed();
            }
        });
        request.open("POST", form.dataset.send);
        request.send(data);
    });
}

class Row {
    constructor(file) {
        this.line = document.createElement("li");
        this.name = document.createElement("bdi");
        this.name.textContent = file.name;
        this.bar = document.createElement("progress");
        this.bar.setAttribute("aria-label", file.name);
        this.bar.value = 0;
        this.word = document.createElement("span");
        this.line.append(this.name, this.bar, this.word);
    }

    tell(share) {
        this.bar.value = share;
        this.word.textContent = share < 1 ? form.dataset.sending : form.dataset.checking;
    }

    end({ told, refused }) {
        this.bar.remove();
        this.word.textContent = refused ?? told;
        // What is told of a file begins with its name.
        this.name.hidden = !refused;
        this.line.classList.toggle("is-refused", Boolean(refused));
    }
}

async function sendAll(files) {
    const button = form.querySelector("[type=submit]");
    const list = form.querySelector(".desk-sent");
    const rows = [...files].slice(0, Number(form.dataset.most)).map((file) => [file, new Row(file)]);
    list.append(...rows.map(([, row]) => row.line));
    button.disabled = true;
    let areAllTaken = true;
    for (const [file, row] of rows) {
        row.tell(0);
        const answer = await send(file, (share) => row.tell(share));
        row.end(answer);
        areAllTaken &&= !answer.refused;
        if (answer.token) {
            const kept = document.createElement("input");
            Object.assign(kept, { type: "hidden", name: "token", value: answer.token });
            form.append(kept);
        }
    }
    button.disabled = false;
    const isAnyTaken = form.querySelector("[name=token]");
    box.value = "";
    box.required = !isAnyTaken;
    if (isAnyTaken) {
        button.value = form.dataset.goOn;
    }
    if (areAllTaken) {
        form.submit();
    }
}

const box = form?.querySelector("[type=file]");
box?.addEventListener("change", () => sendAll(box.files));
form?.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
});
form?.addEventListener("dragleave", () => form.classList.remove("is-over"));
form?.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length) {
        sendAll(event.dataTransfer.files);
    }
});
