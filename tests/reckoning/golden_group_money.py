"""Worked examples of a group's money by source, of what follows from its row amounts, and of its plan and months."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Story, a_project, a_view, source, story
from .example import Example, Expected
from .golden_groups import (
    AUG,
    CITY,
    DEC,
    FIRST,
    GROUP,
    JULY,
    JUNE,
    NOV_5,
    OCT,
    SECOND,
    A,
    family,
    sums,
)
from .reported import money, plan, stage, work


def _received(group: Any, *members: Any) -> Story:
    return family().report(JUNE, group, *members)


def members_with_a_source_the_group_without() -> Example:
    """Members 600 as special bonds, the group 650 without a source: whole 650, the 50 of no source that is told."""
    told = _received(
        money(JUNE, "not_stated", received=650, project=GROUP),
        money(JUNE, "special_bond", received=400, project=FIRST),
        money(JUNE, "special_bond", received=200, project=SECOND),
    )
    expected = sums("received", c421200=(50, 0), c421221=(400, 1), c421222=(200, 1))
    expected |= {
        "source_year": {
            ("not_stated", 2025): {"received_amount": 50, "project_count": 0},
            ("special_bond", 2025): {"received_amount": 600, "project_count": 2},
        }
    }
    return told.ledger(), a_view(NOV_5), expected


def sources_of_the_group() -> Example:
    """The group: bonds 450, city 200. Members: bonds 420, city 150. Whole 80: bonds 30, city 50."""
    told = _received(
        money(JUNE, "special_bond", received=450, project=GROUP),
        money(JUNE, "city", received=200, project=GROUP),
        money(JUNE, "special_bond", received=420, project=FIRST),
        money(JUNE, "city", received=150, project=SECOND),
    )
    rows = {
        ("special_bond", 2025): {"received_amount": 450, "project_count": 1},
        ("city", 2025): {"received_amount": 200, "project_count": 1},
    }
    return told.ledger(), a_view(NOV_5), sums("received", c421200=(80, 0)) | {"source_year": rows}


def sources_that_make_up_less_than_the_whole() -> Example:
    """June: the group's bonds 450 over 420; in August it adds 200 of the city, of which members have 100.

    By then the members' bonds are 430: the whole is 650 - 530 = 120; bonds 30 (as of June), city 100: more than 120,
    so that all of the 120 is of no source that is told.
    """
    told = _received(
        money(JUNE, "special_bond", received=450, project=GROUP),
        money(JUNE, "special_bond", received=420, project=FIRST),
    )
    told.report(
        AUG,
        money(AUG, "city", received=200, project=GROUP),
        money(AUG, "special_bond", received=430, project=FIRST),
        money(AUG, "city", received=100, project=SECOND),
    )
    rows = {
        ("not_stated", 2025): {"received_amount": 120, "project_count": 0},
        ("special_bond", 2025): {"received_amount": 430, "project_count": 1},
        ("city", 2025): {"received_amount": 100, "project_count": 1},
    }
    return told.ledger(), a_view(NOV_5), sums("received", c421200=(120, 0)) | {"source_year": rows}


def the_rest_is_of_no_source() -> Example:
    """June: bonds 450 of the group over 420; in August the member's bonds are corrected to 400, the group adds city 10.

    The whole is 460 - 400 = 60: bonds 30 (as of June), city 10, and 20 of no source that is told.
    """
    told = _received(
        money(JUNE, "special_bond", received=450, project=GROUP),
        money(JUNE, "special_bond", received=420, project=FIRST),
    )
    told.report(
        AUG,
        money(AUG, "city", received=10, project=GROUP),
        money(AUG, "special_bond", received=400, project=FIRST),
    )
    rows = {
        ("not_stated", 2025): {"received_amount": 20},
        ("special_bond", 2025): {"received_amount": 430},
        ("city", 2025): {"received_amount": 10},
    }
    return told.ledger(), a_view(NOV_5), sums("received", c421200=(60, 0)) | {"source_year": rows}


def the_rest_by_its_source_alone() -> Example:
    """Asked for 未分来源 alone, the group is among the rows, though it names bonds only; its 20 are all there is."""
    ledger, _, _ = the_rest_is_of_no_source()
    expected: Expected = {"source_year": {("not_stated", 2025): {"received_amount": 20}}}
    return ledger, a_view(NOV_5, sources=("not_stated",)), expected


def received_less_paid() -> Example:
    """The group received 610 and paid 500, its members 600 and 400: 到位未支付 of the whole 110, not 200.

    The group's row: 10 received, 100 paid. 支付率 of the city level: 100 of 10.
    """
    told = _received(
        money(JUNE, received=610, paid=500, project=GROUP),
        money(JUNE, received=300, paid=200, project=FIRST),
        money(JUNE, received=300, paid=200, project=SECOND),
    )
    expected = {
        "money_by_county": sums("received", c421200=(10, 0), c421221=(300, 1), c421222=(300, 1))[
            "money_by_county"
        ]
        | sums("paid", c421200=(100, 0), c421221=(200, 1), c421222=(200, 1))["money_by_county"]
        | sums("unpaid", c421200=(-90, 0), c421221=(100, 1), c421222=(100, 1))["money_by_county"],
        "funding_rates_by_county": {
            CITY: {"paid_part_amount": 100, "paid_whole_amount": 10, "paid_known_count": 0},
            A: {"paid_part_amount": 200, "paid_whole_amount": 300, "paid_known_count": 1},
        },
    }
    return told.ledger(), a_view(NOV_5), expected


def this_year_of_a_group() -> Example:
    """December: the group 250 over 200. October: 700 over 600. This year: 50 of the group's own, 400 of its members.

    A plan of 600, of which members have 500: 50 of 100 at the city, 400 of 500 in the counties.
    """
    told = family().report(
        DEC,
        work(DEC, 250, project=GROUP),
        work(DEC, 100, project=FIRST),
        work(DEC, 100, project=SECOND),
    )
    told.report(
        OCT,
        *(work(OCT, 700, project=GROUP), plan(OCT, 2025, 600, GROUP)),
        *(work(OCT, 300, project=FIRST), plan(OCT, 2025, 250, FIRST)),
        *(work(OCT, 300, project=SECOND), plan(OCT, 2025, 250, SECOND)),
    )
    expected = sums("work_done_year", c421200=(50, 0), c421221=(200, 1), c421222=(200, 1))
    city = {"work_done_year_amount": 50, "annual_plan_amount": 100, "completion_share": 0.5, "known_count": 0}
    county = {
        "work_done_year_amount": 200,
        "annual_plan_amount": 250,
        "completion_share": 0.8,
        "known_count": 1,
    }
    return (
        told.ledger(),
        a_view(date(2025, 11, 15)),
        expected | {"completion_by_county": {CITY: city, A: county}},
    )


def less_beyond_its_members_than_last_year() -> Example:
    """December: the group 250 over 200. October: 610 over 600: of the 50 beyond its members 10 are left: -40 this year."""
    told = family().report(
        DEC, work(DEC, 250, project=GROUP), work(DEC, 100, project=FIRST), work(DEC, 100, project=SECOND)
    )
    told.report(
        OCT,
        plan(OCT, 2025, 1000, GROUP),
        work(OCT, 610, project=GROUP),
        work(OCT, 300, project=FIRST),
        work(OCT, 300, project=SECOND),
    )
    return (
        told.ledger(),
        a_view(date(2025, 11, 15)),
        sums("work_done_year", c421200=(-40, 0), c421221=(200, 1)),
    )


def a_plan_that_is_not_broken_down() -> Example:
    """The group plans 1000, its members have no plan and did 350 and 250: 600 of 1000 at the city, in no county's rate."""
    told = family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
    told.report(
        OCT, plan(OCT, 2025, 1000, GROUP), work(OCT, 350, project=FIRST), work(OCT, 250, project=SECOND)
    )
    city = {
        "work_done_year_amount": 600,
        "annual_plan_amount": 1000,
        "completion_share": 0.6,
        "known_count": 0,
    }
    county = {"work_done_year_amount": None, "annual_plan_amount": None, "known_count": 0}
    expected: Expected = {"completion_by_county": {CITY: city, A: county}}
    expected |= sums("work_done_year", c421200=(None, 0), c421221=(350, 1), c421222=(250, 1))
    expected |= {"year_curve": {OCT: {"work_done_amount": 600, "annual_plan_amount": 1000, "plan_count": 0}}}
    return told.ledger(), a_view(date(2025, 11, 15)), expected


def months_of_a_group() -> Example:
    """Plan 120 of the group, 60 of it a member's. June: the group 90, one member 30, the other unknown until August.

    The group's part: 60 in June and July, 20 once the other tells 40; the whole is 90 in each of these months, and with
    the first member's 35 of October 95.
    """
    told = family().report(
        DEC,
        work(DEC, 0, project=GROUP),
        work(DEC, 0, project=FIRST),
        stage(DEC, "continuing", SECOND),
    )
    told.report(
        JUNE,
        *(work(JUNE, 90, project=GROUP), plan(JUNE, 2025, 120, GROUP)),
        *(work(JUNE, 30, project=FIRST), plan(JUNE, 2025, 60, FIRST)),
    )
    told.report(
        AUG, work(AUG, 40, project=SECOND), stage(AUG, "continuing", GROUP), stage(AUG, "continuing", FIRST)
    )
    told.report(OCT, stage(OCT, "continuing", GROUP), work(OCT, 35, project=FIRST))
    months = {
        JUNE: {"plan_amount": 60, "work_done_amount": 90, "plan_count": 1, "work_done_count": 1},
        JULY: {"work_done_amount": 90},
        AUG: {"work_done_amount": 50, "plan_amount": 80},
        OCT: {"work_done_amount": 55, "annual_plan_amount": 120},
    }
    return told.ledger(), a_view(date(2025, 11, 15)), {"year_curve": months}


def planned_money_of_the_library() -> Example:
    """The plan gives the group 100 of the county and its member 60: 40 at the city."""
    told = story(
        a_project(GROUP, kind="group", county_code=CITY, funding=(source("county", 100),)),
        a_project(FIRST, parent_id=GROUP, county_code=A, funding=(source("county", 60),)),
    )
    return told.ledger(), a_view(NOV_5), sums("planned_funding", c421200=(40, 0), c421221=(60, 1))


EXAMPLES = (
    members_with_a_source_the_group_without,
    sources_of_the_group,
    sources_that_make_up_less_than_the_whole,
    the_rest_is_of_no_source,
    the_rest_by_its_source_alone,
    received_less_paid,
    this_year_of_a_group,
    less_beyond_its_members_than_last_year,
    a_plan_that_is_not_broken_down,
    months_of_a_group,
    planned_money_of_the_library,
)
"""The worked examples of this file."""
