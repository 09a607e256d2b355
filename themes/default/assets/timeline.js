// The timeline: filters whose choice stands in the address, curves drawn again for the rows that are left.
(function () {
  "use strict";
  var form = document.querySelector(".filters");
  var svg = document.querySelector(".curves");
  var index = Array.from(document.querySelectorAll(".by-year tbody tr"));
  if (!form || !(svg || index.length)) return;
  var years = Array.from(document.querySelectorAll(".rows section"));
  var rows = Array.from(document.querySelectorAll(".rows li"));
  var undated = Array.from(document.querySelectorAll(".undated li"));
  var jumps = Array.from(document.querySelectorAll(".years a"));
  var paths = svg ? Array.from(svg.querySelectorAll("path")) : [];
  var output = form.querySelector("output");
  // The page of one year has no years to choose from.
  var names = ["issuer", "kind", "level", "from", "to"].filter(function (name) { return form.elements[name]; });

  function choice() {
    var chosen = {};
    names.forEach(function (name) { chosen[name] = form.elements[name].value; });
    return chosen;
  }

  function fits(row, chosen) {
    // What has no date is in no stretch of years.
    var year = Number(row.closest("section").dataset.year);
    return (!chosen.issuer || row.dataset.issuers.split("|").includes(chosen.issuer)) &&
      (!chosen.kind || row.dataset.kind === chosen.kind) &&
      (!chosen.level || row.dataset.level === chosen.level) &&
      (!chosen.from || year >= Number(chosen.from)) &&
      (!chosen.to || year <= Number(chosen.to));
  }

  // As the program draws them: in lanes and rows; within one lane a curve bows to the left.
  function curve(x1, y1, x2, y2) {
    if (x1 !== x2) {
      var half = (y1 + y2) / 2;
      return "M" + x1 + " " + y1 + "C" + x1 + " " + half + " " + x2 + " " + half + " " + x2 + " " + y2;
    }
    var bow = x1 - Math.min(0.08 + 0.02 * Math.abs(y1 - y2), 0.3);
    return "M" + x1 + " " + y1 + "C" + bow + " " + y1 + " " + bow + " " + y2 + " " + x2 + " " + y2;
  }

  // Where each year has a page of its own, the choice goes along with the reader.
  function lead(chosen) {
    var query = String(asked(chosen, ["issuer", "kind", "level"]));
    index.forEach(function (row) {
      var year = Number(row.dataset.year), a = row.querySelector("a");
      row.hidden = (chosen.from && year < Number(chosen.from)) || (chosen.to && year > Number(chosen.to));
      a.hash = query && "?" + query;
    });
  }

  function asked(chosen, wanted) {
    return new URLSearchParams(wanted.filter(function (n) { return chosen[n]; }).map(function (n) { return [n, chosen[n]]; }));
  }

  function draw() {
    var chosen = choice();
    if (!svg) return lead(chosen);
    rows.forEach(function (row) { row.hidden = !fits(row, chosen); });
    var at = 0;
    var places = new Map();
    years.forEach(function (year) {
      var left = Array.from(year.querySelectorAll("li:not([hidden])"));
      year.hidden = !left.length;
      if (year.hidden) return;
      at++;
      left.forEach(function (row) {
        if ("main" in row.dataset && !places.has(row.dataset.slug)) places.set(row.dataset.slug, [Number(row.dataset.lane), at + 0.5]);
        at++;
      });
    });
    var lanes = svg.viewBox.baseVal.width;
    svg.setAttribute("viewBox", "0 0 " + lanes + " " + Math.max(at, 1));
    paths.forEach(function (path) {
      var a = places.get(path.dataset.a), b = places.get(path.dataset.b);
      path.style.display = a && b ? "" : "none";
      if (a && b) path.setAttribute("d", curve(a[0], a[1], b[0], b[1]));
    });
    jumps.forEach(function (a) { a.hidden = document.getElementById(a.hash.slice(1)).hidden; });
    undated.forEach(function (row) { row.hidden = !fits(row, chosen); });
    if (undated.length) undated[0].closest("section").hidden = undated.every(function (row) { return row.hidden; });
    output.textContent = at ? "" : output.dataset.none;
  }

  function remember() {
    var chosen = choice();
    var query = asked(chosen, names);
    history.replaceState(null, "", query.size ? "#?" + query : location.pathname.split("/").pop() + location.search);
  }

  function recall() {
    if (!location.hash.startsWith("#?")) return;
    var query = new URLSearchParams(location.hash.slice(2));
    names.forEach(function (name) { form.elements[name].value = query.get(name) || ""; });
    draw();
  }

  // The address has place for a year or for a choice; the choice stays.
  jumps.forEach(function (a) {
    a.addEventListener("click", function (event) {
      if (!location.hash.startsWith("#?")) return;
      event.preventDefault();
      var year = document.getElementById(a.hash.slice(1));
      year.scrollIntoView();
      year.tabIndex = -1;
      year.focus({ preventScroll: true });
    });
  });

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function () { draw(); remember(); });
  form.addEventListener("reset", function () { setTimeout(function () { draw(); remember(); }); });
  addEventListener("hashchange", recall);
  recall();

  if (!svg) return;

  function light(slug) {
    svg.classList.toggle("lit", paths.some(function (path) {
      return path.classList.toggle("on", slug !== null && (path.dataset.a === slug || path.dataset.b === slug)) && slug !== null;
    }));
    paths.forEach(function (path) {
      path.classList.toggle("on", slug !== null && (path.dataset.a === slug || path.dataset.b === slug));
    });
  }
  rows.forEach(function (row) {
    row.addEventListener("mouseenter", function () { light(row.dataset.slug); });
    row.addEventListener("mouseleave", function () { light(null); });
    row.addEventListener("focusin", function () { light(row.dataset.slug); });
    row.addEventListener("focusout", function () { light(null); });
  });
})();
