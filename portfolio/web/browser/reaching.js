(function (words) {
  var before = window.portfolioReaching;
  window.portfolioReaching = words;
  if (before) return;
  /* Charts by keyboard: Tab stops at a chart whose marks open rows, arrow keys choose a mark, Enter opens its rows. */
  var CHART = '[data-testid="stVegaLiteChart"]', chosen = null;
  function address(mark) {
    var href = mark.__data__ && mark.__data__.href;
    return href && href !== "null" ? href : null;
  }
  function marks(chart) {
    var seen = new Set();
    return Array.from(chart.querySelectorAll("svg *")).filter(function (mark) {
      var href = address(mark);
      return href && !seen.has(href) && seen.add(href);
    });
  }
  function told(mark) {
    var tip = mark.__data__.tooltip;
    if (!tip || typeof tip !== "object") return String(tip || "");
    return Object.keys(tip).map(function (name) { return name.trim() ? name + " " + tip[name] : tip[name]; }).join(" · ");
  }
  function say(text) {
    var place = document.getElementById("reached");
    if (!place) {
      place = document.createElement("div");
      place.id = "reached";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = text;
  }
  function choose(mark) {
    if (chosen) chosen.classList.remove("reached");
    chosen = mark;
    if (!mark) return;
    mark.classList.add("reached");
    mark.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", function (event) {
    choose(null);
    var chart = event.target.matches(CHART) ? event.target : null;
    say(chart ? window.portfolioReaching.hint.replace("COUNT", marks(chart).length) : "");
  });
  document.addEventListener("keydown", function (event) {
    var chart = event.target;
    if (!chart.matches || !chart.matches(CHART)) return;
    var all = marks(chart), at = all.indexOf(chosen);
    var next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" && at >= 0) location.assign(address(chosen));
    if (next === undefined || !all.length) return;
    event.preventDefault();
    event.stopPropagation();
    next = (next + all.length) % all.length;
    choose(all[next]);
    say(told(all[next]) + " · " + (next + 1) + " / " + all.length + " · " + window.portfolioReaching.open);
  }, true);
  var waiting = false;
  function reach() {
    waiting = false;
    document.querySelectorAll(CHART + ":not([tabindex])").forEach(function (chart) {
      if (Array.prototype.some.call(chart.querySelectorAll("svg *"), address)) chart.tabIndex = 0;
    });
  }
  new MutationObserver(function () {
    if (waiting) return;
    waiting = true;
    setTimeout(reach, 50);
  }).observe(document.body, { childList: true, subtree: true });
  reach();
})(WORDS);
