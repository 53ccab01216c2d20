// The stop that has the focus, and what is wrong with how it is shown.
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const isOutlined = (part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // In a drawing, a line around the shape does what an outline does elsewhere.
  const isDrawn = (part) => part.closest("svg") && parseFloat(getComputedStyle(part).strokeWidth) >= 2;
  const wrong = [];
  if (![one, ...one.querySelectorAll("*")].some((part) => isOutlined(part) || isDrawn(part)))
    wrong.push("focus is not seen");
  const box = one.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth)
    wrong.push("focus is out of view");
  else if (!one.closest("svg")) {
    const middle = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
    const over = document.elementFromPoint(box.left + box.width / 2, middle);
    if (over && ["fixed", "sticky"].includes(getComputedStyle(over).position) && !over.contains(one) && !one.contains(over))
      wrong.push("focus is covered");
  }
  if (one.tabIndex > 0) wrong.push("has an order of its own");
  const words = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || one.value;
  return { place: window.stops?.indexOf(one) ?? 0, html: one.outerHTML.slice(0, 100), words, wrong };
}
