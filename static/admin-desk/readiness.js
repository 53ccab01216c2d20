// Links to a field also reach it where a script has put it away: in a part that is folded, under the tab of
// another language, or behind a text editor or a box that searches. Without scripts the browser scrolls there.

const EDITABLE = "[contenteditable=true], .select2-selection, input:not([type=hidden]), select, textarea, .add-row a";

function isShown(element) {
    return element.getClientRects().length > 0;
}

function uncover(target) {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.open = true;
    }
    const panel = target.closest(".language-panel[hidden]");
    if (panel) {
        document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
    }
}

function reach(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || !target.closest("form")) {
        return;
    }
    uncover(target);
    const isGroup = target.id.endsWith("-group");
    const place = isGroup ? target : target.closest(".form-row") ?? target;
    place.scrollIntoView({ block: isGroup ? "start" : "center" });
    const field = isShown(target) && target.matches(EDITABLE) ? target : [...place.querySelectorAll(EDITABLE)].find(isShown);
    field?.focus({ preventScroll: true });
}

addEventListener("hashchange", () => reach(location.hash));
// The same link once more changes no address.
document.addEventListener("click", (event) => {
    const link = event.target.closest(".desk-readiness a[href^='#']");
    if (link && link.hash === location.hash) {
        reach(link.hash);
    }
});
// Text editors and search boxes come with scripts of their own.
if (document.readyState === "complete") {
    reach(location.hash);
} else {
    addEventListener("load", () => reach(location.hash));
}
