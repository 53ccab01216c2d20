// Drawings without a size of their own fill the window once styles are gone.
() =>
  [...document.querySelectorAll("svg[aria-hidden]:not([height])")]
    .filter((drawing) => drawing.getBoundingClientRect().height > 250)
    .map((drawing) => `fills the page: ${drawing.outerHTML.slice(0, 100)}`)
