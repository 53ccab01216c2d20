// What the page says in its own language: texts, and words in attributes. What is marked as another language's,
// names (kept apart by <bdi>), code and the one line that a shape tells of itself are left out.
() => {
  const own = document.documentElement.lang;
  const isOwn = (box) =>
    box.closest("[lang]")?.lang === own && !box.closest("bdi, code, script, style, svg title");
  const found = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) if (isOwn(nodes.currentNode.parentElement)) found.push(nodes.currentNode.data);
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    for (const box of document.body.querySelectorAll(`[${name}]`))
      if (isOwn(box)) found.push(box.getAttribute(name));
  return found.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}
