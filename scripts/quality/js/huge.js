// Drawings without a size of their own fill the window once styles are gone.
() =>
  [...document.querySelectorAll("svg[aria-hidden]")]
    .filter((drawing) => drawing.getBoundingClientRect().width > 200)
    .map((drawing) => `fills the page: ${drawing.outerHTML.slice(0, 100)}`)
