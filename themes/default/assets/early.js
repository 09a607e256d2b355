// Before the page is shown: the reader's choice of light or dark, and that script runs.
(function () {
  var root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    var shade = localStorage.getItem("clausebook-shade");
    if (shade === "light" || shade === "dark") root.dataset.shade = shade;
  } catch (_) {
    // Storage is closed to some file:// pages; the system's choice holds.
  }
})();
