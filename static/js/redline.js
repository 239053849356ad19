// [data-redline]: n and p go to the next and previous .rl-row; its id becomes the address, to be sent on.
const redline = document.querySelector("[data-redline]");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function position(rows) {
  const marked = rows.findIndex((row) => row.classList.contains("is-target") || `#${row.id}` === location.hash);
  if (marked >= 0) return marked;
  return rows.findIndex((row) => row.getBoundingClientRect().top > 0) - 1;
}

function go(step) {
  const rows = [...redline.querySelectorAll(".rl-row[data-change]")];
  const at = position(rows);
  const goal = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  if (!goal) return;
  for (const row of rows) row.classList.toggle("is-target", row === goal);
  goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "center" });
  if (goal.id) history.replaceState(history.state, "", `#${goal.id}`);
  const counter = document.querySelector("[data-change-position]");
  if (counter) counter.textContent = `Change ${rows.indexOf(goal) + 1} of ${rows.length}`;
}

if (redline) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-change-step]");
    if (button) go(Number(button.dataset.changeStep));
  });
  for (const button of document.querySelectorAll("[data-change-step]")) button.hidden = false;
}
