// Notes and gaps on selected words. In [data-annotatable], each run of text is an element with data-start: the
// offset of its first character in the reading text, in Unicode code points as Python counts them. A run's text
// is the reading text character for character, except what stands inside [data-skip] (labels, buttons, marks).
// A selection fills the form in dialog[data-annotation-dialog]: start, end, quote, prefix, suffix, element, kind.
// Where form[data-placing] is there instead, it sends the place ("start-end") of a note's new words.
const CONTEXT = 32; // characters kept on either side of a quote
const dialog = document.querySelector("dialog[data-annotation-dialog]");
const placing = document.querySelector("form[data-placing]");
const points = (text) => [...text];

/** Text nodes of a run that count, in order. */
function nodes(run) {
  const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT, (node) => {
    const owner = node.parentElement.closest("[data-skip], [data-start]");
    return owner === run ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  });
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

const textOf = (run) => nodes(run).map((node) => node.data).join("");
const startOf = (run) => Number(run.dataset.start);

/** Code points of `run` before the boundary (container, offset) of a range. */
function pointsBefore(run, container, offset) {
  const boundary = document.createRange();
  boundary.setStart(container, offset);
  let count = 0;
  for (const node of nodes(run)) {
    if (node === container) return count + points(node.data.slice(0, offset)).length;
    if (boundary.comparePoint(node, 0) >= 0) return count;
    count += points(node.data).length;
  }
  return count;
}

/** The whole reading text that stands on the page, blanks where runs leave something out. */
function readingText(runs) {
  const out = [];
  const origin = runs.length ? startOf(runs[0]) : 0;
  for (const run of runs) {
    const missing = startOf(run) - origin - out.length;
    out.push(...(missing === 1 ? " " : "\n".repeat(Math.max(0, missing))));
    for (const point of textOf(run)) out.push(point);
  }
  return { origin, out };
}

function selector(area, start, end) {
  const { origin, out } = readingText([...area.querySelectorAll("[data-start]")]);
  const cut = (from, to) => out.slice(Math.max(0, from - origin), Math.max(0, to - origin)).join("");
  return { start, end, quote: cut(start, end), prefix: cut(start - CONTEXT, start), suffix: cut(end, end + CONTEXT) };
}

/** What the reader selected, trimmed of white space at both ends; null if nothing that can be annotated. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const area = (holder.nodeType === Node.TEXT_NODE ? holder.parentElement : holder).closest("[data-annotatable]");
  if (!area) return null;
  const touched = [...area.querySelectorAll("[data-start]")].filter((run) => range.intersectsNode(run));
  if (!touched.length) return null;
  const last = touched.at(-1);
  const start = startOf(touched[0]) + pointsBefore(touched[0], range.startContainer, range.startOffset);
  const end = startOf(last) + pointsBefore(last, range.endContainer, range.endOffset);
  const raw = points(selector(area, start, end).quote).join("");
  const lead = points(raw).length - points(raw.trimStart()).length;
  const trail = points(raw).length - points(raw.trimEnd()).length;
  if (!raw.trim()) return null;
  return { area, run: touched[0], range, ...selector(area, start + lead, end - trail) };
}

function fill(values, run, area, kind) {
  const form = dialog.querySelector("form[data-annotation-form]");
  const element = (run.closest("[data-element]") || area).dataset.element || "";
  for (const [name, value] of Object.entries({ ...values, element })) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  // `kind` is a hidden input or radio buttons: RadioNodeList and inputs share .value.
  if (form.elements.kind) form.elements.kind.value = kind;
  const title = dialog.querySelector("[data-annotation-title]");
  if (title) title.textContent = kind === "gap" ? "Note a gap" : "Write a note";
  const shown = dialog.querySelector("[data-annotation-quote]");
  if (shown) shown.textContent = values.quote;
  dialog.showModal();
  form.querySelector("textarea")?.focus();
}

function buildTools() {
  const tools = document.createElement("div");
  tools.className = "select-tools";
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", "Selected words");
  tools.innerHTML = placing
    ? `<button type="submit" name="place" form="${placing.id}">Place the note here</button>`
    : `<button type="button" data-kind="note">Note</button><button type="button" data-kind="gap">Gap</button>`;
  tools.hidden = true;
  document.body.append(tools);
  return tools;
}

function connect() {
  const tools = buildTools();
  let current = null;

  const show = () => {
    if (dialog?.open || tools.contains(document.activeElement)) return;
    current = selected();
    tools.hidden = !current;
    if (!current) return;
    if (placing) tools.firstElementChild.value = `${current.start}-${current.end}`;
    const box = current.range.getBoundingClientRect();
    const width = tools.offsetWidth;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), document.documentElement.clientWidth - width - 8);
    // Below the words: above them touch screens show their own menu.
    tools.style.left = `${left + scrollX}px`;
    tools.style.top = `${box.bottom + scrollY + 8}px`;
  };

  const annotate = (kind) => {
    const { area, run, start, end, quote, prefix, suffix } = current;
    tools.hidden = true;
    fill({ start, end, quote, prefix, suffix }, run, area, kind);
  };

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  tools.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kind]");
    if (button && current) annotate(button.dataset.kind);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tools.hidden) {
      tools.hidden = true;
      event.preventDefault();
    }
  });
  // By keyboard: a button per paragraph takes the whole run; data-annotate-run names its id.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-annotate-run]");
    if (!button) return;
    event.preventDefault();
    const run = document.getElementById(button.dataset.annotateRun);
    const area = run.closest("[data-annotatable]");
    const start = startOf(run);
    const values = selector(area, start, start + points(textOf(run)).length);
    fill(values, run, area, button.dataset.kind || "note");
  });
}

if ((dialog || placing) && document.querySelector("[data-annotatable]")) connect();
