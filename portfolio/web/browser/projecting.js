(function () {
  if (window.portfolioTurns) return;
  window.portfolioTurns = true;
  /* In projector mode the arrow keys, and a presenter's page keys, press the buttons on screen. */
  var keys = {
    ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous",
    ArrowDown: "next_measure", ArrowUp: "previous_measure", Home: "overview", Escape: "leave"
  };
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    if (document.querySelector("[role=dialog]")) return;
    var link = keys[event.key] && document.querySelector(".st-key-turn_" + keys[event.key] + " a");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
