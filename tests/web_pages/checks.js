// Accessibility as far as a page can be asked about it: what is wrong, as a list of words. Runs in the browser.
() => {
  const wrong = [];
  const say = (what, element) => wrong.push(`${what}: ${element ? element.outerHTML.slice(0, 120) : ""}`);
  const seen = (element) => element.getClientRects().length > 0;
  if (!document.documentElement.lang) say("no lang");
  if (!document.title.trim()) say("no title");
  for (const [name, most] of [["main", 1], ["h1", 1]]) {
    const found = document.querySelectorAll(name).length;
    if (found !== most) say(`${found} of ${name}`);
  }
  if (!document.querySelector("nav[aria-label]") && document.querySelector("nav")) say("nav without a name");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) say(`id ${id} twice`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels.length && !field.getAttribute("aria-label")) say("field without a label", field);
  }
  for (const image of document.images) if (!image.alt.trim()) say("image without words", image);
  for (const frame of document.querySelectorAll("iframe")) if (!frame.title.trim()) say("frame without a title", frame);
  for (const one of document.querySelectorAll("a[href], button, summary")) {
    if (seen(one) && !one.textContent.trim() && !one.getAttribute("aria-label")) say("nothing to read on", one);
  }
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) say(`h${now} after h${level}`, heading);
    level = now;
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("th[scope]")) say("table without headings", table);
  }
  for (const list of document.querySelectorAll("ul, ol")) {
    if ([...list.children].some((child) => child.tagName !== "LI")) say("list with other than items", list);
  }
  // WCAG 2.1, 1.4.3: contrast of text, by relative luminance; large text may have 3.
  const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !seen(element)) continue;
    const style = getComputedStyle(element);
    if (style.visibility === "hidden" || element.closest(".hidden, .skip, option")) continue;
    const [one, other] = [luminance(parts(style.color)), luminance(ground(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const mark = `${style.color} ${ground(element)}`;
    if (ratio < (large ? 3 : 4.5) && !told.has(mark)) {
      told.add(mark);
      say(`contrast ${ratio.toFixed(2)} of ${mark}`, element);
    }
  }
  // WCAG 2.2, 2.5.8: what is pointed at is 24 pixels high, unless it stands in a line of text.
  for (const one of document.querySelectorAll("button, input:not([type=hidden]), select, nav a, summary")) {
    if (seen(one) && !one.closest(".hidden") && one.getBoundingClientRect().height < 24) say("too small", one);
  }
  return wrong;
}
