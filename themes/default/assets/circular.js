// On a circular's page: copying, the current section in the contents, the marks of a search.
(function () {
  "use strict";
  var paper = document.getElementById("text");
  if (!paper) return;

  function copy(button, text, done) {
    var old = button.textContent;
    function say() {
      button.textContent = done;
      setTimeout(function () { button.textContent = old; }, 1500);
    }
    // Clipboard access is closed to some file:// pages; a selected field works there.
    function byHand() {
      var field = document.createElement("textarea");
      field.value = text;
      field.setAttribute("readonly", "");
      field.className = "hidden";
      document.body.append(field);
      field.select();
      var copied = document.execCommand("copy");
      field.remove();
      button.focus();
      if (copied) say();
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(say, byHand);
    else byHand();
  }

  // What a clause is called, 第十条第二款: where it is not just its printed number the page says it.
  function place(clause) {
    var number = clause.querySelector(":scope > :is(p, h2, h3, h4, h5, h6) > .num");
    return clause.dataset.at || (number ? number.textContent : clause.id);
  }

  function citation(clause) {
    var title = /^cover/.test(clause.id) && paper.dataset.cover || paper.dataset.title;
    return title + (paper.lang === "en" ? ", " : "") + place(clause);
  }

  // Every clause gets a panel; the page has those that say more than the address.
  paper.querySelectorAll(".clause").forEach(function (clause) {
    var details = clause.querySelector(":scope > .tools");
    if (details) return;
    details = document.createElement("details");
    details.className = "tools";
    details.lang = document.documentElement.lang;
    var summary = document.createElement("summary");
    summary.setAttribute("aria-label", paper.dataset.address.replace("{clause}", place(clause)));
    var panel = document.createElement("div");
    panel.className = "panel";
    details.append(summary, panel);
    clause.insertBefore(details, clause.querySelector(":scope > .clause"));
  });

  // `toggle` does not bubble, but it can be caught on its way down.
  paper.addEventListener("toggle", function (event) {
    var panel = event.target.open && event.target.querySelector(":scope > .panel");
    if (!panel || panel.querySelector(".self")) return;
    var clause = event.target.parentElement;
    var self = document.createElement("p");
    self.className = "self";
    var link = document.createElement("a");
    link.href = "#" + clause.id;
    link.lang = paper.lang;
    link.textContent = citation(clause);
    self.append(link);
    [["copyLink", function () { return link.href; }], ["copyCitation", function () { return link.textContent; }]].forEach(
      function (kind) {
        var button = document.createElement("button");
        button.type = "button";
        button.className = "copy";
        button.textContent = paper.dataset[kind[0]];
        button.addEventListener("click", function () { copy(button, kind[1](), paper.dataset.copied); });
        self.append(button);
      }
    );
    panel.prepend(self);
  }, true);

  var fields = document.querySelector(".about details");
  if (fields && matchMedia("(max-width: 48rem)").matches) fields.open = false;

  var contents = document.querySelector(".contents");
  if (contents) {
    if (matchMedia("(max-width: 68rem)").matches) contents.querySelector("details").open = false;
    var links = new Map();
    contents.querySelectorAll("a").forEach(function (a) { links.set(a.hash.slice(1), a); });
    var targets = Array.from(links.keys(), function (id) { return document.getElementById(id); }).filter(Boolean);
    var current = null;
    var waiting = false;
    // Where a clause comes to stand that is gone to: below the masthead. At the end of the page it may not come up as far.
    function landing() {
      var root = document.documentElement;
      var line = parseFloat(getComputedStyle(root).scrollPaddingTop) || 0;
      var target = paper.querySelector(":target");
      if (target && scrollY + innerHeight > root.scrollHeight - 2) {
        var top = (target.closest(".clause") || target).getBoundingClientRect().top;
        if (top < innerHeight) line = Math.max(line, top);
      }
      return line + 2;
    }
    function update() {
      waiting = false;
      // Targets stand in the order of the page: the last that begins above the line is the one that is read.
      var line = landing();
      var low = 0, high = targets.length;
      while (low < high) {
        var middle = (low + high) >> 1;
        if (targets[middle].getBoundingClientRect().top < line) low = middle + 1;
        else high = middle;
      }
      var link = low ? links.get(targets[low - 1].id) : null;
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "true");
      for (var up = link.parentElement; up && up !== contents; up = up.parentElement) {
        if (up.tagName === "DETAILS" && up.parentElement !== contents) up.open = true;
      }
      if (getComputedStyle(contents).position === "sticky") {
        var box = contents.getBoundingClientRect(), at = link.getBoundingClientRect();
        if (at.top < box.top || at.bottom > box.bottom) contents.scrollTop += at.top - box.top - box.height / 3;
      }
    }
    function later() {
      if (!waiting) { waiting = true; requestAnimationFrame(update); }
    }
    addEventListener("scroll", later, { passive: true });
    addEventListener("hashchange", later);
    addEventListener("resize", later);
    update();
  }

  // Another version opens at the clause where the reader stands, or at its head when it has no such clause.
  var versions = document.querySelectorAll(".switch a[rel]");
  function carry() {
    versions.forEach(function (a) { a.hash = location.hash; });
  }
  addEventListener("hashchange", carry);
  carry();

  var query = new URLSearchParams(location.search).get("q");
  if (query && window.clausebook && window.clausebook.mark) {
    Promise.resolve(window.clausebook.mark(paper, query)).then(function () {
      var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target) target.scrollIntoView();
      var bar = document.createElement("p");
      bar.className = "marking";
      bar.setAttribute("role", "status");
      bar.append(paper.dataset.marked + query);
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = paper.dataset.unmark;
      button.addEventListener("click", function () { location.href = location.pathname + location.hash; });
      bar.append(button);
      paper.after(bar);
    });
  }
})();
