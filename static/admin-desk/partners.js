// A group of partners joins the rows where it stands, without a way to the server and back. Without scripts the
// button sends the form, which comes back with the same rows.

const panel = document.getElementById("partner-groups");
const rows = document.getElementById("participations-group");

function present() {
    const chosen = rows.querySelectorAll("tr.dynamic-participations select[name$='-partner']");
    const kept = [...chosen].filter((box) => !box.closest("tr").querySelector("input[name$='-DELETE']:checked"));
    return new Set(kept.map((box) => box.value));
}

function addRow(key, name, role) {
    rows.querySelector(".add-row a").click();
    const row = [...rows.querySelectorAll("tr.dynamic-participations")].at(-1);
    const partner = row.querySelector("select[name$='-partner']");
    partner.add(new Option(name, key, true, true));
    partner.dispatchEvent(new Event("change", { bubbles: true }));
    row.querySelector("select[name$='-role']").value = role;
    row.querySelector("input[name$='-order']").value = row.parentElement.querySelectorAll("tr.dynamic-participations").length - 1;
}

function add(group) {
    const there = present();
    const role = panel.querySelector("#id_group_role").value;
    const wanted = [...group.querySelectorAll("[data-partner]")].filter((one) => !there.has(one.dataset.partner));
    for (const one of wanted) {
        addRow(one.dataset.partner, one.textContent, role);
    }
    const status = panel.querySelector(".desk-filled");
    status.textContent = wanted.length ? status.dataset.added.replace("{count}", wanted.length) : status.dataset.none;
}

panel?.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='_fill']");
    if (button && rows.querySelector(".add-row a")) {
        event.preventDefault();
        add(button.closest("li"));
    }
});
