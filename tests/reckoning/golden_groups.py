"""Worked examples of groups: what a group states beyond the rows below it, over time, by source, and what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Amount, Story, a_project, a_view, story
from .example import Example, Expected
from .reported import invested, money, work

DEC, APR, MAY, JUNE = date(2024, 12, 31), date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
JULY, AUG, SEPT, OCT = date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31)
NOV_5 = date(2025, 11, 5)
CITY, A, B = "421200", "421221", "421222"
GROUP, FIRST, SECOND = "01-00", "01-01", "01-02"


def family(*more: Any) -> Story:
    """A group of the city with a member in each of two counties."""
    return story(
        a_project(GROUP, kind="group", county_code=CITY),
        a_project(FIRST, parent_id=GROUP, county_code=A),
        a_project(SECOND, parent_id=GROUP, county_code=B),
        *more,
    )


def sums(measure: str, **counties: tuple[Amount, int]) -> Expected:
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
    expected = sums("work_done", c421200=(50, 0), c421221=(200, 2), c421222=(200, 2), c421223=(200, 2))
    return told.ledger(), a_view(NOV_5), expected


def members_go_on_after_the_groups_word() -> Example:
    """June: 650 over 600. By October the members stand at 340 and 300: the 50 stay, the whole is 690."""
    told = family().report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    told.report(OCT, work(OCT, 340, project=FIRST), work(OCT, 300, project=SECOND))
    return (
        told.ledger(),
        a_view(NOV_5),
        sums("work_done", c421200=(50, 0), c421221=(340, 1), c421222=(300, 1)),
    )


def the_groups_next_word() -> Example:
    """June 650 over 600; in October the group says 700 over 640: 60."""
    told = family().report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    told.report(
        OCT, work(OCT, 700, project=GROUP), work(OCT, 340, project=FIRST), work(OCT, 300, project=SECOND)
    )
    return told.ledger(), a_view(NOV_5), sums("work_done", c421200=(60, 0))


def a_group_below_its_members() -> Example:
    """The group says 500 where its members make up 600: it adds nothing, and not less than nothing."""
    told = family().report(
        JUNE,
        work(JUNE, 500, project=GROUP),
        work(JUNE, 320, project=FIRST),
        work(JUNE, 280, project=SECOND),
    )
    return told.ledger(), a_view(NOV_5), sums("work_done", c421200=(0, 0), c421221=(320, 1))


def _first_known() -> Story:
    told = family().report(JUNE, work(JUNE, 650, project=GROUP), work(JUNE, 300, project=FIRST))
    return told.report(AUG, work(AUG, 250, project=SECOND)).report(OCT, work(OCT, 270, project=SECOND))


def a_member_unknown_as_yet() -> Example:
    """June: the group 650, one member 300, the other unknown: 350. Asked in July."""
    expected = sums("work_done", c421200=(350, 0), c421221=(300, 1), c421222=(None, 0))
    return _first_known().ledger(), a_view(JULY), expected


def a_member_that_tells_later() -> Example:
    """The other tells 250 in August: 100 from then, the whole stays 650; its 270 of October do not change the 100."""
    in_august = sums("work_done", c421200=(100, 0), c421222=(250, 1))
    return _first_known().ledger(), a_view(SEPT), in_august


def a_member_that_tells_later_and_again() -> Example:
    """As before, asked in November: 100 at the city, 270 with the member that told first in August."""
    expected = sums("work_done", c421200=(100, 0), c421221=(300, 1), c421222=(270, 1))
    return _first_known().ledger(), a_view(NOV_5), expected


def a_member_withdrawn() -> Example:
    """650 over 400, 100 and 100. One of 100 is withdrawn in October: the group's 50 stay."""
    told = family(a_project("01-03", parent_id=GROUP, county_code=A)).report(
        JUNE,
        work(JUNE, 650, project=GROUP),
        work(JUNE, 400, project=FIRST),
        work(JUNE, 100, project=SECOND),
        work(JUNE, 100, project="01-03"),
    )
    told.change("withdrawn", OCT, "01-03")
    return told.ledger(), a_view(NOV_5), sums("work_done", c421200=(50, 0), c421221=(500, 2))


def the_groups_word_taken_back() -> Example:
    """June 650 over 320; in October the group takes it back: it knows nothing, the member's 320 stand."""
    told = family().report(JUNE, work(JUNE, 650, project=GROUP), work(JUNE, 320, project=FIRST))
    told.report(OCT, work(OCT, project=GROUP, cleared=("work_done_amount",)))
    return told.ledger(), a_view(NOV_5), sums("work_done", c421200=(None, 0), c421221=(320, 1))


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
    expected = sums("investment", c421200=(45, 0), c421221=(35, 1), c421222=(25, 1))
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
    expected = sums("work_done", c421200=(250, 0), c421221=(500, 2), c421222=(200, 1), c421223=(50, 0))
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
    expected = sums("work_done", c421200=(350, 0), c421221=(300, 1), c421222=(250, 1), c421223=(100, 0))
    return told.ledger(), a_view(NOV_5), expected


def a_group_without_members() -> Example:
    """A group of the library below which nothing stands counts as a leaf: its old money is not below nothing unpaid.

    10 received a year ago, 100 paid since: 0 of 10.
    """
    told = story(a_project(GROUP, kind="group", county_code=CITY))
    told.report(date(2024, 10, 31), money(date(2024, 10, 31), received=10, project=GROUP))
    told.report(JUNE, money(JUNE, received=110, paid=100, project=GROUP))
    expected = sums("received", c421200=(110, 0)) | {
        "comparison": {("idle", CITY): {"value": 0.0, "known_count": 0}}
    }
    return told.ledger(), a_view(NOV_5), expected


def only_a_county_of_the_family() -> Example:
    """Only the first county is asked for: its member's 320, whatever the group of the city states."""
    ledger, _, _ = members_go_on_after_the_groups_word()
    return ledger, a_view(NOV_5, counties=(A,)), sums("work_done", c421221=(340, 1))


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
    only_a_county_of_the_family,
)
"""The worked examples of this file."""
