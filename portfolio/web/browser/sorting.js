(function () {
  if (window.portfolioSorts) return;
  window.portfolioSorts = true;
  function value(row, place) {
    var cell = row.cells[place];
    return cell ? cell.getAttribute("data-value") : null;
  }
  function compare(a, b, number, sign) {
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return sign * (number ? Number(a) - Number(b) : a.localeCompare(b, "zh-CN"));
  }
  function sort(button) {
    var heading = button.closest("th"), table = button.closest("table"), body = table.tBodies[table.tBodies.length - 1];
    var sign = heading.getAttribute("aria-sort") === "descending" ? 1 : -1;
    var number = heading.classList.contains("number"), place = heading.cellIndex;
    if (!number && !heading.hasAttribute("aria-sort")) sign = 1;
    Array.from(body.rows)
      .sort(function (a, b) { return compare(value(a, place), value(b, place), number, sign); })
      .forEach(function (row) { body.appendChild(row); });
    table.querySelectorAll("th[aria-sort]").forEach(function (th) { th.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button.sort");
    if (button) sort(button);
  });
})();
