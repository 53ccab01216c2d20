// What moves although its reader has asked for no motion.
() => {
  const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
  const moves = (style) =>
    (style.animationName !== "none" && lasts(style.animationDuration)) ||
    lasts(style.transitionDuration) ||
    style.scrollBehavior === "smooth";
  return [...document.querySelectorAll("*")]
    .filter((box) => moves(getComputedStyle(box)))
    .map((box) => `moves: ${box.outerHTML.slice(0, 100)}`);
}
