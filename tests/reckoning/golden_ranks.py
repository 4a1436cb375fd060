"""Worked examples of who is ranked: 滞后率 with 时限已过未报, 报送不足 below 80 % known, one field of counties.

Further ones, of silence, shares by amount and ties, stand as text in tests/disputes/ranks.md.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio.model import Project

from .builders import Story, a_project, a_view, source, stated, story
from .example import Example, Told
from .reported import milestone, money, plan, stage, work

DEC, MAY, JUNE, AUGUST = date(2024, 12, 31), date(2025, 5, 31), date(2025, 6, 30), date(2025, 8, 31)
JULY_5 = date(2025, 7, 5)
A, B, C, D = "421221", "421222", "421223", "421224"
IN_COUNTY = {"1": A, "2": B, "3": C, "4": D}


def _is(comparison: str, **counties: Told) -> dict[str, dict[Any, Any]]:
    return {"comparison": {(comparison, county.removeprefix("c")): told for county, told in counties.items()}}


def _due(name: str, day: date | None, **told: Any) -> Project:
    """A project whose county is the number's first digit, to be completed by that day."""
    told.setdefault("milestones", (stated("completion", day),) if day else ())
    return a_project(f"01-{name}", county_code=IN_COUNTY[name[0]], **told)


def _reporting(told: Story, *names: str) -> Story:
    return told.report(JUNE, *(stage(JUNE, "continuing", f"01-{name}") for name in names))


def late_share_counts_silence() -> Example:
    """A: of 8 projects 7 count (11 to 17), one is 调出; 11 is late, 12 never reported and its day has passed.

    13 is completed, 14 is stopped, 15 is on time; 16 owes only its 竣工财务决算, 17 has no day: 5 have a day of a core
    milestone. A service and a group count nowhere. (1 + 1) ÷ 5 = 0.4; known of 7 are 5: 71.4 %, so 报送不足.
    B: one late of 4 = 0.25; C: two late of 4 = 0.5: ranks 1 and 2, and A stands after them.
    """
    final = {"milestones": (stated("final_account", MAY),)}
    told = story(
        *(_due(name, MAY) for name in ("11", "12", "13")),
        *(_due(name, AUGUST) for name in ("14", "15")),
        _due("16", None, **final),
        _due("17", None),
        _due("18", MAY),
        _due("19", MAY, kind="service"),
        _due("10", MAY, kind="group"),
        *(_due(f"2{n}", MAY if n < 1 else AUGUST) for n in range(4)),
        *(_due(f"3{n}", MAY if n < 2 else AUGUST) for n in range(4)),
    )
    told.report(
        JUNE,
        *(stage(JUNE, "continuing", f"01-{name}") for name in ("11", "15", "16", "17", "19", "10")),
        milestone(JUNE, "completion", "01-13", done_on=MAY),
        *(stage(JUNE, "continuing", f"01-{county}{n}") for county in (2, 3) for n in range(4)),
    )
    told.change("suspended", JUNE, "01-14").change("withdrawn", JUNE, "01-18")
    a: Told = {"value": 0.4, "part": 2, "silent_part": 1, "whole": 5, "rank": None}
    a |= {"known_count": 5, "project_count": 7, "known_share": 0.714285714, "ranking": "short_of_reports"}
    b: Told = {"value": 0.25, "part": 1, "silent_part": 0, "whole": 4, "rank": 1, "ranked_count": 2}
    expected = _is("late", c421221=a, c421222=b, c421223={"value": 0.5, "rank": 2, "field_count": 3})
    row = {"late_count": 1, "passed_unreported_count": 1, "dated_count": 5, "counted_count": 7}
    expected["late_by_county"] = {A: row | {"late_share": 0.4, "project_count": 8}}
    return told.ledger(), a_view(JULY_5), expected


def four_of_five_is_enough() -> Example:
    """Days are known of 4 of 5 (80 %) in A, of 4 of 6 (66.7 %) in B, of 3 of 3 in C.

    All that are known are on time: A and C share the first rank of a field of three; B is 报送不足, whatever its 0 %.
    """
    known = {"1": (4, 5), "2": (4, 6), "3": (3, 3)}
    names = {f"{county}{n}": n < some for county, (some, every) in known.items() for n in range(every)}
    told = story(*(_due(name, AUGUST if dated else None) for name, dated in names.items()))
    _reporting(told, *names)
    a: Told = {"rank": 1, "sharing_count": 2, "ranked_count": 2, "field_count": 3, "known_share": 0.8}
    b: Told = {"value": 0.0, "ranking": "short_of_reports", "rank": None, "field_count": 3}
    return told.ledger(), a_view(JULY_5), _is("late", c421221=a, c421222=b, c421223={"rank": 1})


def the_share_is_a_threshold() -> Example:
    """From July on 60 % is enough: 4 of 6 (66.7 %) in B is ranked beside A's 4 of 5; 3 of 6 (50 %) in C is not."""
    known = {"1": (4, 5), "2": (4, 6), "3": (3, 6)}
    names = {f"{county}{n}": n < some for county, (some, every) in known.items() for n in range(every)}
    told = story(*(_due(name, AUGUST if dated else None) for name, dated in names.items()))
    told.threshold(date(2025, 1, 2), "county_known_share", "0.6", date(2025, 7, 1))
    _reporting(told, *names)
    first: Told = {"ranking": "ranked", "rank": 1, "sharing_count": 2}
    c: Told = {"ranking": "short_of_reports", "known_share": 0.5}
    return told.ledger(), a_view(JULY_5), _is("late", c421221=first, c421222=first, c421223=c)


def a_source_is_judged_by_itself() -> Example:
    """County money: of A's three projects all are told, of B's four too. City money: B's 21 alone has any, told by none.

    Only 市级 is asked for: one project is selected, its received money unknown, and A stands nowhere. Only 县级: B's
    county money is whole, 20 of 40. Other money is of all sources and says so.
    """
    told: dict[str, tuple[int, int | None]] = {f"1{n}": (10, 6) for n in range(3)}
    begun = story(
        *(
            a_project(f"01-{one}", county_code=A, funding=(source("county", amount),))
            for one, (amount, _) in told.items()
        ),
        *(
            a_project(
                f"01-2{n}",
                county_code=B,
                investment=50,
                funding=(source("county", 10), *((source("city", 900),) if n == 1 else ())),
            )
            for n in range(4)
        ),
    )
    begun.report(
        JUNE,
        *(money(JUNE, allocated=10, received=6, project=f"01-1{n}") for n in range(3)),
        *(money(JUNE, allocated=10, received=5, project=f"01-2{n}") for n in range(4)),
        money(JUNE, "city", allocated=900, project="01-21"),
    )
    b: Told = {"value": 0.5, "rank": 2, "known_share": 1.0, "known_amount_share": 1.0, "all_sources": False}
    expected = _is("disbursed", c421221={"value": 0.6, "rank": 1}, c421222=b)
    expected["comparison"] |= _is("investment", c421222={"value": 200.0, "all_sources": True})["comparison"]
    return begun.ledger(), a_view(JULY_5, sources=("county",)), expected


def all_sources_together() -> Example:
    """As before without the filter: B's 市级 900 is allocated and not told, 40 ÷ 940 = 4.3 % by amount: 报送不足."""
    ledger, _, _ = a_source_is_judged_by_itself()
    b: Told = {"value": 0.5, "known_share": 1.0, "known_amount_share": 0.042553191, "all_sources": False}
    b |= {"ranking": "short_of_reports", "rank": None}
    expected = _is("disbursed", c421222=b)
    expected["comparison"] |= _is("investment", c421222={"value": 200.0, "all_sources": False})["comparison"]
    return ledger, a_view(JULY_5), expected


def who_is_asked_for_a_start_or_a_report() -> Example:
    """A: 5 are due to start, 3 of them told (60 %): 报送不足; B: 4 of 5 told, 2 started: 50 %. Two not yet due stay out.

    B's completed one owes no report: of 6 that owe one 5 sent June's, which is the last closed month on 11 July.
    """
    by_may = (stated("start", MAY),)
    told = story(
        *(_due(f"1{n}", None, milestones=by_may) for n in range(5)),
        *(_due(f"2{n}", None, milestones=by_may) for n in range(5)),
        *(_due(f"2{n}", None, milestones=(stated("start", AUGUST),)) for n in (5, 6)),
    )
    told.report(
        JUNE,
        *(stage(JUNE, "continuing", f"01-1{n}") for n in range(3)),
        *(stage(JUNE, "continuing", f"01-2{n}") for n in (2, 3, 5, 6)),
        milestone(JUNE, "completion", "01-20", done_on=JUNE),
        milestone(JUNE, "start", "01-21", done_on=MAY),
    )
    a: Told = {"ranking": "short_of_reports", "known_count": 3, "project_count": 5, "value": 0.0}
    b: Told = {"ranking": "ranked", "known_count": 4, "project_count": 5, "value": 0.5, "known_share": 0.8}
    expected = _is("started", c421221=a, c421222=b | {"part": 2, "whole": 4})
    sent: Told = {"known_count": 6, "project_count": 6, "part": 5, "whole": 6, "ranking": "ranked"}
    expected["comparison"] |= _is("reporting", c421222=sent)["comparison"]
    return told.ledger(), a_view(date(2025, 7, 11)), expected


def the_years_rate_asks_for_no_share() -> Example:
    """A has 3 projects with a plan of 10: ranked by its year's rate, though 3 of 10 is far from 80 %; B has 2: 样本不足."""
    names = [f"1{n}" for n in range(10)] + ["20", "21"]
    told = story(*(_due(name, None) for name in names))
    told.report(DEC, *(work(DEC, 0, project=f"01-{name}") for name in names))
    planned = ("10", "11", "12", "20", "21")
    told.report(
        JUNE,
        *(work(JUNE, 50, project=f"01-{name}") for name in names),
        *(plan(JUNE, 2025, 100, f"01-{name}") for name in planned),
    )
    a: Told = {"ranking": "ranked", "value": 0.5, "known_share": None, "known_amount_share": None}
    expected = _is("completion", c421221=a, c421222={"ranking": "too_small"})
    return told.ledger(), a_view(date(2025, 7, 11)), expected


def the_plan_is_asked_of_those_that_have_one() -> Example:
    """年度支付进度 in A: of 10 projects 4 have a plan of 100, 3 of them told what they paid: 3 of 4 = 75 %, 报送不足."""
    names = [f"1{n}" for n in range(10)]
    told = story(*(_due(name, None) for name in names))
    told.report(DEC, *(money(DEC, received=100, paid=0, project=f"01-{name}") for name in names[:3]))
    told.report(
        JUNE,
        *(plan(JUNE, 2025, 100, f"01-{name}") for name in names[:4]),
        *(money(JUNE, paid=40, project=f"01-{name}") for name in names[:3]),
    )
    a: Told = {"value": 0.4, "known_count": 3, "project_count": 4, "ranking": "short_of_reports"}
    a |= {"known_share": 0.75, "known_amount_share": 0.75}
    return told.ledger(), a_view(date(2025, 7, 11)), _is("annual_payment", c421221=a)


EXAMPLES = (
    late_share_counts_silence,
    four_of_five_is_enough,
    the_share_is_a_threshold,
    a_source_is_judged_by_itself,
    all_sources_together,
    who_is_asked_for_a_start_or_a_report,
    the_years_rate_asks_for_no_share,
    the_plan_is_asked_of_those_that_have_one,
)
