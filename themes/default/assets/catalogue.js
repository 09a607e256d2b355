// The catalogue: groupings as tabs, sorting by column, a filter over titles, numbers and issuers.
(function () {
  "use strict";
  var tabs = Array.from(document.querySelectorAll(".tabs a"));
  var sections = tabs.map(function (a) { return document.getElementById(a.hash.slice(1)); });

  function show() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var at = Math.max(0, sections.findIndex(function (s) { return target && s.contains(target); }));
    sections.forEach(function (section, i) {
      section.hidden = i !== at;
      if (i === at) tabs[i].setAttribute("aria-current", "true");
      else tabs[i].removeAttribute("aria-current");
    });
    if (target && !sections.includes(target)) target.scrollIntoView();
    else if (target) scrollTo(0, 0);
  }
  addEventListener("hashchange", show);
  show();

  var table = document.querySelector("table.catalogue");
  var groups = Array.from(table.tBodies);
  var rows = Array.from(table.querySelectorAll("tbody tr:not(.group)"));
  var home = rows.map(function (row) { return row.parentElement; });
  var flat = document.createElement("tbody");
  var levels = ["central", "provincial", "municipal", "county", "other"];
  var compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  function key(row, column) {
    if (column === "date") return row.dataset.iso;
    if (column === "level") return String(levels.indexOf(row.dataset.level));
    return row.querySelector("." + column).textContent.trim();
  }

  function sort(head) {
    var down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var column = head.dataset.sort;
    if (column === "date" && down) {
      flat.remove();
      rows.forEach(function (row, i) { home[i].append(row); });
      groups.forEach(function (group) { table.append(group); });
      return;
    }
    groups.forEach(function (group) { group.remove(); });
    var keyed = rows.map(function (row) { return [key(row, column), row]; });
    keyed.sort(function (a, b) {
      // What has no value stands last both ways.
      if (!a[0] || !b[0]) return (a[0] ? 0 : 1) - (b[0] ? 0 : 1);
      return (down ? -1 : 1) * compare(a[0], b[0]);
    });
    keyed.forEach(function (pair) { flat.append(pair[1]); });
    table.append(flat);
  }

  table.querySelectorAll("thead th").forEach(function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = table.dataset.sortLabel + head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", function () { sort(head); });
  });

  var filter = document.getElementById("filter");
  if (!filter) return;
  var tally = document.querySelector(".filter output");
  filter.parentElement.hidden = false;
  filter.addEventListener("input", function () {
    var words = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.includes(word); });
      if (!row.hidden) shown++;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector("tr:not(.group):not([hidden])"); });
    tally.textContent = words.length ? tally.dataset.form.replace("{n}", shown) : "";
  });
})();
