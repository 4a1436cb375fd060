(function () {
  if (window.portfolioContents) return;
  window.portfolioContents = true;
  /* 本页内容: one link a section that bears an anchor, in the order of the page, renewed as the page grows. */
  function sections() {
    return Array.from(document.querySelectorAll('[data-testid="stMain"] h2[id], [data-testid="stMain"] h3[id]'))
      .filter(function (heading) { return heading.textContent.trim() && !heading.closest("details:not([open])"); });
  }
  function item(heading) {
    var link = document.createElement("a");
    link.href = "#" + encodeURIComponent(heading.id);
    link.textContent = heading.textContent.trim();
    return link;
  }
  function fill() {
    waiting = false;
    var list = document.querySelector("nav.contents .links");
    if (!list) return;
    var found = sections();
    var told = found.map(function (heading) { return heading.id + "\t" + heading.textContent.trim(); }).join("\n");
    if (list.dataset.told === told) return;
    list.dataset.told = told;
    list.replaceChildren.apply(list, found.length > 1 ? found.map(item) : []);
    list.parentElement.classList.toggle("short", found.length < 2);
  }
  var waiting = false;
  new MutationObserver(function () {
    if (waiting) return;
    waiting = true;
    setTimeout(fill, 120);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  fill();
})();
