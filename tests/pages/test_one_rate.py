"""One plan, one work done, one rate: on every page the same, and what stands side by side divides and subtracts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portfolio import queries
from portfolio.formats import money_text, points_text, share_text
from portfolio.model import View
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run
from tests.web.seen import text, words_of

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
SIDES = {
    "completion_share": ("work_done_year_amount", "annual_plan_amount"),
    "annual_payment_share": ("paid_year_amount", "payment_plan_amount"),
    "disbursed_share": ("disbursed_received_amount", "disbursed_allocated_amount"),
    "budget_share": ("budget_paid_amount", "budget_available_amount"),
    "received_share": ("receipt_received_amount", "receipt_planned_amount"),
    "paid_share": ("payment_paid_amount", "payment_received_amount"),
}
"""A rate to the two columns that stand beside it and divide to it."""
TABS = {
    "spending": ("progress", "payment", "categories", "projects", "against"),
    "funding": ("sources", "counties", "years", "unpaid", "gap"),
    "compare": ("ranking", "figures", "rows"),
}
"""The tabs of the pages that have them."""
PAGES = ("spending", "overview", "compare", "funding")


def shown(share: float | Decimal) -> Decimal:
    """The share as it is shown: per cent with one decimal, half away from zero."""
    return (Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def lines(table: Table) -> list[Mapping[str, Any]]:
    """Every row of the table as shown, its total among them."""
    return [*table.rows.iter_rows(named=True), *([table.totals] if table.totals else [])]


def tables_of(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, **address: str) -> list[Table]:
    """The tables that a page draws, in all its tabs."""
    taken: list[Table] = []
    for name in ("download", "export"):
        monkeypatch.setattr(tables, name, lambda _frame, table, _title: taken.append(table))
    for tab in TABS.get(page, ("",)):
        run(monkeypatch, folder, page, **address, **({"tab": tab} if tab else {}))
    return taken


@pytest.mark.parametrize("page", PAGES)
def test_every_rate_divides_to_the_two_sides_beside_it(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """In each row and total of each table that shows a rate and its sides; and a table with one shows both sides."""
    found = 0
    for table in tables_of(monkeypatch, sample_folder, page):
        for share, (part, whole) in SIDES.items():
            alone = "pacing_known_count" in table.shown or (
                share == "budget_share" and "rank_told" in table.shown
            )
            if share not in table.shown or alone:
                continue  # 全部指标 and 总览 show figures of many measures without their sides, each leading to its rows
            assert {part, whole} <= set(table.shown), (page, share)
            for row in lines(table):
                if row.get(share) is not None:
                    found += 1
                    assert shown(Decimal(row[part]) / Decimal(row[whole])) == shown(row[share]), row
    assert found > 3


@pytest.mark.parametrize("page", ["spending", "overview"])
def test_the_pacing_is_the_rate_as_shown_less_the_elapsed_share_as_shown(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    elapsed = shown(Decimal(10) / 12)
    assert elapsed == Decimal("83.3")
    paced = [
        row
        for table in tables_of(monkeypatch, sample_folder, page)
        if "pacing_share" in table.shown
        for row in lines(table)
        if row["pacing_share"] is not None
    ]
    assert len(paced) > 3
    for row in paced:
        assert shown(row["completion_share"]) - elapsed == shown(row["pacing_share"]), row


def test_all_pages_name_the_same_plan_work_rate_and_pacing(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """支出进度, 总览 and 县市区对比 tell one plan, one work done and one rate of the whole; and so do their charts."""
    whole = queries.pace(sample_store, VIEW).filter(level="all").row(0, named=True)
    names = ("annual_plan_amount", "work_done_year_amount")
    told = {name: money_text(whole[name], "zh") for name in names}
    told["rate"] = share_text(whole["completion_share"], "zh")
    for page in ("spending", "overview"):
        seen = html(run(monkeypatch, sample_folder, page))
        said = re.findall(r'<section class="figure">.*?</section>|<div class="say">.*?</div>', seen)
        assert any(all(one in words_of(card) for one in told.values()) for card in said), (page, said)
    seen = html(run(monkeypatch, sample_folder, "compare", measure="completion"))
    city = re.search("<tfoot>.*?</tfoot>", seen)
    assert city and told["rate"].removesuffix("%") in words_of(city[0]).split()
    compared = queries.comparison(sample_store, VIEW).filter(county_code="*", comparison="pacing")
    assert compared["value"].item() == whole["pacing_share"]
    year = queries.calendar(sample_store, VIEW)["reviewed_to_on"].item()
    curve = queries.year_curve(sample_store, VIEW, year.year).filter(month_on=year).row(0, named=True)
    assert curve["annual_plan_amount"] == whole["annual_plan_amount"]
    assert curve["work_done_amount"] == whole["work_done_year_amount"]
    assert curve["paid_amount"] == whole["paid_year_amount"]
    assert curve["reported_plan_amount"] == whole["reported_plan_amount"]


def test_plans_of_the_year_on_spending_are_the_rates_or_named_otherwise(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every total under 年度计划投资 is the rate's own plan; that of the payments stands under a name of its own."""
    taken = [table for table in tables_of(monkeypatch, sample_folder, "spending") if table.totals]
    plans = {
        table.totals["annual_plan_amount"]
        for table in taken
        if table.totals and "annual_plan_amount" in table.totals and "completion_share" in table.shown
    }
    work = {
        table.totals["work_done_year_amount"]
        for table in taken
        if table.totals and "work_done_year_amount" in table.totals and "completion_share" in table.shown
    }
    assert len(plans) == len(work) == 1
    assert say("zh", "column.payment_plan_amount") != say("zh", "column.annual_plan_amount")


def test_what_is_behind_adds_up_over_projects_and_counties(sample_store: Store) -> None:
    pace = queries.pace(sample_store, VIEW)
    whole = pace.filter(level="all").row(0, named=True)
    rows = queries.pace_rows(sample_store, VIEW)
    for level in ("county", "category"):
        assert pace.filter(pl.col("level") == level)["behind_amount"].sum() == whole["behind_amount"]
    assert rows["behind_amount"].sum() == whole["behind_amount"]
    on_pace = rows.filter(pl.col("kind") == "project", pl.col("behind_amount") <= 0)
    assert on_pace.height == whole["on_pace_count"]
    apart = rows.filter(pl.col("rate_basis") == "outside")["work_done_year_amount"]
    assert (apart.sum() if apart.len() else None) == whole["outside_work_amount"]


def test_a_projects_page_divides_and_subtracts_to_its_own_rate(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rate is of its own plan and work, and the pacing is what the two shares beside it come to."""
    rows = queries.project_state(sample_store, VIEW).drop_nulls("pacing_share")
    for row in rows.iter_rows(named=True):
        own = Decimal(row["work_done_year_amount"]) / Decimal(row["annual_plan_amount"])
        assert shown(own) == shown(row["completion_share"])
    apart = [
        row
        for row in rows.iter_rows(named=True)
        if shown(row["pacing_share"]) != shown(row["completion_share"]) - shown(row["elapsed_share"])
    ]
    row = apart[0]  # one of which the exact difference would not read as what stands beside it
    seen = text(run(monkeypatch, sample_folder, "project", project=row["project_id"], tab="progress"))
    points = (shown(row["completion_share"]) - shown(row["elapsed_share"])) / 100
    assert points_text(points, "zh") in seen
    assert points_text(row["pacing_share"], "zh") not in seen
