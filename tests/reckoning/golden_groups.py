"""Worked examples of groups: what a group states beyond the rows below it, over time, by source, and what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Amount, Story, a_project, a_view, source, story
from .example import Example, Expected
from .reported import invested, money, plan, stage, work

DEC, APR, MAY, JUNE = date(2024, 12, 31), date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
JULY, AUG, SEPT, OCT = date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31)
NOV_5 = date(2025, 11, 5)
CITY, A, B = "421200", "421221", "421222"
GROUP, FIRST, SECOND = "01-00", "01-01", "01-02"


def _family(*more: Any) -> Story:
    """A group of the city with a member in each of two counties."""
    return story(
        a_project(GROUP, kind="group", county_code=CITY),
        a_project(FIRST, parent_id=GROUP, county_code=A),
        a_project(SECOND, parent_id=GROUP, county_code=B),
        *more,
    )


def _sums(measure: str, **counties: tuple[Amount, int]) -> Expected:
    """The measure's amount and on how many projects it rests, by county (c and its code)."""
    return {
        "money_by_county": {
            (county.removeprefix("c"), measure): {"amount": amount, "known_count": known}
            for county, (amount, known) in counties.items()
        }
    }


def six_counties_and_the_city() -> Example:
    """Members 100 in each of six places, the group 650: 50 stand at the city, 600 in the places, whole 650."""
    counties = (A, B, "421223", A, B, "421223")
    names = [f"01-{number:02}" for number in range(1, 7)]
    told = story(
        a_project(GROUP, kind="group", county_code=CITY),
        *(
            a_project(name, parent_id=GROUP, county_code=county)
            for name, county in zip(names, counties, strict=True)
        ),
    )
    told.report(JUNE, work(JUNE, 650, project=GROUP), *(work(JUNE, 100, project=name) for name in names))
    expected = _sums("work_done", c421200=(50, 0), c421221=(200, 2), c421222=(200, 2), c421223=(200, 2))
    return told.ledger(), a_view(NOV_5), expected


def members_go_on_after_the_groups_word() -> Example:
    """June: 650 over 600. By October the members stand at 340 and 300: the 50 stay, the whole is 690."""
    told = _family().report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    told.report(OCT, work(OCT, 340, project=FIRST), work(OCT, 300, project=SECOND))
    return (
        told.ledger(),
        a_view(NOV_5),
        _sums("work_done", c421200=(50, 0), c421221=(340, 1), c421222=(300, 1)),
    )


def the_groups_next_word() -> Example:
    """June 650 over 600; in October the group says 700 over 640: 60."""
    told = _family().report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    told.report(
        OCT, work(OCT, 700, project=GROUP), work(OCT, 340, project=FIRST), work(OCT, 300, project=SECOND)
    )
    return told.ledger(), a_view(NOV_5), _sums("work_done", c421200=(60, 0))


def a_group_below_its_members() -> Example:
    """The group says 500 where its members make up 600: it adds nothing, and not less than nothing."""
    told = _family().report(
        JUNE,
        work(JUNE, 500, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    return told.ledger(), a_view(NOV_5), _sums("work_done", c421200=(0, 0), c421221=(320, 1))


def _first_known() -> Story:
    told = _family().report(JUNE, work(JUNE, 650, project=GROUP), work(JUNE, 300, project=FIRST))
    return told.report(AUG, work(AUG, 250, project=SECOND)).report(OCT, work(OCT, 270, project=SECOND))


def a_member_unknown_as_yet() -> Example:
    """June: the group 650, one member 300, the other unknown: 350. Asked in July."""
    expected = _sums("work_done", c421200=(350, 0), c421221=(300, 1), c421222=(None, 0))
    return _first_known().ledger(), a_view(JULY), expected


def a_member_that_tells_later() -> Example:
    """The other tells 250 in August: 100 from then, the whole stays 650; its 270 of October do not change the 100."""
    in_august = _sums("work_done", c421200=(100, 0), c421222=(250, 1))
    return _first_known().ledger(), a_view(SEPT), in_august


def a_member_that_tells_later_and_again() -> Example:
    """As before, asked in November: 100 at the city, 270 with the member that told first in August."""
    expected = _sums("work_done", c421200=(100, 0), c421221=(300, 1), c421222=(270, 1))
    return _first_known().ledger(), a_view(NOV_5), expected


def a_member_withdrawn() -> Example:
    """650 over 400, 100 and 100. One of 100 is withdrawn in October: the group's 50 stay."""
    told = _family(a_project("01-03", parent_id=GROUP, county_code=A)).report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 400, project=FIRST),
        work(JUNE, 100, project=SECOND),
        work(JUNE, 100, project="01-03"),
    )
    told.report(OCT, stage(OCT, "withdrawn", "01-03"))
    return told.ledger(), a_view(NOV_5), _sums("work_done", c421200=(50, 0), c421221=(500, 2))


def the_groups_word_taken_back() -> Example:
    """June 650 over 320; in October the group takes it back: it knows nothing, the member's 320 stand."""
    told = _family().report(JUNE, work(JUNE, 650, project=GROUP), work(JUNE, 320, project=FIRST))
    told.report(OCT, work(OCT, project=GROUP, cleared=("work_done_amount",)))
    return told.ledger(), a_view(NOV_5), _sums("work_done", c421200=(None, 0), c421221=(320, 1))


def what_the_library_states() -> Example:
    """The plan: group 100, one member 30, the other unknown until a report says 25: 45, whole 100.

    The first member's newer 35 comes after the group's word and does not change the 45: whole 105.
    """
    told = story(
        a_project(GROUP, kind="group", county_code=CITY, investment=100),
        a_project(FIRST, parent_id=GROUP, county_code=A, investment=30),
        a_project(SECOND, parent_id=GROUP, county_code=B),
    )
    told.report(JUNE, invested(JUNE, 25, project=SECOND)).report(AUG, invested(AUG, 35, project=FIRST))
    expected = _sums("investment", c421200=(45, 0), c421221=(35, 1), c421222=(25, 1))
    return told.ledger(), a_view(NOV_5), expected


def a_group_below_a_group() -> Example:
    """Above 1000, below it a group of 650 over members of 400 and 200, and a project of 100.

    The lower group: 50. The upper one: 1000 - (50 + 400 + 200 + 100) = 250. Whole 1000.
    """
    told = story(
        a_project("01-00", kind="group", county_code=CITY),
        a_project("01-10", kind="group", parent_id="01-00", county_code="421223"),
        a_project("01-11", parent_id="01-10", county_code=A),
        a_project("01-12", parent_id="01-10", county_code=B),
        a_project("01-20", parent_id="01-00", county_code=A),
    )
    told.report(
        JUNE,
        work(JUNE, 1000, project="01-00"),
        work(JUNE, 650, project="01-10"),
        work(JUNE, 400, project="01-11"),
        work(JUNE, 200, project="01-12"),
        work(JUNE, 100, project="01-20"),
    )
    expected = _sums("work_done", c421200=(250, 0), c421221=(500, 2), c421222=(200, 1), c421223=(50, 0))
    return told.ledger(), a_view(NOV_5), expected


def a_lower_group_that_speaks_earlier() -> Example:
    """The lower group said 650 in June (over 300, the other unknown: 350); the upper one 1000 in July: 350.

    In August the other member tells 250: the lower group's part falls to 100, the upper one's stays 350, as the lower
    group as of July is 100 by what is now known: 1000 - (100 + 300 + 250). The whole is 1000 before and after.
    """
    told = story(
        a_project("01-00", kind="group", county_code=CITY),
        a_project("01-10", kind="group", parent_id="01-00", county_code="421223"),
        a_project("01-11", parent_id="01-10", county_code=A),
        a_project("01-12", parent_id="01-10", county_code=B),
    )
    told.report(JUNE, work(JUNE, 650, project="01-10"), work(JUNE, 300, project="01-11"))
    told.report(JULY, work(JULY, 1000, project="01-00")).report(AUG, work(AUG, 250, project="01-12"))
    expected = _sums("work_done", c421200=(350, 0), c421221=(300, 1), c421222=(250, 1), c421223=(100, 0))
    return told.ledger(), a_view(NOV_5), expected


def a_group_without_members() -> Example:
    """A group of the library below which nothing stands counts as a leaf: its idle money is not below nothing."""
    told = story(a_project(GROUP, kind="group", county_code=CITY))
    told.report(date(2024, 10, 31), money(date(2024, 10, 31), received=10, project=GROUP))
    told.report(JUNE, money(JUNE, received=110, paid=100, project=GROUP))
    expected = _sums("received", c421200=(110, 0)) | {
        "comparison": {("idle", CITY): {"value": 0.0, "known_count": 0}}
    }
    return told.ledger(), a_view(NOV_5), expected


def _received(group: Any, *members: Any) -> Story:
    return _family().report(JUNE, group, *members)


def members_with_a_source_the_group_without() -> Example:
    """Members 600 as special bonds, the group 650 without a source: whole 650, the 50 of no source that is told."""
    told = _received(
        money(JUNE, "not_stated", received=650, project=GROUP),
        money(JUNE, "special_bond", received=400, project=FIRST),
        money(JUNE, "special_bond", received=200, project=SECOND),
    )
    expected = _sums("received", c421200=(50, 0), c421221=(400, 1), c421222=(200, 1))
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
    return told.ledger(), a_view(NOV_5), _sums("received", c421200=(80, 0)) | {"source_year": rows}


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
    return told.ledger(), a_view(NOV_5), _sums("received", c421200=(120, 0)) | {"source_year": rows}


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
    return told.ledger(), a_view(NOV_5), _sums("received", c421200=(60, 0)) | {"source_year": rows}


def the_rest_by_its_source_alone() -> Example:
    """Asked for 未分来源 alone, the group is among the rows, though it names bonds only; its 20 are all there is."""
    ledger, _, _ = the_rest_is_of_no_source()
    expected: Expected = {"source_year": {("not_stated", 2025): {"received_amount": 20}}}
    return ledger, a_view(NOV_5, sources=("not_stated",)), expected


def received_less_paid() -> Example:
    """The group received 610 and paid 500, its members 600 and 400: received less paid of the whole 110, not 200.

    The group's row: 10 received, 100 paid. 支付率 of the city level: 100 of 10.
    """
    told = _received(
        money(JUNE, received=610, paid=500, project=GROUP),
        money(JUNE, received=300, paid=200, project=FIRST),
        money(JUNE, received=300, paid=200, project=SECOND),
    )
    expected = {
        "money_by_county": _sums("received", c421200=(10, 0), c421221=(300, 1), c421222=(300, 1))[
            "money_by_county"
        ]
        | _sums("paid", c421200=(100, 0), c421221=(200, 1), c421222=(200, 1))["money_by_county"],
        "funding_rates_by_county": {
            CITY: {"paid_part_amount": 100, "paid_whole_amount": 10, "paid_known_count": 0},
            A: {"paid_part_amount": 200, "paid_whole_amount": 300, "paid_known_count": 1},
        },
    }
    return told.ledger(), a_view(NOV_5), expected


def idle_money_of_a_group() -> Example:
    """A year ago the group had received 610, its members 600; it has paid 500 since, they 400: idle 10 - 100 = -90.

    Members' idle money is each one's own: 300 - 200 twice. The city level shows its -90 as it is.
    """
    then = date(2024, 10, 31)
    told = _family().report(
        then,
        money(then, received=610, project=GROUP),
        money(then, received=300, project=FIRST),
        money(then, received=300, project=SECOND),
    )
    told.report(
        JUNE,
        money(JUNE, paid=500, project=GROUP),
        money(JUNE, paid=200, project=FIRST),
        money(JUNE, paid=200, project=SECOND),
    )
    rows = {("idle", CITY): {"value": -90.0}, ("idle", A): {"value": 100.0}, ("idle", B): {"value": 100.0}}
    return told.ledger(), a_view(NOV_5), {"comparison": rows}


def this_year_of_a_group() -> Example:
    """December: the group 250 over 200. October: 700 over 600. This year: 50 of the group's own, 400 of its members.

    A plan of 600, of which members have 500: 50 of 100 at the city, 400 of 500 in the counties.
    """
    told = _family().report(
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
    expected = _sums("work_done_year", c421200=(50, 0), c421221=(200, 1), c421222=(200, 1))
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
    told = _family().report(
        DEC, work(DEC, 250, project=GROUP), work(DEC, 100, project=FIRST), work(DEC, 100, project=SECOND)
    )
    told.report(
        OCT, work(OCT, 610, project=GROUP), work(OCT, 300, project=FIRST), work(OCT, 300, project=SECOND)
    )
    return (
        told.ledger(),
        a_view(date(2025, 11, 15)),
        _sums("work_done_year", c421200=(-40, 0), c421221=(200, 1)),
    )


def a_plan_that_is_not_broken_down() -> Example:
    """The group plans 1000, its members have no plan and did 350 and 250: 600 of 1000 at the city, in no county's rate."""
    told = _family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
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
    expected |= _sums("work_done_year", c421200=(None, 0), c421221=(350, 1), c421222=(250, 1))
    expected |= {"year_curve": {OCT: {"work_done_amount": 600, "annual_plan_amount": 1000, "plan_count": 0}}}
    return told.ledger(), a_view(date(2025, 11, 15)), expected


def months_of_a_group() -> Example:
    """Plan 120 of the group, 60 of it a member's. June: the group 90, one member 30, the other unknown until August.

    The group's part: 60 in June and July, 20 once the other tells 40; the whole is 90 in each of these months, and with
    the first member's 35 of October 95.
    """
    told = _family().report(
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
    return told.ledger(), a_view(NOV_5), _sums("planned_funding", c421200=(40, 0), c421221=(60, 1))


def only_a_county_of_the_family() -> Example:
    """Only the first county is asked for: its member's 320, whatever the group of the city states."""
    ledger, _, _ = members_go_on_after_the_groups_word()
    return ledger, a_view(NOV_5, counties=(A,)), _sums("work_done", c421221=(340, 1))


EXAMPLES = (
    six_counties_and_the_city,
    members_go_on_after_the_groups_word,
    the_groups_next_word,
    a_group_below_its_members,
    a_member_unknown_as_yet,
    a_member_that_tells_later,
    a_member_that_tells_later_and_again,
    a_member_withdrawn,
    the_groups_word_taken_back,
    what_the_library_states,
    a_group_below_a_group,
    a_lower_group_that_speaks_earlier,
    a_group_without_members,
    members_with_a_source_the_group_without,
    sources_of_the_group,
    sources_that_make_up_less_than_the_whole,
    the_rest_is_of_no_source,
    the_rest_by_its_source_alone,
    received_less_paid,
    idle_money_of_a_group,
    this_year_of_a_group,
    less_beyond_its_members_than_last_year,
    a_plan_that_is_not_broken_down,
    months_of_a_group,
    planned_money_of_the_library,
    only_a_county_of_the_family,
)
"""The worked examples of this file."""
