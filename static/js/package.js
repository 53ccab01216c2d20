// Shows how large the file will be as soon as a box is ticked. Without it the button does so.
const form = document.querySelector(".package");
const files = document.querySelector(".package-files");
const STATUS = "[role=status]";
const RESULT = ".package-result";
let request;

form.querySelector("button").hidden = true;
form.addEventListener("change", show);

async function show() {
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
        const answer = await fetch(address, { signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const shown = page.querySelector(".package-files");
        if (!answer.ok || !shown) {
            throw new Error(answer.statusText);
        }
        files.querySelector(RESULT).replaceChildren(...shown.querySelector(RESULT).childNodes);
        // The region itself stays: else its new words would not be read out.
        files.querySelector(STATUS).textContent = shown.querySelector(STATUS).textContent;
        history.replaceState(null, "", address);
    } catch (error) {
        if (error.name !== "AbortError") {
            form.submit();
        }
    }
}
