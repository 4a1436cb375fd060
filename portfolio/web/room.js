(function () {
  if (window.portfolioRoom) return;
  window.portfolioRoom = true;
  /* A chart is drawn some time after the text below it: until then its container keeps the height that its name tells. */
  new MutationObserver(function () {
    document.querySelectorAll('[class*="st-key-room_"]').forEach(function (room) {
      var told = room.className.match(/st-key-room_(\d+)_/);
      if (told && room.dataset.room !== told[1]) {
        room.dataset.room = told[1];
        room.style.minHeight = told[1] + "px";
      }
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
