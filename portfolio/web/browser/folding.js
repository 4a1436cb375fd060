(function () {
  if (window.portfolioFolds) return;
  window.portfolioFolds = true;
  /* On a phone the menu lies over the page: once a page is chosen, fold it away again. */
  document.addEventListener("click", function (event) {
    if (innerWidth > 768 || !event.target.closest('[data-testid="stSidebar"] a')) return;
    setTimeout(function () {
      var fold = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
      if (fold) fold.click();
    }, 150);
  });
})();
