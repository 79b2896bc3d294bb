// Keeps an open value in the window, closes it with Escape, and finds lines by their words. The page works without it.
(function () {
  "use strict";
  function place(value) {
    var tip = value.querySelector(".tip");
    if (!tip) return;
    tip.style.removeProperty("--shift");
    var box = tip.getBoundingClientRect(), room = document.documentElement.clientWidth - 8;
    if (box.right > room) tip.style.setProperty("--shift", (room - box.right) + "px");
    else if (box.left < 8) tip.style.setProperty("--shift", (8 - box.left) + "px");
  }
  ["mouseover", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var value = event.target.closest && event.target.closest(".value");
      if (value) place(value);
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.activeElement && document.activeElement.closest(".value")) document.activeElement.blur();
  });

  // What holds none of the words is hidden; Enter goes to the first line found, or to the line of that number.
  var form = document.querySelector("form.find");
  if (!form) return;
  var field = form.querySelector("input"), said = form.querySelector("output");
  var parts = Array.prototype.slice.call(document.querySelectorAll("#main > *"));
  var lines = parts.filter(function (part) { return part.classList.contains("line"); });
  function find() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean), found = 0, first = null;
    parts.forEach(function (part) {
      var line = part.classList.contains("line"), text = part.textContent.toLowerCase(), number = part.id.replace(/^L/, "");
      var hit = line && words.every(function (word) { return word === number || text.indexOf(word) >= 0; });
      part.hidden = words.length > 0 && !hit;
      if (hit && words.length) { found++; if (!first || words[0] === number) first = part; }
    });
    said.textContent = words.length ? (form.dataset.found || "{1} / {2}").replace("{1}", found).replace("{2}", lines.length) : "";
    return first;
  }
  form.hidden = !lines.length;
  field.addEventListener("input", find);
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { field.value = ""; find(); }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = find();
    if (first) { first.scrollIntoView(); var link = first.querySelector(".gutter a"); if (link) link.focus(); }
  });
  // A link leads to its line also when that line was hidden.
  window.addEventListener("hashchange", function () { if (field.value) { field.value = ""; find(); var to = document.getElementById(location.hash.slice(1)); if (to) to.scrollIntoView(); } });
})();
