// Below the boxes of a date stands how it is understood, as soon as the typing pauses. Without scripts the same
// line comes with the form.

const PAUSE = 350;
const waiting = new WeakMap();

async function tell(row, output) {
    const [start, end] = row.querySelectorAll("input");
    const asked = new URLSearchParams({ from: start.value, to: end.value });
    const answer = await fetch(`${output.dataset.address}?${asked}`);
    // A session that has ended answers with another page.
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) {
        return;
    }
    const { understood, problem } = await answer.json();
    if (asked.get("from") === start.value && asked.get("to") === end.value) {
        output.textContent = understood || problem;
        output.classList.toggle("is-problem", Boolean(problem));
    }
}

document.addEventListener("input", ({ target }) => {
    const row = target.closest(".partial-date");
    if (row) {
        clearTimeout(waiting.get(row));
        waiting.set(row, setTimeout(() => tell(row, row.querySelector("output")), PAUSE));
    }
});
