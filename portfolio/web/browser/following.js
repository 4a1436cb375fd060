(function () {
  if (window.portfolioFollows) return;
  window.portfolioFollows = true;
  /* A link to another view of the same page is a run of that page and no new load of all scripts; so is a way (of the menus)
     to any page. */
  var APP = '[data-testid="stApp"]', SAME = ["lang", "workspace", "role"];
  function view(link) {
    var to = new URL(link.href, location.href), now = new URLSearchParams(location.search);
    if (link.classList.contains("way")) return to.origin === location.origin ? to : null;
    var same = to.origin === location.origin && to.pathname === location.pathname && to.search !== location.search;
    return same && SAME.every(function (name) { return to.searchParams.get(name) === now.get(name); }) ? to : null;
  }
  /* Whoever does not see that the page is at work is told, until the run has ended. */
  function busy(app) {
    var begun = false, STATE = "data-test-script-state", IDLE = "notRunning";
    function running() {
      var now = document.querySelector(APP);
      return !now || now.getAttribute(STATE) !== IDLE;
    }
    function over() {
      watch.disconnect();
      clearInterval(look);
      document.body.removeAttribute("aria-busy");
    }
    document.body.setAttribute("aria-busy", "true");
    var watch = new MutationObserver(function (changes) {
      begun = begun || running() || changes.some(function (change) { return change.oldValue !== IDLE; });
      if (begun && !running()) over();
    });
    watch.observe(app, { attributes: true, attributeOldValue: true, attributeFilter: [STATE] });
    /* a run may be over before it is seen, or the app be drawn anew: then nothing more changes here */
    var look = setInterval(function () { if (!running()) over(); }, 1500);
  }
  /* A menu that closes is a run of the page that it stands on: a link clicked meanwhile waits for its end, or it would be lost. */
  var MENU = '[data-testid="stPopoverBody"]';
  function plainly(event) {
    return !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || !event.isTrusted || !plainly(event) || !document.querySelector(MENU) || link.closest(MENU)) return;
    event.preventDefault();
    event.stopPropagation();
    document.body.click();
    var looked = 0, quiet = 0, look = setInterval(function () {
      var app = document.querySelector(APP);
      looked += 1;
      var still = document.querySelector(MENU) || !app || app.getAttribute("data-test-script-state") !== "notRunning";
      quiet = still ? 0 : quiet + 1;
      if (quiet < 8 && looked < 150) return; /* the run begins a little after the menu is gone */
      clearInterval(look);
      if (link.isConnected) link.click();
      else location.assign(link.href);
    }, 20);
  }, true);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".stHtml a[href]");
    if (!link || event.defaultPrevented || !plainly(event)) return;
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
