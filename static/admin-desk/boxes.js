// Boxes that search bear the name of their field. Select2 itself names them by what is chosen, or not at all.

const PARTS = ".select2-search__field, .select2-selection__rendered[role], .select2-results__options";
const $ = window.django.jQuery;
let count = 0;

function nameBox(select) {
    const box = $(select).data("select2");
    const label = select.labels[0];
    if (!box || !label) {
        return;
    }
    // Not by the number of a row: rows are numbered anew when one above them goes.
    label.id ||= `box-label-${(count += 1)}`;
    const selection = box.$selection[0];
    const chosen = selection.querySelector(".select2-selection__rendered");
    selection.setAttribute("aria-labelledby", [label.id, chosen.id].filter(Boolean).join(" "));
    selection.setAttribute("aria-controls", box.$results[0].id);
    const parts = [...selection.querySelectorAll(PARTS), ...box.$dropdown[0].querySelectorAll(PARTS)];
    for (const part of parts) {
        part.setAttribute("aria-labelledby", label.id);
    }
}

const nameBoxes = (root) => root.querySelectorAll(".admin-autocomplete").forEach(nameBox);

// Django makes the boxes at the same two moments, and was there first.
$(() => nameBoxes(document));
document.addEventListener("formset:added", ({ target }) => nameBoxes(target));
