"""Worked examples of 县市区对比: ranks, equal ranks, 样本不足, and what goes with the largest project."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import a_project, a_view, stated, story
from .example import Example, Told
from .reported import money, plan, stage, work

DEC, MAY, JUNE = date(2024, 12, 31), date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)
A, B, C = "421221", "421222", "421223"


def _is(comparison: str, **counties: Told) -> dict[str, dict[Any, Any]]:
    return {"comparison": {(comparison, county.removeprefix("c")): told for county, told in counties.items()}}


def _funded(received: dict[str, tuple[int, int]]) -> Example:
    """Projects by number, the county in its first digit (1, 2 or 3): allocated and received of one source."""
    counties = {"1": A, "2": B, "3": C}
    told = story(*(a_project(f"01-{name}", county_code=counties[name[0]]) for name in received))
    told.report(
        JUNE,
        *(
            money(JUNE, allocated=allocated, received=got, project=f"01-{name}")
            for name, (allocated, got) in received.items()
        ),
    )
    return told.ledger(), a_view(JULY_5), {}


def rank_with_and_without_the_largest() -> Example:
    """A: 100 + 3 × 10 allocated, 90 + 3 × 2 received: 96 ÷ 130; without the 100: 6 ÷ 30 = 0.2.

    B: 4 × 10 allocated, 4 × 5 received: 0.5; without one of them (the first of equals) 0.5. A leads, then B.
    """
    first = {"11": (100, 90), "12": (10, 2), "13": (10, 2), "14": (10, 2)}
    ledger, view, _ = _funded(first | {f"2{number}": (10, 5) for number in range(1, 5)})
    a: Told = {"known_count": 4, "project_count": 4, "rank": 1, "ranked_count": 2, "largest_id": "01-11"}
    a |= {"without_value": 0.2, "without_known_count": 3, "without_rank": 2}
    b: Told = {"value": 0.5, "rank": 2, "largest_id": "01-21", "without_value": 0.5, "without_rank": 1}
    return ledger, view, _is("disbursed", c421221=a, c421222=b)


def equal_figures_share_a_rank() -> Example:
    """5 ÷ 10 three times in A, 50 ÷ 100 three times in B, 4 ÷ 10 three times in C: ranks 1, 1, 3."""
    told = {f"1{n}": (10, 5) for n in range(3)} | {f"2{n}": (100, 50) for n in range(3)}
    ledger, view, _ = _funded(told | {f"3{n}": (10, 4) for n in range(3)})
    first: Told = {"value": 0.5, "rank": 1, "sharing_count": 2}
    third: Told = {"value": 0.4, "rank": 3, "sharing_count": 1}
    return ledger, view, _is("disbursed", c421221=first, c421222=first, c421223=third)


def what_looks_equal_ranks_equal() -> Example:
    """A: 2,999 ÷ 6,000 = 49.98 %, B: 3,000 ÷ 6,000 = 50.00 %: both read 50.0 % and share the first rank."""
    told = {"10": (4000, 1999), "11": (1000, 500), "12": (1000, 500)}
    ledger, view, _ = _funded(told | {f"2{n}": (2000, 1000) for n in range(3)})
    return ledger, view, _is("disbursed", c421221={"rank": 1, "sharing_count": 2}, c421222={"rank": 1})


def too_few_without_the_largest() -> Example:
    """Three known projects are enough to be ranked, but nobody else is: no place. Without the largest: 样本不足."""
    ledger, view, _ = _funded(
        {"11": (30, 10), "12": (20, 10), "13": (10, 10), "21": (10, 10), "22": (10, 10)}
    )
    a: Told = {"value": 0.5, "ranking": "ranked", "rank": None, "sharing_count": None, "ranked_count": 1}
    a |= {"without_ranking": "too_small", "without_rank": None, "without_known_count": 2}
    b: Told = {"value": 1.0, "ranking": "too_small", "rank": None}
    return ledger, view, _is("disbursed", c421221=a, c421222=b)


def a_group_goes_with_its_members() -> Example:
    """The group was allocated 100 and received 10; its two members hold no money of their own, three others 10 and 5 each.

    With it 25 ÷ 130 on 3 of 5 projects, without it 15 ÷ 30 on 3 of 3: its members go too.
    """
    told = story(
        a_project("01-00", kind="group"),
        *(a_project(f"01-0{n}", parent_id="01-00") for n in (1, 2)),
        *(a_project(f"02-0{n}") for n in (1, 2, 3)),
    )
    others = (money(JUNE, allocated=10, received=5, project=f"02-0{n}") for n in (1, 2, 3))
    told.report(JUNE, money(JUNE, allocated=100, received=10, project="01-00"), *others)
    row: Told = {"known_count": 3, "project_count": 5, "largest_id": "01-00"}
    row |= {"without_value": 0.5, "without_known_count": 3, "without_project_count": 3}
    return told.ledger(), a_view(JULY_5), _is("disbursed", c421221=row)


def late_share_is_better_when_lower() -> Example:
    """A: 1 late of 4, B: 2 late of 4: A leads. Without its largest, on time, A has 1 of 3; B, without its late one, too."""
    days = {
        "11": MAY,
        "12": JULY_5,
        "13": JULY_5,
        "14": JULY_5,
        "21": MAY,
        "22": MAY,
        "23": JULY_5,
        "24": JULY_5,
    }
    big = {"14": 9, "21": 9}
    told = story(
        *(
            a_project(
                f"01-{name}",
                county_code=A if name[0] == "1" else B,
                milestones=(stated("completion", day),),
                investment=big.get(name, 1),
            )
            for name, day in days.items()
        )
    )
    told.report(JUNE, *(stage(JUNE, "continuing", f"01-{name}") for name in days))
    a: Told = {"value": 0.25, "rank": 1, "largest_id": "01-14", "without_rank": 1, "without_sharing_count": 2}
    b: Told = {"value": 0.5, "rank": 2, "largest_id": "01-21", "without_rank": 1}
    return told.ledger(), a_view(JULY_5), _is("late", c421221=a, c421222=b)


def pacing_of_counties() -> Example:
    """June, closed on 11 July, is half the year. A plans 3 × 100 and did 3 × 60: 10 points ahead; B did 3 × 40: 10 behind.

    One of B's has no plan: it is not known. The city level of the same pace as A has no rank.
    """
    names = {f"1{n}": (A, 60) for n in range(3)} | {f"2{n}": (B, 40) for n in range(3)}
    names |= {f"4{n}": ("421200", 60) for n in range(3)}
    told = story(
        *(a_project(f"01-{name}", county_code=one) for name, (one, _) in names.items()),
        a_project("01-29", county_code=B),
    )
    told.report(DEC, *(work(DEC, 0, project=f"01-{name}") for name in names))
    rows = [work(JUNE, done, project=f"01-{name}") for name, (_, done) in names.items()]
    told.report(JUNE, *rows, *(plan(JUNE, 2025, 100, f"01-{name}") for name in names))
    a: Told = {"value": 0.1, "rank": 1, "ranked_count": 2}
    b: Told = {"value": -0.1, "rank": 2, "known_count": 3, "project_count": 4}
    city: Told = {"value": 0.1, "ranking": "unranked", "rank": None}
    return told.ledger(), a_view(date(2025, 7, 11)), _is("pacing", c421221=a, c421222=b, c421200=city)


def without_an_investment_there_is_no_largest() -> Example:
    """Nobody states an investment: of the projects that owe a report none is the largest, and no second rank is told."""
    told = story(*(a_project(f"01-0{n}") for n in range(4)))
    told.report(MAY, *(stage(MAY, "continuing", f"01-0{n}") for n in range(3)))
    row: Told = {"value": 0.75, "rank": None, "largest_id": None, "without_value": None, "without_rank": None}
    return told.ledger(), a_view(JULY_5), _is("reporting", c421221=row)


EXAMPLES = (
    rank_with_and_without_the_largest,
    equal_figures_share_a_rank,
    what_looks_equal_ranks_equal,
    too_few_without_the_largest,
    a_group_goes_with_its_members,
    late_share_is_better_when_lower,
    pacing_of_counties,
    without_an_investment_there_is_no_largest,
)
