(function () {
  if (window.portfolioRoom) return;
  window.portfolioRoom = true;
  /* A chart is drawn some time after the text below it: until then its container keeps the height that its name tells. */
  function hold(room) {
    var told = room.className.match(/st-key-room_(\d+)_/), height = told ? told[1] + "px" : "";
    if (room.style.minHeight !== height) room.style.minHeight = height;
  }
  function look(node) {
    if (!(node instanceof HTMLElement)) return;
    if (node.classList.contains("stVerticalBlock")) hold(node);
    Array.prototype.forEach.call(node.getElementsByClassName("stVerticalBlock"), hold);
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "childList") change.addedNodes.forEach(look);
      else if (change.target.classList.contains("stVerticalBlock")) hold(change.target);
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
