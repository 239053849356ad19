// Light or dark. Loaded in <head> without defer, so a stored choice is applied before the first paint.
// A choice equal to the system's is forgotten: the page then follows the system again.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const systemTheme = () => (system.matches ? "dark" : "light");

  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is blocked: the choice lasts for this page
    }
  };
  const store = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {
      /* storage is blocked, see above */
    }
  };

  const current = () => root.dataset.theme || systemTheme();
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const label = () => {
    const next = current() === "dark" ? "Light" : "Dark";
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.querySelector("[data-theme-label]").textContent = next;
      button.setAttribute("aria-label", `${next} colours`);
    }
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", label);
  system.addEventListener("change", label);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const next = current() === "dark" ? "light" : "dark";
    const choice = next === systemTheme() ? null : next;
    apply(choice);
    store(choice);
    label();
  });
})();
