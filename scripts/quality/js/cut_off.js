// Text that its box hides. What is hidden from eyes on purpose is a pixel in size.
() => {
  const hides = (side) => ["hidden", "clip"].includes(side);
  const cuts = (box) => {
    const style = getComputedStyle(box);
    return (
      (hides(style.overflowX) && box.scrollWidth > box.clientWidth + 1) ||
      (hides(style.overflowY) && box.scrollHeight > box.clientHeight + 1)
    );
  };
  return [...document.querySelectorAll("body *")]
    .filter((box) => box.clientWidth > 1 && box.innerText && !box.closest("svg") && cuts(box))
    .map((box) => `cut off: ${box.outerHTML.slice(0, 100)}`);
}
