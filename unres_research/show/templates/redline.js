/* From change to change by keys and buttons; the page can be read without it. */
(function () {
  "use strict";
  var bar = document.getElementById("redline-keys");
  var said = document.getElementById("redline-at");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr.change"));
  function edge() { return bar.getBoundingClientRect().height + 12; }
  function top(row) { return row.getBoundingClientRect().top; }
  var current = -1; // where the buttons go on from, which take the focus themselves
  function focused() {
    var here = document.activeElement;
    var at = bar.contains(here) ? current : rows.indexOf(here.closest("tr.change"));
    if (at < 0) { return -1; }
    var place = rows[at].getBoundingClientRect();
    return place.bottom > 0 && place.top < window.innerHeight ? at : -1;
  }
  function other(step) {
    var at = focused();
    if (at >= 0) { return at + step; }
    var below = rows.findIndex(function (row) { return top(row) > edge(); });
    if (below < 0) { below = rows.length; }
    return step > 0 ? below : below - 1;
  }
  function go(step) {
    var at = other(step);
    if (at < 0 || at >= rows.length) {
      said.textContent = step > 0 ? "no change after this one" : "no change before this one";
      return;
    }
    current = at;
    rows[at].focus({ preventScroll: true });
    window.scrollBy(0, top(rows[at]) - edge());
    said.textContent = "change " + (at + 1) + " of " + rows.length;
  }
  bar.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button) { go(Number(button.dataset.step)); }
  });
  document.addEventListener("keydown", function (event) {
    var step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    var field = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (!step || field || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    go(step);
  });
  window.addEventListener("hashchange", function () {
    var row = document.querySelector("tr.change:target");
    if (row) { row.focus({ preventScroll: true }); }
  });
  bar.closest(".redline").classList.add("keyed");
  bar.hidden = false;
})();
