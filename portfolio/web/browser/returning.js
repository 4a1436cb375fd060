(function (words) {
  /* A page that has lost its server and whose session has ended says so, with the way back: it could not be drawn anew. */
  if (window.portfolioReturns) return;
  window.portfolioReturns = true;
  var EVERY_MS = 3000, bar = null;
  function show() {
    if (bar) return;
    var told = words[document.documentElement.lang.startsWith("zh") ? "zh" : "en"], link = document.createElement("a");
    link.textContent = told.way;
    link.href = "/auth/sign-in?" + new URLSearchParams({ next: location.pathname + location.search, lang: told.language });
    bar = document.createElement("div");
    bar.className = "come-back";
    bar.setAttribute("role", "alert");
    bar.setAttribute("data-react-aria-top-layer", "true"); // else Streamlit's dialog of a lost connection makes it inert
    bar.append(told.ended + " ", link);
    document.body.append(bar);
  }
  setInterval(function () {
    var app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.getAttribute("data-test-connection-state") === "CONNECTED") {
      if (bar) bar.remove();
      bar = null;
      return;
    }
    if (bar || document.querySelector('.st-key-problem a[href^="/auth/sign-in"]')) return;
    fetch("/auth/here", { cache: "no-store" }).then(function (answer) {
      if (answer.status === 401) show();
    }).catch(function () { /* the server is away: Streamlit says so, and asks again */ });
  }, EVERY_MS);
})(WORDS);
