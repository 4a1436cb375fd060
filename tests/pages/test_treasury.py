"""The treasury's figures beside the owner's: on a project's page, on 资金来源 and on 数据质量, with what differs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from portfolio.model import View
from portfolio.queries import treasury
from portfolio.store import Store
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run, told, unfold
from tests.web.seen import unfolded

VIEW = View(as_of=date(2026, 11, 20), known_at=sample.KNOWN_AT.replace(year=2027))


def test_the_demonstration_holds_every_case(demo_store: Store) -> None:
    """Agreeing, differing, one side only, totals; a difference is the treasury's less the owner's; batches are there."""
    rows = treasury.treasury_rows(demo_store, VIEW)
    kinds = {"agree", "differ", "treasury_only", "owner_only", "unchecked"}
    assert kinds <= set(rows["agreement"]) and "*" in set(rows["source"])
    both = rows.drop_nulls(["treasury_amount", "owner_amount"])
    apart = both.select(pl.col("treasury_amount") - pl.col("owner_amount") - pl.col("difference_amount"))
    assert (both.height, set(apart.to_series())) == (both.height, {0}) and both.height > 20
    assert treasury.treasury_counts(rows)["projects"] > 10
    assert treasury.batches(demo_store, VIEW).height > 50


def test_batches_of_a_past_day_are_those_issued_by_then(demo_store: Store) -> None:
    """The age steps where money turns old: a batch of 31 May is five months old on 30 November, six on 1 December."""
    issued = treasury.batches(demo_store, VIEW)["issued_on"].sort()
    middle = issued[issued.len() // 2]
    day = VIEW.model_copy(update={"as_of": middle})
    assert treasury.batches(demo_store, day)["issued_on"].max() == middle < issued.max()
    ages = {(row["issued_on"], row["age_months"]) for row in treasury.batches(demo_store, day).to_dicts()}
    for on, months in ages:
        back = pl.Series([middle]).dt.offset_by(f"-{months}mo")[0]
        older = pl.Series([middle]).dt.offset_by(f"-{months + 1}mo")[0]
        assert older < on <= back, (on, months)


def test_old_money_leads_to_its_batches(
    folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"workspace": "demo", "asof": VIEW.as_of.isoformat()}
    app = run(monkeypatch, folder, "funding", tab="unpaid", **where)
    unfold(app)
    found = set(re.findall(r'href="[^"]*[?;]project=([^&"]+)[^"]*#batches"', html(app)))
    batches = set(treasury.batches(demo_store, VIEW)["project_id"])
    assert found and found <= batches


def test_pages_show_both_sides(folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a project whose total the treasury tells: the sources are not checked, the rest is told with its day."""
    rows = treasury.treasury_rows(demo_store, VIEW)
    project = rows.filter(source="*")["project_id"][0]
    where = {"workspace": "demo", "asof": VIEW.as_of.isoformat()}
    page = run(monkeypatch, folder, "project", project=project, tab="money", **where)
    assert say("zh", "treasury.by_total", day="2026年10月31日") in told(page)
    assert say("zh", "treasury.unchecked") in told(page)
    assert say("zh", "treasury.title") in told(unfolded(page, "export_more")), "a table of the page"
    quality = run(monkeypatch, folder, "quality", tab="differences", **where)
    assert say("zh", "quality.treasury_title") in [header.value for header in quality.header]
    count = treasury.treasury_counts(rows)["projects"]
    funding = run(monkeypatch, folder, "funding", **where)
    assert f"{count} 个项目按财政数" in told(funding) and "#treasury" in html(funding)
