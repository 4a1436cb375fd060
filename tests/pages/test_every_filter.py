"""Every page for every county, state and category of the demonstration: somewhere among them is every gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.codes import labels
from portfolio.web.frame import VISITED
from tests.pages.asked import run, told

COUNTIES = ("990000", "990001", "990002", "990003", "990004", "990005", "990006")
WIDE = [("county", code) for code in COUNTIES] + [("state", code) for code in labels("state", "zh")]
NARROW = [("category", code) for code in labels("category", "zh")]
PAGES = [page for page in VISITED if page not in ("project", "county")]


@pytest.mark.parametrize("page", PAGES)
def test_no_filter_breaks_a_page(demo_folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WIDE if page == "compare" else WIDE + NARROW:
        app = run(monkeypatch, demo_folder, page, workspace="demo", **{name: value})
        assert len(app.title) == 1, (page, name, value)


@pytest.mark.parametrize("county", ["990000", "990003"])
def test_no_category_of_a_county_that_reports_badly_breaks_spending(
    demo_folder: Path, county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for category in labels("category", "zh"):
        run(monkeypatch, demo_folder, "spending", workspace="demo", county=county, category=category)


@pytest.mark.parametrize("county", COUNTIES)
def test_every_county_has_its_page(demo_folder: Path, county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, demo_folder, "county", workspace="demo", place=county)
    assert len(app.title) == 1 and "None" not in told(app).split()
