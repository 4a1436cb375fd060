(function (sayings) {
  if (window.portfolioCovers) return;
  window.portfolioCovers = true;
  function cover(node) {
    var text = node.nodeValue.trim();
    var found = text && sayings.find(function (saying) { return text.startsWith(saying[0]); });
    if (found && node.nodeValue !== found[1]) node.nodeValue = found[1];
  }
  function look(root) {
    if (root.nodeType === Node.TEXT_NODE) return cover(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(".stHtml")) return;
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) cover(walker.currentNode);
  }
  new MutationObserver(function (changes) {
    if (!document.documentElement.lang.startsWith("zh")) return;
    changes.forEach(function (change) {
      if (change.type === "characterData") look(change.target);
      change.addedNodes.forEach(look);
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  if (document.documentElement.lang.startsWith("zh")) look(document.body);
})(SAYINGS);
