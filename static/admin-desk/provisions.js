// Buttons that move a provision up and down; the numbers in “order” follow. Without scripts those are typed.

const list = document.querySelector(".provision-rows");
const lines = () => [...list.querySelectorAll(".provision-line.is-saved")];

function count() {
    lines().forEach((line, index) => {
        line.querySelector("[name$='-position']").value = index + 1;
    });
}

function button(line, step, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = step < 0 ? "↑" : "↓";
    made.setAttribute("aria-label", `${label}: ${line.dataset.name}`);
    made.title = label;
    made.addEventListener("click", () => {
        const order = lines();
        const other = order[order.indexOf(line) + step];
        if (other) {
            other[step < 0 ? "before" : "after"](line);
            count();
            made.focus();
        }
    });
    return made;
}

if (list && "up" in list.dataset) {
    for (const line of lines()) {
        const moves = document.createElement("div");
        moves.className = "provision-moves";
        moves.append(button(line, -1, list.dataset.up), button(line, 1, list.dataset.down));
        line.append(moves);
    }
}
