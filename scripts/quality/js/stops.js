// Notes where the Tab key must lead, in the order of reading, and says how many stops there are.
() => {
  const chosen = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const isStop = (one) =>
    one.tabIndex >= 0 &&
    !one.disabled &&
    one.checkVisibility({ visibilityProperty: true }) &&
    !one.closest("[inert]");
  // Of a group of radio buttons, Tab reaches one.
  const groups = new Set();
  const isFirst = (one) => one.type !== "radio" || (!groups.has(one.name) && groups.add(one.name));
  window.stops = [...document.querySelectorAll(chosen)].filter((one) => isStop(one) && isFirst(one));
  return window.stops.length;
}
