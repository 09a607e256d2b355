// The search page: results grouped by circular, facets, the query in the address.
(function () {
  "use strict";
  var form = document.querySelector(".big-find");
  var found = document.querySelector(".found");
  if (!form || !window.clausebook || !window.clausebook.search) return;
  var box = form.elements.q;
  var list = found.querySelector(".list");
  var tally = found.querySelector(".tally");
  var more = found.querySelector("button.more");
  var fieldsets = Array.from(found.querySelectorAll("fieldset"));
  var names = fieldsets.map(function (f) { return f.dataset.facet; });
  var words = new Map();
  document.querySelectorAll(".words data").forEach(function (d) { words.set(d.value, d.textContent); });
  // Clauses shown at once, and before one asks for more: the index has so many of a frequent word at hand.
  var FIRST = 10;
  var PAGE = 30;
  // Milliseconds that typing rests, and that a search may take before it is said to go on.
  var REST = 250;
  var SLOW = 150;
  // On a narrow screen the results come first.
  if (matchMedia("(max-width: 68rem)").matches) found.querySelector(".facets details").open = false;
  var chosen = {};
  var shown = 0;
  var turn = 0;
  var last = null;
  var timer;
  var slow;
  var rest;

  function read() {
    // file:// pages may not change their query, so a choice made there stands behind the #.
    var query = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);
    box.value = query.get("q") || "";
    names.forEach(function (name) { chosen[name] = query.get(name) || ""; });
  }

  function write() {
    var query = new URLSearchParams();
    if (box.value.trim()) query.set("q", box.value.trim());
    names.forEach(function (name) { if (chosen[name]) query.set(name, chosen[name]); });
    try {
      history.replaceState(null, "", "search.html?" + query);
    } catch (_) {
      history.replaceState(null, "", "#?" + query);
    }
  }

  function options(offset, limit) {
    var o = { limit: limit, offset: offset };
    names.forEach(function (name) { if (chosen[name]) o[name] = chosen[name]; });
    return o;
  }

  function element(name, text) {
    var e = document.createElement(name);
    if (text) e.textContent = text;
    return e;
  }

  function group(hit) {
    if (last && last.circular === hit.circular) return last.list;
    var section = element("section");
    section.className = "hit-group";
    var head = element("h2");
    var a = element("a", hit.title);
    a.href = (hit.link || hit.url).replace(/#.*$/, "");
    head.append(a);
    var ul = element("ul");
    section.append(head, ul);
    list.append(section);
    last = { circular: hit.circular, list: ul };
    return ul;
  }

  // Circulars whose title answers, above the clauses.
  function showTitles(titles, total) {
    if (!titles || !titles.length) return;
    var p = element("p", found.dataset.titles);
    p.className = "hit-titles";
    titles.forEach(function (hit, i) {
      var a = element("a", hit.title);
      a.href = (hit.link || hit.url).replace(/#.*$/, "");
      if (i) p.append(found.dataset.and);
      p.append(a);
    });
    if (total > titles.length) p.append(found.dataset.comma + found.dataset.others.replace("{n}", total - titles.length));
    list.append(p);
  }

  function show(hits) {
    hits.forEach(function (hit) {
      var li = element("li");
      var a = element("a");
      a.href = hit.link || hit.url;
      a.append(element("b", window.clausebook.place(hit.eid, hit.naming)));
      window.clausebookShow.excerpt(a, hit, 160);
      li.append(a);
      group(hit).append(li);
    });
    shown += hits.length;
  }

  function showFacets(facets) {
    fieldsets.forEach(function (fieldset) {
      var name = fieldset.dataset.facet;
      var ul = fieldset.querySelector("ul");
      ul.textContent = "";
      var values = (facets && facets[name]) || [];
      fieldset.hidden = !values.length || (values.length === 1 && !chosen[name]);
      values.forEach(function (v) {
        var value = String(v.value);
        var label = element("label");
        var input = element("input");
        input.type = "checkbox";
        input.checked = chosen[name] === value;
        input.addEventListener("change", function () {
          chosen[name] = input.checked ? value : "";
          write();
          run();
        });
        label.append(input, element("span", words.get(name + ":" + value) || value), element("small", String(v.count)));
        var li = element("li");
        li.append(label);
        ul.append(li);
      });
    });
  }

  // The first clauses, as soon as they are known; once typing rests, the others and what can be chosen among them.
  function run(pause) {
    var query = box.value.trim();
    var mine = ++turn;
    clearTimeout(slow);
    clearTimeout(rest);
    if (!query) return clear();
    found.ariaBusy = "true";
    slow = setTimeout(function () { tally.textContent = found.dataset.searching; }, SLOW);
    var asked = options(0, FIRST);
    asked.facets = false;
    window.clausebook.search(query, asked).then(function (result) {
      if (mine !== turn) return;
      list.textContent = "";
      shown = 0;
      last = null;
      settle(counts(result));
      showTitles(result.titles, result.titlesTotal);
      show(result.hits);
      more.hidden = true;
      rest = setTimeout(function () { add(PAGE - FIRST); }, pause || 0);
    }, failed(mine));
  }

  // Nothing is asked.
  function clear() {
    found.ariaBusy = null;
    list.textContent = tally.textContent = "";
    more.hidden = true;
  }

  function counts(result) {
    if (!result.total) return found.dataset.none;
    return found.dataset.results.replace("{n}", result.total) +
      (result.circulars ? found.dataset.resultsIn.replace("{n}", result.circulars) : "");
  }

  function settle(words) {
    clearTimeout(slow);
    tally.textContent = words;
    found.ariaBusy = "false";
  }

  function failed(mine) {
    return function (error) {
      if (mine === turn) settle(found.dataset.failed + (error && error.message ? error.message : error));
    };
  }

  // The next clauses, below those that are shown.
  function add(limit) {
    var mine = ++turn;
    clearTimeout(rest);
    window.clausebook.search(box.value.trim(), options(shown, limit)).then(function (result) {
      if (mine !== turn) return;
      tally.textContent = counts(result);
      showFacets(result.facets);
      show(result.hits);
      more.hidden = shown >= result.total || !result.hits.length;
    }, failed(mine));
  }

  more.addEventListener("click", function () {
    // While another search goes on, what is shown is about to go.
    if (found.ariaBusy !== "true") add(PAGE);
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    // Else what was just found would be put up a second time, under the reader's finger.
    clearTimeout(timer);
    names.forEach(function (name) { chosen[name] = ""; });
    write();
    run();
  });

  // A key is answered at once. Letters that an input method is still making words of can wait, and so can the
  // address: browsers do not let it change with every key.
  function typed(event) {
    var later = event.isComposing;
    clearTimeout(timer);
    timer = setTimeout(function () {
      write();
      if (later) run();
    }, REST);
    if (!later) run(REST);
  }

  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed);
  addEventListener("popstate", function () { read(); run(); });
  read();
  run();
  if (box.value) return;
  box.focus();
  // What every search reads. Should it fail, the first search says so.
  window.clausebook.prepare().catch(function () {});
})();
