// [data-dropzone]: files dropped on it go into its file input; the chosen files are listed with their sizes.
// Without this script the plain file input does the same work.
const UNITS = ["B", "kB", "MB", "GB"];

function readable(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit ? size.toFixed(1) : size} ${UNITS[unit]}`;
}

function list(zone, files) {
  const rows = [...files].map((file, index) => {
    const row = document.createElement("li");
    row.innerHTML = `<span class="file-name"></span><span class="file-size"></span><button type="button" class="close">✕</button>`;
    row.querySelector(".file-name").textContent = file.name;
    row.querySelector(".file-size").textContent = readable(file.size);
    const remove = row.querySelector("button");
    remove.setAttribute("aria-label", `Leave out ${file.name}`);
    remove.dataset.index = index;
    return row;
  });
  zone.querySelector("[data-file-list]").replaceChildren(...rows);
}

function assign(zone, files) {
  const input = zone.querySelector("input[type=file]");
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  list(zone, input.files);
}

function connect(zone) {
  const input = zone.querySelector("input[type=file]");
  let depth = 0; // dragenter and dragleave also fire for children
  const over = (change) => {
    depth = Math.max(0, depth + change);
    zone.classList.toggle("is-over", depth > 0);
  };
  zone.addEventListener("dragenter", () => over(1));
  zone.addEventListener("dragleave", () => over(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(-depth);
    const kept = input.multiple ? [...input.files] : [];
    const dropped = input.multiple ? [...event.dataTransfer.files] : [...event.dataTransfer.files].slice(0, 1);
    assign(zone, [...kept, ...dropped]);
  });
  input.addEventListener("change", () => list(zone, input.files));
  zone.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-index]");
    if (!remove) return;
    assign(zone, [...input.files].filter((_, index) => index !== Number(remove.dataset.index)));
    input.focus();
  });
}

document.querySelectorAll("[data-dropzone]").forEach(connect);
