// With colours forced, backgrounds are gone: what was told by them alone is told by nothing.
() => {
  const look = (box) => {
    const style = getComputedStyle(box);
    return [
      style.color, style.backgroundColor, style.fontWeight, style.textDecorationLine, style.outlineStyle,
      style.borderBlockEndWidth, style.borderBlockEndColor, style.borderInlineStartWidth,
    ].join();
  };
  const isUntold = (box) => {
    const group = [...(box.closest("ul, ol, nav")?.querySelectorAll(box.tagName) ?? [])];
    const other = group.find((one) => !one.hasAttribute("aria-current") && one.className === box.className);
    return box.clientWidth > 1 && other && look(other) === look(box);
  };
  const isBare = (box) => {
    const style = getComputedStyle(box);
    return (
      box.checkVisibility() && box.clientWidth > 1 && style.appearance === "none" &&
      style.borderBlockEndStyle === "none" && style.outlineStyle === "none" &&
      style.textDecorationLine === "none"
    );
  };
  const chosen = (selector, wrong) => [...document.querySelectorAll(selector)].filter(wrong);
  return [
    ...chosen("a[aria-current]", isUntold).map((box) => `state is not told: ${box.outerHTML.slice(0, 100)}`),
    // A field for a file holds a button that the browser draws.
    ...chosen("button, input:not([type=hidden], [type=file]), select, .button", isBare)
      .map((box) => `no edge: ${box.outerHTML.slice(0, 100)}`),
  ];
}
