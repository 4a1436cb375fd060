"""Worked examples of reports that are decided project by project: what is accepted counts, the rest stands as before.

Five projects did 100 each by September of a plan of 1,000; one report of October says 400 of each.
"""

from __future__ import annotations

from datetime import date, datetime

from portfolio.model import Entry

from .builders import Story, Verdict, a_project, a_view, morning, story
from .example import Example, Expected, Told, reported_are
from .reported import milestone, plan, work

DEC, SEPT, OCT = date(2024, 12, 31), date(2025, 9, 30), date(2025, 10, 31)
SENT, FIRST_DAY, SECOND_DAY = date(2025, 11, 3), date(2025, 11, 5), date(2025, 11, 8)
CLOSED = date(2025, 11, 15)
FIVE = tuple(f"01-0{number}" for number in range(1, 6))
FOUR, LAST = FIVE[:4], FIVE[4]
HERE, THERE = "421221", "421222"


def _begun(counties: tuple[str, ...] = (HERE,) * 5) -> Story:
    told = story(*(a_project(name, county_code=county) for name, county in zip(FIVE, counties, strict=True)))
    told.report(DEC, *(work(DEC, 0, project=name) for name in FIVE))
    return told.report(
        SEPT,
        *(work(SEPT, 100, project=name) for name in FIVE),
        *(plan(SEPT, 2025, 1000, name) for name in FIVE),
    )


def _october(told: Story, *names: str, done: int = 400) -> int:
    return told.submit(OCT, *(work(OCT, done, project=name) for name in names), at=morning(SENT))


def _stands(told: Story, *rows: tuple[str, int], known_at: datetime | None = None) -> Example:
    """The work done this year of each project, and the county's rate of all five: the sum of 5,000."""
    view = a_view(CLOSED, known_at) if known_at else a_view(CLOSED)
    done = dict(rows)
    whole = sum(done.values())
    county: Told = {"work_done_year_amount": whole, "completion_share": whole / 5000}
    states: Expected = {"project_state": {name: {"work_done_year_amount": done[name]} for name in FIVE}}
    return told.ledger(), view, states | {"completion_by_county": {HERE: county}}


def four_accepted_one_returned() -> Example:
    """Four of five are accepted: 4 × 400 + 100 = 1,700 of 5,000, 34.0 %. Four of five have reported October.

    The fifth stands with September's 100 and owes October: overdue, nothing of it is lost or moved.
    """
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(number, "accepted", morning(FIRST_DAY), *FOUR)
    told.decide(number, "returned", morning(FIRST_DAY), LAST)
    ledger, view, expected = _stands(told, *((name, 400) for name in FOUR), (LAST, 100))
    last: Told = {"last_period_on": SEPT, "reported": False, "reporting_overdue": True}
    expected["project_state"][LAST] |= last
    return ledger, view, expected | reported_are(5, 4, 0, 1)


def returned_one_is_handed_in_again() -> Example:
    """The fifth alone comes again with 300 and is accepted: 4 × 400 + 300 = 1,900, 38.0 %; five of five."""
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(number, "accepted", morning(FIRST_DAY), *FOUR)
    told.decide(number, "returned", morning(FIRST_DAY), LAST)
    told.decide(_october(told, LAST, done=300), "accepted", morning(SECOND_DAY))
    ledger, view, expected = _stands(told, *((name, 400) for name in FOUR), (LAST, 300))
    return ledger, view, expected | reported_are(5, 5, 0, 0)


def what_waits_does_not_count() -> Example:
    """Two are accepted, of three nobody has said anything: 2 × 400 + 3 × 100 = 1,100, 22.0 %."""
    told = _begun()
    told.decide(_october(told, *FIVE), "accepted", morning(FIRST_DAY), *FIVE[:2])
    ledger, view, expected = _stands(told, *((name, 400) for name in FIVE[:2]), *((n, 100) for n in FIVE[2:]))
    return ledger, view, expected | reported_are(5, 2, 0, 3)


def each_part_counts_from_its_own_day() -> Example:
    """Two are accepted on the 5th, three on the 8th: known on the 6th, 1,100; the same day known later, 2,000."""
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(number, "accepted", morning(FIRST_DAY), *FIVE[:2])
    told.decide(number, "accepted", morning(SECOND_DAY), *FIVE[2:])
    rows = (*((name, 400) for name in FIVE[:2]), *((name, 100) for name in FIVE[2:]))
    return _stands(told, *rows, known_at=morning(date(2025, 11, 6)))


def all_parts_are_the_whole() -> Example:
    """The same known at the end: 5 × 400 = 2,000, 40.0 %, as if the report had been accepted at once."""
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(number, "accepted", morning(FIRST_DAY), *FIVE[:2])
    told.decide(number, "accepted", morning(SECOND_DAY), *FIVE[2:])
    return _stands(told, *((name, 400) for name in FIVE))


def one_of_a_whole_is_taken_back() -> Example:
    """The report was accepted whole, and the fifth is taken back later: 1,700; the others go on counting."""
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(number, "accepted", morning(FIRST_DAY))
    told.decide(number, "taken_back", morning(SECOND_DAY), LAST)
    return _stands(told, *((name, 400) for name in FOUR), (LAST, 100))


def _two_reports(first: Verdict, *of_first: str) -> Story:
    """One report says 400, a second 500; the second is accepted on the 5th, then the first of some projects."""
    told = _begun()
    number = _october(told, *FIVE)
    told.decide(_october(told, *FIVE, done=500), "accepted", morning(FIRST_DAY))
    told.decide(number, first, morning(SECOND_DAY), *of_first)
    return told


def newest_acceptance_of_a_project_counts() -> Example:
    """400 of the first two is accepted after 500 of all: 2 × 400 + 3 × 500 = 2,300."""
    told = _two_reports("accepted", *FIVE[:2])
    return _stands(told, *((name, 400) for name in FIVE[:2]), *((name, 500) for name in FIVE[2:]))


def a_part_returned_leaves_what_was_accepted() -> Example:
    """Returning two of the first report touches nothing of the second: 5 × 500 = 2,500."""
    return _stands(_two_reports("returned", *FIVE[:2]), *((name, 500) for name in FIVE))


def county_and_city_each_their_part() -> Example:
    """Three are of one county, two of another, which accepts its own: 3 × 100 here, 2 × 400 there."""
    told = _begun((HERE, HERE, HERE, THERE, THERE))
    told.decide(_october(told, *FIVE), "accepted", morning(FIRST_DAY), *FIVE[3:])
    here: Told = {"work_done_year_amount": 300, "annual_plan_amount": 3000, "reported_count": 0}
    there: Told = {"work_done_year_amount": 800, "annual_plan_amount": 2000, "reported_count": 2}
    return told.ledger(), a_view(CLOSED), {"completion_by_county": {HERE: here, THERE: there}}


def approval_in_a_part_that_is_returned() -> Example:
    """An approval of the fifth comes with the report and is returned with it: its day stays the first, as for four."""
    told = _begun()
    due: tuple[Entry, ...] = tuple(
        milestone(OCT, "completion", name, due_on=date(2026, 6, 30), approval="批〔1〕号", approved_on=SEPT)
        for name in FIVE
    )
    first = (milestone(SEPT, "completion", name, due_on=date(2025, 12, 31)) for name in FIVE)
    told.report(SEPT, *first)
    number = told.submit(OCT, *due, at=morning(SENT))
    told.decide(number, "accepted", morning(FIRST_DAY), *FOUR)
    told.decide(number, "returned", morning(FIRST_DAY), LAST)
    moved: Told = {"due_on": date(2026, 6, 30), "slip_days": 181}
    stays: Told = {"due_on": date(2025, 12, 31), "slip_days": 0}
    rows = {(name, "completion"): moved for name in FOUR} | {(LAST, "completion"): stays}
    return told.ledger(), a_view(CLOSED), {"milestones": rows}


EXAMPLES = (
    four_accepted_one_returned,
    returned_one_is_handed_in_again,
    what_waits_does_not_count,
    each_part_counts_from_its_own_day,
    all_parts_are_the_whole,
    one_of_a_whole_is_taken_back,
    newest_acceptance_of_a_project_counts,
    a_part_returned_leaves_what_was_accepted,
    county_and_city_each_their_part,
    approval_in_a_part_that_is_returned,
)
"""All examples of this file."""
