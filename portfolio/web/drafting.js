(function () {
  /* A field of several rows is handed in two seconds after the last stroke, as those of one row are; and any field at once
     where its tab is left. A word that an input method is still composing is no word yet. */
  if (window.portfolioDrafts) return;
  window.portfolioDrafts = true;
  var PAUSE_MS = 2000, waiting = null, composing = false;
  function drafted(field) {
    return field && field.closest && field.closest(".st-key-typed, [class*=st-key-word_]");
  }
  function handIn(field) {
    if (composing || !field.isConnected) return;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
  }
  document.addEventListener("compositionstart", function () { composing = true; });
  document.addEventListener("compositionend", function () { composing = false; });
  document.addEventListener("input", function (event) {
    if (event.target.tagName !== "TEXTAREA" || !drafted(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(handIn, PAUSE_MS, event.target);
  });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && drafted(document.activeElement)) document.activeElement.blur();
  });
})();
