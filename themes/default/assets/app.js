// On every page: light or dark, and the search box with its first hits.
(function () {
  "use strict";
  var root = document.documentElement;
  var way = root.dataset.root || "./";

  var shade = document.querySelector(".shade");
  if (shade) {
    shade.hidden = false;
    shade.addEventListener("click", function () {
      var dark = root.dataset.shade
        ? root.dataset.shade === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.shade = dark ? "light" : "dark";
      try {
        localStorage.setItem("clausebook-shade", root.dataset.shade);
      } catch (_) {
        // The choice lasts for this page only.
      }
    });
  }

  var form = document.querySelector(".find");
  if (!form) return;
  var box = form.querySelector("input");
  var list = form.querySelector("[role=listbox]");
  var chosen = -1;
  var asked = 0;
  var timer;

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    var ctrlK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!slash && !ctrlK) return;
    event.preventDefault();
    var target = document.getElementById("q") || box;
    target.focus();
    target.select();
  });

  if (!window.clausebook || !window.clausebook.search) return;
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    list.textContent = "";
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function option(href) {
    var a = document.createElement("a");
    a.href = href;
    a.setAttribute("role", "option");
    a.setAttribute("aria-selected", "false");
    a.tabIndex = -1;
    a.id = "find-" + list.children.length;
    list.append(a);
    return a;
  }

  function suggest() {
    var query = box.value.trim();
    var turn = ++asked;
    if (!query) return close();
    window.clausebook.search(query, { limit: 6, facets: false }).then(
      function (found) {
        if (turn !== asked || document.activeElement !== box) return;
        list.textContent = "";
        chosen = -1;
        found.hits.forEach(function (hit) {
          var a = option(way + (hit.link || hit.url));
          var title = document.createElement("b");
          title.textContent = hit.title + "　" + window.clausebook.place(hit.eid, hit.naming);
          a.append(title);
          window.clausebookShow.excerpt(a, hit, 46);
        });
        var all = option(way + "search.html?q=" + encodeURIComponent(query));
        all.className = "all";
        all.textContent = form.dataset.all.replace("{n}", found.total);
        list.hidden = false;
        box.setAttribute("aria-expanded", "true");
      },
      function () {
        if (turn === asked) close();
      }
    );
  }

  // The words of a hit around its first mark, marks marked. The search page uses it, too.
  window.clausebookShow = {
    excerpt: function (into, hit, most) {
      var text = hit.text || "";
      var marks = (hit.marks || []).slice().sort(function (a, b) { return a[0] - b[0]; });
      var from = marks.length ? Math.max(0, marks[0][0] - Math.floor(most / 3)) : 0;
      var to = Math.min(text.length, from + most);
      if (from > 0) into.append("…");
      var at = from;
      marks.forEach(function (mark) {
        var start = Math.max(mark[0], at);
        var end = Math.min(mark[1], to);
        if (start >= end) return;
        into.append(text.slice(at, start));
        var m = document.createElement("mark");
        m.textContent = text.slice(start, end);
        into.append(m);
        at = end;
      });
      into.append(text.slice(at, to));
      if (to < text.length) into.append("…");
    },
  };

  // A key is answered at once; letters that an input method is still making words of can wait.
  function typed(event) {
    clearTimeout(timer);
    if (event.isComposing) timer = setTimeout(suggest, 250);
    else suggest();
  }
  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed);
  box.addEventListener("focus", function () {
    if (box.value.trim()) return suggest();
    // What every search reads. Should it fail, there are no suggestions.
    window.clausebook.prepare().catch(function () {});
  });
  box.addEventListener("blur", function () {
    asked++;
    setTimeout(close, 150);
  });
  box.addEventListener("keydown", function (event) {
    var options = list.children;
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.href = options[chosen].href;
      return;
    }
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !options.length) return;
    event.preventDefault();
    if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
    var step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  });
})();
