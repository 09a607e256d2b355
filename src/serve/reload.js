// Stands in served pages only, never in the files of the site.
(() => {
  const events = new EventSource("/.clausebook/events");
  let opened = false;
  events.addEventListener("open", () => {
    // The server was started again while the page was open.
    if (opened) location.reload();
    opened = true;
  });
  events.addEventListener("reload", () => location.reload());
  events.addEventListener("problem", (event) => {
    const bar = document.getElementById("clausebook-problem") ?? document.createElement("pre");
    bar.id = "clausebook-problem";
    bar.setAttribute("role", "alert");
    bar.style.cssText =
      "position:fixed;inset:auto 0 0 0;z-index:99;margin:0;padding:1em;max-height:40vh;overflow:auto;" +
      "background:#7a1620;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap";
    bar.textContent = JSON.parse(event.data);
    document.body.append(bar);
  });
})();
