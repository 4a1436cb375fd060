"""The lists behind the figures, on small made-up stories: reasons, warnings, passed days, years of money."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import MilestoneEntry, ObstacleEntry, View
from tests.reckoning.builders import a_project, a_view, page, source, stated, story
from tests.reckoning.ledger import Ledger
from tests.reckoning.replaying import replayed
from tests.reckoning.reported import milestone, money, plan, work

JAN, JUNE, JULY, AUG = date(2025, 1, 31), date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)
SEPT, DEC = date(2025, 9, 30), date(2025, 12, 31)
OCT_5 = date(2025, 10, 5)
LATER = date(2025, 11, 24)


def obstacle(period_on: date, number: str = "1", **told: Any) -> ObstacleEntry:
    return ObstacleEntry(project_id="01-01", period_on=period_on, obstacle=number, **told)


def due(period_on: date = JUNE, **told: Any) -> MilestoneEntry:
    return milestone(period_on, "completion", **({"due_on": JULY} | told))


def standing(ledger: Ledger, view: View, name: str = "completion") -> dict[str, Any]:
    """The row of the milestone in late_milestone, whatever its standing."""
    rows = replayed(ledger).ask(f"FROM late_milestone($snapshot, {queries.FILTERS})", view)
    return rows.filter(pl.col("milestone") == name).row(0, named=True)


def test_a_cleared_obstacle_is_no_reason() -> None:
    begun = story(a_project()).report(JUNE, due()).report(AUG, obstacle(AUG, reason="land", responsible="甲"))
    told = standing(begun.ledger(), a_view(OCT_5))
    assert (told["standing"], told["reason"], told["responsible"]) == ("late", "land", "甲")
    begun.report(SEPT, obstacle(SEPT, cleared_on=SEPT))
    told = standing(begun.ledger(), a_view(OCT_5))
    assert (told["standing"], told["reason"], told["responsible"]) == ("late", None, None)
    begun.report(date(2025, 10, 31), obstacle(date(2025, 10, 31), cleared=("cleared_on",)))
    assert standing(begun.ledger(), a_view(LATER))["reason"] == "land"


def test_reason_and_responsible_are_of_one_obstacle() -> None:
    ledger = (
        story(a_project())
        .report(JUNE, due(), obstacle(JUNE, "1", reason="land", responsible="甲"))
        .report(AUG, obstacle(AUG, "2", reason="weather"))
        .ledger()
    )
    told = standing(ledger, a_view(OCT_5))
    assert (told["reason"], told["responsible"]) == ("weather", None)


def test_an_obstacle_is_open_until_the_day_it_is_cleared_on() -> None:
    ledger = story(a_project()).report(JUNE, due(), obstacle(JUNE, reason="land", cleared_on=SEPT)).ledger()
    assert standing(ledger, a_view(date(2025, 9, 29)))["reason"] == "land"
    assert standing(ledger, a_view(SEPT))["reason"] is None


def test_a_reason_belongs_to_the_day_it_was_told_with() -> None:
    begun = story(a_project()).report(JUNE, due(forecast_on=SEPT, reason="land"))
    assert standing(begun.ledger(), a_view(OCT_5))["reason"] == "land"
    begun.report(JULY, milestone(JULY, "completion", cleared=("done_on",)))
    assert standing(begun.ledger(), a_view(OCT_5))["reason"] == "land"
    begun.report(AUG, milestone(AUG, "completion", forecast_on=DEC))
    assert standing(begun.ledger(), a_view(OCT_5))["reason"] is None


@pytest.mark.parametrize("as_of", [OCT_5, LATER])
def test_silence_ends_no_warning(as_of: date) -> None:
    entry = due(AUG, due_on=DEC, forecast_on=date(2026, 6, 30))
    store = replayed(story(a_project()).report(AUG, entry).ledger())
    view = a_view(as_of)
    state = queries.project_state(store, view)["state"].item()
    assert state == ("green" if as_of == OCT_5 else "not_reported")
    listed = queries.milestone_standing(store, view, ["warning"])
    counted = queries.county_delay(store, view)["warning_count"].sum()
    assert listed["project_id"].n_unique() == counted == 1
    assert queries.total_lateness(store, view)["warned_count"].item() == 1


def test_only_those_who_owe_a_report_are_warned() -> None:
    entries = (
        due(AUG, due_on=SEPT, done_on=AUG),
        milestone(AUG, "acceptance", due_on=DEC, forecast_on=date(2026, 6, 30)),
    )
    ledger = story(a_project()).report(AUG, *entries).ledger()
    assert standing(ledger, a_view(OCT_5), "acceptance")["standing"] is None
    assert queries.county_delay(replayed(ledger), a_view(OCT_5))["warning_count"].sum() == 0


def test_the_passed_and_unreported_are_those_that_are_counted() -> None:
    told = (stated("completion", JUNE), stated("final_account", JUNE))
    projects = (
        a_project(milestones=told),
        a_project("01-02", milestones=told[1:], evidence=(page(1, JUNE),)),
        a_project("01-03", milestones=told[1:]),
    )
    on_pace = (work(JUNE, 1, project="01-03"), plan(JUNE, 2025, 1, "01-03"))
    ledger = story(*projects).report(JUNE, *on_pace, milestone(JUNE, "start", "01-03", done_on=JAN))
    store, view = replayed(ledger.ledger()), a_view(LATER)
    assert queries.project_state(store, view)["state"].to_list() == [
        "not_reported",
        "public_only",
        "not_reported",
    ]
    listed = queries.milestone_standing(store, view, ["passed_unreported"])
    assert listed.select("project_id", "milestone").rows() == [("01-01", "completion")]
    assert queries.county_delay(store, view)["passed_unreported_count"].sum() == 1
    after = queries.milestone_standing(store, view, ["after_completion"])
    assert after.select("project_id", "milestone").rows() == [("01-03", "final_account")]


def test_a_group_and_its_members_add_up_to_the_groups_plan_in_every_year() -> None:
    ledger = (
        story(a_project("01-00", kind="group"), a_project(parent_id="01-00"))
        .report(JAN, plan(JAN, 2025, 1000, "01-00"), plan(JAN, 2025, 300))
        .ledger()
    )
    store = replayed(ledger)
    for as_of in (date(2025, 8, 24), date(2026, 11, 24)):
        curve = queries.year_curve(store, a_view(as_of), 2025)
        assert curve.filter(month_on=DEC)["plan_amount"].item() == 1000
        assert curve["plan_count"].unique().to_list() == [1]


def test_a_member_asked_for_alone_shows_its_own_plan() -> None:
    ledger = (
        story(a_project("01-00", kind="group"), a_project(parent_id="01-00"))
        .report(JAN, plan(JAN, 2025, 1000, "01-00"), plan(JAN, 2025, 300))
        .ledger()
    )
    view = a_view(date(2026, 11, 24), projects=("01-01",))
    curve = queries.year_curve(replayed(ledger), view, 2025)
    assert curve.filter(month_on=DEC)["plan_amount"].item() == 300


def steps(ledger: Ledger, view: View) -> dict[int, tuple[Any, ...]]:
    """Year to received, paid and on how many of how many rows they rest."""
    columns = ("received_amount", "paid_amount", "received_known_count", "paid_known_count", "project_count")
    return {row["year"]: tuple(row[name] for name in columns) for row in years(ledger, view)}


def years(ledger: Ledger, view: View) -> list[dict[str, Any]]:
    return queries.source_year(replayed(ledger), view).to_dicts()


def test_a_silent_year_is_not_a_year_of_nothing() -> None:
    end_2024, end_2026 = date(2024, 12, 31), date(2026, 6, 30)
    ledger = (
        story(a_project(), a_project("01-02"))
        .report(end_2024, money(end_2024, received=100, paid=40))
        .report(DEC, money(DEC, received=7, project="01-02"))
        .report(end_2026, money(end_2026, received=150, paid=90))
        .ledger()
    )
    assert steps(ledger, a_view(date(2026, 7, 5))) == {
        2024: (100, 40, 1, 1, 1),
        2025: (7, None, 1, 0, 1),
        2026: (50, 50, 1, 1, 1),
    }


def test_a_year_after_a_clearing_counts_from_what_was_last_known() -> None:
    end_2024, end_2026 = date(2024, 12, 31), date(2026, 6, 30)
    ledger = (
        story(a_project())
        .report(end_2024, money(end_2024, received=100))
        .report(DEC, money(DEC, cleared=("received_amount",)))
        .report(end_2026, money(end_2026, received=150))
        .ledger()
    )
    told = steps(ledger, a_view(date(2026, 7, 5)))
    assert [told[year][0] for year in (2024, 2025, 2026)] == [100, None, 50]
    assert [told[year][2:] for year in (2024, 2025, 2026)] == [(1, 0, 1), (0, 0, 1), (1, 0, 1)]


def test_a_source_that_the_library_names_was_there_in_december() -> None:
    """December's report did not say what it had paid, so what it paid this year is unknown, on the row and the curve."""
    end_2024, march = date(2024, 12, 31), date(2025, 3, 31)
    ledger = (
        story(a_project(funding=(source("county", 100),)))
        .report(end_2024, work(end_2024, 0))
        .report(march, plan(march, 2025, 60), money(march, paid=30))
        .ledger()
    )
    store, view = replayed(ledger), a_view(date(2025, 4, 5))
    assert queries.funding_rows(store, view)["paid_year_amount"].item() is None
    curve = queries.year_curve(store, view, 2025)
    assert curve["paid_amount"].null_count() == curve.height == 12
