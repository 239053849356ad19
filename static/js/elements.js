// Filing page: the address's #element and the label under the pointer light up every part of that element.
// Parts carry data-el="slug slug" (one span may belong to several elements).
const parts = (slug) => document.querySelectorAll(`[data-el~="${CSS.escape(slug)}"]`);

// An address typed by hand may hold a "%" that begins nothing.
function readable(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function showTarget() {
  for (const part of document.querySelectorAll("[data-el].is-target")) part.classList.remove("is-target");
  const slug = readable(location.hash.slice(1));
  if (!slug) return;
  for (const part of parts(slug)) part.classList.add("is-target");
}

function hot(event, on) {
  const label = event.target.closest?.(".el-label[data-el], .contents a[data-el]");
  if (!label) return;
  for (const slug of label.dataset.el.split(" ")) {
    for (const part of parts(slug)) part.classList.toggle("is-hot", on);
  }
}

showTarget();
addEventListener("hashchange", showTarget);
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(name, (event) => hot(event, on));
}
