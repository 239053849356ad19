// Forms with data-confirm="sentence" ask in a dialog before they are sent.
// data-confirm-title, data-confirm-action (the button's word) are optional.
function build(form) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.innerHTML = `<form method="dialog"><div class="dialog-head"><h2 id="confirm-title"></h2></div>
    <div class="dialog-body"><p></p><div class="btn-row">
    <button class="btn btn-danger" value="yes"></button><button class="btn" value="no" autofocus>Cancel</button></div></div></form>`;
  dialog.querySelector("h2").textContent = form.dataset.confirmTitle || "Are you sure?";
  dialog.querySelector("p").textContent = form.dataset.confirm;
  dialog.querySelector("[value=yes]").textContent = form.dataset.confirmAction || "Yes";
  document.body.append(dialog);
  return dialog;
}

// Capture: before htmx sees the submit event.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    const dialog = build(form);
    dialog.addEventListener("close", () => {
      const agreed = dialog.returnValue === "yes";
      dialog.remove();
      if (!agreed) return submitter?.focus();
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    });
    dialog.showModal();
  },
  true,
);
