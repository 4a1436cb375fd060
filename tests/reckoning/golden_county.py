"""Worked examples of groups, counties, filters and scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import a_project, a_view, source, stated, story
from .example import Example, Told, project_is
from .ledger import Ledger
from .reported import money, plan, stage, work

DEC, MAY, JUNE = date(2024, 12, 31), date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)
FIRST, SECOND, THIRD = "01-01-01", "01-01-02", "02-01"


def _family(group: dict[str, Any], first: dict[str, Any], second: dict[str, Any]) -> Ledger:
    """A city-level group 01-00 with a child in each of two counties, and a lone project 02-01 of 7."""
    return story(
        a_project("01-00", kind="group", county_code="421200", **group),
        a_project(FIRST, parent_id="01-00", county_code="421221", **first),
        a_project(SECOND, parent_id="01-00", county_code="421222", **second),
        a_project(THIRD, county_code="421221", investment=7),
    ).ledger()


def _money(*rows: tuple[str, str, int | None, int, int]) -> dict[str, dict[Any, Any]]:
    return {
        "money_by_county": {
            (county, measure): {"amount": amount, "known_count": known, "project_count": count}
            for county, measure, amount, known, count in rows
        }
    }


def group_with_its_own_money() -> Example:
    """The group states 100, its child 30: 70 at city level, where no leaf lies.

    421221: the child's 30 and the lone 7, of 2 leaves both know theirs. 421222: 0 of 1. The whole is 107.
    """
    told = _family({"investment": 100}, {"investment": 30}, {})
    expected = _money(
        ("421200", "investment", 70, 0, 0),
        ("421221", "investment", 37, 2, 2),
        ("421222", "investment", None, 0, 1),
    )
    expected |= {"state_counts": {"not_reported": 3}}
    return told, a_view(JULY_5), expected | project_is({"state": "group", "rule": "group"}, "01-00")


def group_without_money() -> Example:
    """The group states nothing, its child 30: 30 + 7 in 421221, nothing known in 421222."""
    expected = _money(
        ("421200", "investment", None, 0, 0),
        ("421221", "investment", 37, 2, 2),
        ("421222", "investment", None, 0, 1),
    )
    return _family({}, {"investment": 30}, {}), a_view(JULY_5), expected


def money_of_a_group_by_measure() -> Example:
    """The group knows its investment (100), no funding; the children's funding is theirs."""
    told = _family({"investment": 100}, {"funding": (source("city", 4),)}, {"funding": (source("city", 6),)})
    expected = _money(
        ("421200", "planned_funding", None, 0, 0),
        ("421221", "planned_funding", 4, 1, 2),
        ("421222", "planned_funding", 6, 1, 1),
        ("421200", "investment", 100, 0, 0),
    )
    return told, a_view(JULY_5), expected


def child_of_an_unselected_group() -> Example:
    """Only 421221 is asked for: the child's 30 and the lone 7, whatever the group elsewhere states: known 2 of 2."""
    told = _family({"investment": 100}, {"investment": 30}, {})
    view = a_view(JULY_5, counties=("421221",))
    return told, view, _money(("421221", "investment", 37, 2, 2))


def groups_two_levels_deep() -> Example:
    """Upper group unknown, lower group 50, leaf 20: 30 and 20; of two leaves one knows its own."""
    ledger = story(
        a_project("01-00", kind="group"),
        a_project("01-01", kind="group", parent_id="01-00", investment=50),
        a_project("01-02", parent_id="01-01", investment=20),
        a_project("01-03", parent_id="01-00"),
    ).ledger()
    return ledger, a_view(JULY_5), _money(("421221", "investment", 50, 1, 2))


def project_without_county() -> Example:
    """No county is named: it is counted under 000000."""
    ledger = story(a_project(county_code=None, investment=3)).ledger()
    expected = _money(("000000", "investment", 3, 1, 1))
    return ledger, a_view(JULY_5), expected | project_is({"county_code": "000000"})


def service_money_without_count() -> Example:
    """A service of 5 beside a project of 3: 8 together, 1 of 1 projects known."""
    ledger = story(
        a_project("01-01", investment=3), a_project("01-02", kind="service", investment=5)
    ).ledger()
    counts: Told = {"state_counts": {"not_reported": 1, "service": 1}}
    return ledger, a_view(JULY_5), _money(("421221", "investment", 8, 1, 1)) | counts


def completion_of_a_county() -> Example:
    """Two with work and plan of 2025, one without a plan, one with a plan of 2024 only.

    (30 + 10) ÷ (60 + 20) = 0.5, resting on 2 of 4; the 99 without a plan stand apart. On 11 July June has closed.
    """
    names = ("01-01", "01-02", "01-03", "01-04")
    told = story(*(a_project(name) for name in names))
    told.report(DEC, *(work(DEC, 0, project=name) for name in names), plan(DEC, 2024, 9, "01-04"))
    told.report(
        JUNE,
        work(JUNE, 30, project="01-01"),
        plan(JUNE, 2025, 60, "01-01"),
        work(JUNE, 10, project="01-02"),
        plan(JUNE, 2025, 20, "01-02"),
        work(JUNE, 99, project="01-03"),
    )
    row: Told = {"work_done_year_amount": 40, "annual_plan_amount": 80, "completion_share": 0.5}
    row |= {"known_count": 2, "project_count": 4, "outside_work_amount": 99}
    return told.ledger(), a_view(date(2025, 7, 11)), {"completion_by_county": {"421221": row}}


def funding_rates_of_a_county() -> Example:
    """到位率: pairs with both known, 20 of 40 and 10 of 20: 30/60 = 0.5; the city's lone plan is left out.

    支付率: paid 5 of the first's received 20: 0.25; the second's paid is unknown, its received left out.
    """
    first = a_project("01-01", funding=(source("county", 40), source("city", 99)))
    told = story(first, a_project("01-02", funding=(source("county", 20),)), a_project("01-03"))
    told.report(
        JUNE,
        money(JUNE, received=20, paid=5, project="01-01"),
        money(JUNE, received=10, project="01-02"),
    )
    row: Told = {"received_part_amount": 30, "received_whole_amount": 60, "received_share": 0.5}
    row |= {"paid_part_amount": 5, "paid_whole_amount": 20, "paid_share": 0.25}
    row |= {"received_known_count": 2, "paid_known_count": 1, "project_count": 3}
    return told.ledger(), a_view(JULY_5), {"funding_rates_by_county": {"421221": row}}


def late_ones_of_a_county() -> Example:
    """Late by 5, 35 and 66 days, one on time, one passed and unreported, one stopped before its day: 3 late of 6.

    Due 30 June, 31 May (30 + 5), 30 April (31 + 30 + 5). Worst 66, median 35.
    """
    days = {"01": JUNE, "02": MAY, "03": date(2025, 4, 30), "04": JULY_5, "05": MAY, "06": MAY}
    told = story(
        *(a_project(f"01-{name}", milestones=(stated("completion", day),)) for name, day in days.items())
    )
    stages = [stage(JUNE, "continuing", f"01-0{number}") for number in (1, 2, 3, 4)]
    told.change("suspended", date(2025, 5, 20), "01-06").report(JUNE, *stages)
    row: Told = {"project_count": 6, "late_count": 3, "worst_days": 66, "median_days": 35.0}
    row |= {"passed_unreported_count": 1}
    counts: Told = {"yellow": 3, "green": 1, "not_reported": 1, "suspended": 1}
    return told.ledger(), a_view(JULY_5), {"late_by_county": {"421221": row}, "state_counts": counts}


def median_of_two() -> Example:
    """Late by 5 and 36 days: the median is 20.5."""
    told = story(
        a_project("01-01", milestones=(stated("tender", JUNE),)),
        a_project("01-02", milestones=(stated("start", date(2025, 5, 30)),)),
    )
    told.report(JUNE, *(stage(JUNE, "continuing", name) for name in ("01-01", "01-02")))
    row: Told = {"late_count": 2, "worst_days": 36, "median_days": 20.5, "passed_unreported_count": 0}
    return told.ledger(), a_view(JULY_5), {"late_by_county": {"421221": row}}


def _three() -> Ledger:
    told = story(
        a_project("01-01", county_code="421221", funding=(source("city"),)),
        a_project("01-02", county_code="421222"),
        a_project("01-03", county_code=None),
    )
    paid = money(JUNE, "county", paid=1, project="01-02")
    return told.report(JUNE, paid, stage(JUNE, "reserve", "01-03")).ledger()


def scope_of_a_county_and_a_project() -> Example:
    """The reader may see 421221 and the project 01-03: two of three."""
    view = a_view(JULY_5, scope=("421221", "01-03"))
    return _three(), view, {"state_counts": {"not_reported": 1, "no_nodes": 1}}


def scope_is_intersected_with_filters() -> Example:
    """Asked for 421222, allowed 421221: nothing."""
    return _three(), a_view(JULY_5, counties=("421222",), scope=("421221",)), {"state_counts": {}}


def empty_filter_asks_for_nothing() -> Example:
    """An empty list is no wish for all: nothing."""
    return _three(), a_view(JULY_5, areas=()), {"state_counts": {}}


def filter_by_source_and_stage() -> Example:
    """The source city is only stated for 01-01; the stage reserve only reported of 01-03: no row has both."""
    return _three(), a_view(JULY_5, sources=("city",), stages=("reserve",)), {"state_counts": {}}


def filter_by_reported_source() -> Example:
    """The source county is reported of 01-02 alone."""
    view = a_view(JULY_5, sources=("county",))
    return _three(), view, project_is({"paid_amount": 1}, "01-02") | {"state_counts": {"no_nodes": 1}}


EXAMPLES = (
    group_with_its_own_money,
    group_without_money,
    money_of_a_group_by_measure,
    child_of_an_unselected_group,
    groups_two_levels_deep,
    project_without_county,
    service_money_without_count,
    completion_of_a_county,
    funding_rates_of_a_county,
    late_ones_of_a_county,
    median_of_two,
    scope_of_a_county_and_a_project,
    scope_is_intersected_with_filters,
    empty_filter_asks_for_nothing,
    filter_by_source_and_stage,
    filter_by_reported_source,
)
