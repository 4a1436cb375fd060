(function (sayings) {
  if (window.portfolioCovers) return;
  window.portfolioCovers = true;
  var OURS = ".stHtml, .stVegaLiteChart", TOLD = ["aria-label", "aria-valuetext", "placeholder", "title"];
  sayings.forEach(function (saying) { saying[0] = new RegExp("^(?:" + saying[0] + ")$"); });
  function covered(said) {
    var text = (said || "").trim();
    if (!/[A-Za-z]{2}/.test(text)) return said;
    var found = sayings.find(function (saying) { return saying[0].test(text); });
    return found ? text.replace(found[0], found[1]) : said;
  }
  function coverText(node) {
    var now = covered(node.nodeValue);
    if (now !== node.nodeValue) node.nodeValue = now;
  }
  function coverTold(element) {
    TOLD.forEach(function (name) {
      var said = element.getAttribute(name), now = covered(said);
      if (now !== said) element.setAttribute(name, now);
    });
  }
  function look(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      if (root.parentElement && !root.parentElement.closest(OURS)) coverText(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(OURS)) return;
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT), node = root;
    do {
      if (node.nodeType === Node.TEXT_NODE) coverText(node);
      else coverTold(node);
    } while ((node = walker.nextNode()));
  }
  new MutationObserver(function (changes) {
    if (!document.documentElement.lang.startsWith("zh")) return;
    changes.forEach(function (change) {
      if (change.type === "attributes" && !change.target.closest(OURS)) coverTold(change.target);
      if (change.type === "characterData") look(change.target);
      change.addedNodes.forEach(look);
    });
  }).observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: TOLD
  });
  if (document.documentElement.lang.startsWith("zh")) look(document.body);
})(SAYINGS);
