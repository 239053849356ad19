// table[data-grid]: arrow keys, Home and End move between the cells' links or buttons; Tab leaves the grid
// (roving tabindex). Enter opens a cell as any link does. Without this script every cell is a tab stop.
const TARGET = "a.cell, button.cell";

function rows(table) {
  return [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector(TARGET));
}

function place(table, target) {
  const row = target.closest("tr");
  return { row, all: rows(table), column: target.closest("td, th").cellIndex };
}

function nearest(row, column) {
  const targets = [...row.querySelectorAll(TARGET)];
  const distance = (target) => Math.abs(target.closest("td, th").cellIndex - column);
  return targets.reduce((best, target) => (best && distance(best) <= distance(target) ? best : target), null);
}

function next(table, target, key, jump) {
  const { row, all, column } = place(table, target);
  const inRow = [...row.querySelectorAll(TARGET)];
  const at = inRow.indexOf(target);
  const below = all.indexOf(row);
  switch (key) {
    case "ArrowLeft":
      return inRow[at - 1];
    case "ArrowRight":
      return inRow[at + 1];
    case "ArrowUp":
      return all[below - 1] && nearest(all[below - 1], column);
    case "ArrowDown":
      return all[below + 1] && nearest(all[below + 1], column);
    case "Home":
      return jump ? all[0].querySelector(TARGET) : inRow[0];
    case "End":
      return jump ? [...all.at(-1).querySelectorAll(TARGET)].at(-1) : inRow.at(-1);
    default:
      return null;
  }
}

function rove(table, target) {
  for (const other of table.querySelectorAll(TARGET)) other.tabIndex = other === target ? 0 : -1;
}

function connect(table) {
  if (table.dataset.gridReady) return;
  const first = table.querySelector(".cell.is-open") || table.querySelector(TARGET);
  if (!first) return;
  table.dataset.gridReady = "yes";
  rove(table, first);
  table.addEventListener("focusin", (event) => {
    const target = event.target.closest(TARGET);
    if (target) rove(table, target);
  });
  table.addEventListener("keydown", (event) => {
    const target = event.target.closest(TARGET);
    if (!target || event.altKey || event.metaKey || event.shiftKey) return;
    const goal = next(table, target, event.key, event.ctrlKey);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

const connectAll = (root) => root.querySelectorAll("table[data-grid]").forEach(connect);
connectAll(document);
document.addEventListener("htmx:load", () => connectAll(document));
