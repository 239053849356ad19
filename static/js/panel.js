// [data-panel]: filled by htmx (hx-target="#panel"), opens beside the grid. Escape or [data-panel-close] closes it
// and the focus returns to the cell it came from. On a narrow screen it covers the page, whose rest is then inert.
const panel = document.querySelector("[data-panel]");
const narrow = matchMedia("(width < 62rem)");
let opener = null;

function setInert() {
  const covered = !panel.hidden && narrow.matches;
  for (const part of document.querySelectorAll(".top, .foot, [data-panel-behind]")) part.inert = covered;
}

function mark(link) {
  for (const other of document.querySelectorAll(".cell.is-open")) {
    other.classList.remove("is-open");
    other.removeAttribute("aria-current");
  }
  link?.classList.add("is-open");
  link?.setAttribute("aria-current", "true");
}

function open(link) {
  opener = link?.matches?.(".cell") ? link : opener;
  panel.hidden = false;
  mark(opener);
  setInert();
  const heading = panel.querySelector("h2");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  panel.scrollTop = 0;
  // The grid beside it has become narrower.
  if (!narrow.matches) opener?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function close() {
  const address = panel.querySelector("[data-panel-close]")?.href;
  const back = opener?.isConnected ? opener : document.querySelector(".cell.is-open, [data-grid] .cell[tabindex='0']");
  panel.hidden = true;
  panel.replaceChildren();
  mark(null);
  setInert();
  if (address) history.replaceState(history.state, "", address);
  back?.focus();
}

if (panel) {
  opener = document.querySelector(".cell.is-open");
  setInert();
  narrow.addEventListener("change", setInert);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    // Only a cell opens it; a form inside that refreshes the panel keeps its place.
    const from = event.detail.requestConfig.elt;
    if (panel.hidden || !panel.contains(from)) open(from);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || event.defaultPrevented) return;
    if (document.querySelector("dialog[open], [popover]:popover-open")) return;
    event.preventDefault();
    close();
  });
  panel.addEventListener("click", (event) => {
    if (!event.target.closest("[data-panel-close]")) return;
    event.preventDefault();
    close();
  });
}
