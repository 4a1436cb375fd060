(function () {
  if (window.portfolioFollows) return;
  window.portfolioFollows = true;
  /* A link to another view of the same page is a run of that page and no new load of all scripts. */
  var APP = '[data-testid="stApp"]', SAME = ["lang", "workspace", "role"];
  function view(link) {
    var to = new URL(link.href, location.href), now = new URLSearchParams(location.search);
    var same = to.origin === location.origin && to.pathname === location.pathname && to.search !== location.search;
    return same && SAME.every(function (name) { return to.searchParams.get(name) === now.get(name); }) ? to : null;
  }
  /* Whoever does not see that the page is at work is told, until the run has ended. */
  function busy(app) {
    var begun = false;
    document.body.setAttribute("aria-busy", "true");
    var watch = new MutationObserver(function () {
      if (app.getAttribute("data-test-script-state") !== "notRunning") begun = true;
      else if (begun) {
        watch.disconnect();
        document.body.removeAttribute("aria-busy");
      }
    });
    watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".stHtml a[href]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if ((link.target && link.target !== "_self") || link.hasAttribute("download")) return;
    var to = view(link), app = document.querySelector(APP + '[data-test-connection-state="CONNECTED"]');
    if (!to || !app) return;
    event.preventDefault();
    busy(app);
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (to.hash) dispatchEvent(new HashChangeEvent("hashchange"));
  });
})();
