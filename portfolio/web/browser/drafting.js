(function () {
  /* What is typed into a report is handed in before it can be lost: a field of several rows two seconds after the last
     stroke, as those of one row are, and any field at once where its page is left. A word that an input method is still
     composing is no word yet. A link waits until the field has been taken: the server would drop what it has not begun. */
  if (window.portfolioDrafts) return;
  window.portfolioDrafts = true;
  var PAUSE_MS = 2000, LATELY_MS = 10000, LONGEST_MS = 3000, LOOK_MS = 50;
  var waiting = null, composing = false, typedAt = 0, letGo = null;
  function drafted(field) {
    return field && field.closest && field.closest(".st-key-typed, [class*=st-key-word_]");
  }
  function handIn(field) {
    if (composing || !field.isConnected) return;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
  }
  function leave() {
    if (drafted(document.activeElement)) document.activeElement.blur();
  }
  function follow(link, since, idle) {
    var running = document.querySelector('[data-test-script-state="running"]');
    idle = running ? 0 : idle + 1;
    if (idle < 3 && Date.now() - since < LONGEST_MS) return void setTimeout(follow, LOOK_MS, link, since, idle);
    typedAt = 0;
    letGo = link;
    link.click();
    letGo = null;
  }
  document.addEventListener("compositionstart", function () { composing = true; });
  document.addEventListener("compositionend", function () { composing = false; });
  document.addEventListener("input", function (event) {
    if (!drafted(event.target)) return;
    typedAt = Date.now();
    if (event.target.tagName !== "TEXTAREA") return;
    clearTimeout(waiting);
    waiting = setTimeout(handIn, PAUSE_MS, event.target);
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href], form button");
    if (!link || link === letGo || Date.now() - typedAt > LATELY_MS) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.target === "_blank") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(follow, LOOK_MS, link, Date.now(), 0);
  }, true);
  document.addEventListener("visibilitychange", function () { if (document.hidden) leave(); });
  addEventListener("beforeunload", leave);
})();
