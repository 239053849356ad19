// #side-by-side: filled by htmx below the grid. The reader is taken to its heading; [data-back] leads back to the
// element it was opened from. Without this script both are links to their places.
const side = document.querySelector("#side-by-side");

function mark(row) {
  for (const other of document.querySelectorAll("[data-grid] tr.is-open")) other.classList.remove("is-open");
  row.classList.add("is-open");
}

if (side) {
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = event.detail.requestConfig.elt.closest("[data-grid] tr");
    if (event.detail.target !== side || !row) return;
    mark(row);
    const heading = side.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
  side.addEventListener("click", (event) => {
    const link = document.querySelector("[data-grid] tr.is-open th a");
    if (!link || !event.target.closest("[data-back]")) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center", inline: "nearest" });
  });
}
