(function () {
  if (window.portfolioAnchors) return;
  window.portfolioAnchors = true;
  /* Charts grow after the page has gone to its anchor: go there again until all stands, or the reader moves. */
  function follow() {
    var name = decodeURIComponent(location.hash.slice(1)), until = Date.now() + 6000, moved = false;
    if (!name) return;
    ["wheel", "touchstart", "keydown", "mousedown"].forEach(function (kind) {
      addEventListener(kind, function () { moved = true; }, { once: true, passive: true });
    });
    var timer = setInterval(function () {
      var target = document.getElementById(name);
      if (document.querySelector('[data-test-script-state="running"]')) until = Math.max(until, Date.now() + 1500);
      if (moved || Date.now() > until) clearInterval(timer);
      else if (target) target.scrollIntoView();
    }, 250);
  }
  follow();
  addEventListener("hashchange", follow);
})();
