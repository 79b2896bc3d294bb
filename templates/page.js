// Keeps an open value in the window, closes it with Escape, and opens what a link leads to. The page works without it.
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
})();
