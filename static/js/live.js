// Small things every page shares: failed htmx requests are said, error summaries take the focus, copy buttons,
// dialogs opened by a button.
const toasts = document.getElementById("toasts");

function say(sentence) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = sentence;
  toasts.append(toast);
  setTimeout(() => toast.remove(), 8000);
}

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401 || status === 403) say("Your account may not do this, or you were logged out. Reload the page.");
  else if (status === 404) say("That is no longer there. Reload the page.");
  else say("The page could not be updated. Reload it to try again.");
});
document.addEventListener("htmx:sendError", () => say("The server did not answer. What you see may be out of date."));

const focusSummary = (root) => root.querySelector(".error-summary")?.focus();
focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

// <button data-copy="text">: without a value, the address of the page. Shown only where the clipboard can be written.
const showCopy = (root) => {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
};
showCopy(document);
document.addEventListener("htmx:load", (event) => showCopy(event.target));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    say("Copied.");
  } catch (error) {
    if (error.name !== "NotAllowedError") throw error;
    say("The browser does not allow copying here. Copy the address from the address bar.");
  }
});

// <button data-dialog-open="id"> opens the dialog; any [data-dialog-close] inside a dialog closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog").close();
});
