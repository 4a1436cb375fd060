(function (sayings) {
  if (window.portfolioCovers) return;
  window.portfolioCovers = true;
  var OURS = ".stHtml, .stVegaLiteChart", TOLD = ["aria-label", "aria-valuetext", "placeholder", "title"];
  sayings.forEach(function (saying) { saying[0] = new RegExp("^(?:" + saying[0] + ")$"); });
  /* The calendar's months and days in a browser that is not Chinese: November 2026, Sunday, November 1, 2026. */
  var MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)";
  var DATED = new RegExp("(?:[A-Z][a-z]+day, )?" + MONTH + "(?: (\\d{1,2}),)?(?: (\\d{4}))?", "g");
  var ONLY_DATED = new RegExp("^" + DATED.source + "$");
  var STATES = [[/^Today, /, "今天，"], [/ selected/, "，已选"], [/, (?:First|Last) available date/, "，可选的首日或末日"]];
  function dated(text) {
    var told = text.replace(DATED, function (_, month, day, year) {
      var number = new Date(month + " 1, 2000").getMonth() + 1;
      return (year ? year + "年" : "") + number + "月" + (day ? day + "日" : "");
    });
    return STATES.reduce(function (so, state) { return so.replace(state[0], state[1]); }, told);
  }
  function covered(said, where) {
    var text = (said || "").trim();
    if (!/[A-Za-z]{2}/.test(text)) return said;
    var found = sayings.find(function (saying) { return saying[0].test(text); });
    var told = found ? text.replace(found[0], found[1]) : text;
    if (where.closest('[data-testid="stDateInputCalendar"]') || ONLY_DATED.test(told)) told = dated(told);
    return told === text ? said : told;
  }
  function coverText(node) {
    var head = node.parentElement.closest('[data-testid="stDateInputCalendar"] th');
    if (head && /^[SMTWF]$/.test(node.nodeValue)) return void (node.nodeValue = "日一二三四五六"[head.cellIndex]);
    var now = covered(node.nodeValue, node.parentElement);
    if (now !== node.nodeValue) node.nodeValue = now;
  }
  function coverTold(element) {
    TOLD.forEach(function (name) {
      var said = element.getAttribute(name), now = covered(said, element);
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
