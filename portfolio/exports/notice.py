"""通报: the paper in which a final month ends, from the same questions as the screen, for an office to finish.

A sentence that nothing is told of is left out; no word praises or blames. What the office writes stands in brackets.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from portfolio import queries
from portfolio.exports import notice_actions as actions
from portfolio.exports import notice_tables as tables
from portfolio.exports.notice_facts import WHOLE, Asked, Known, labels
from portfolio.formats import share_text
from portfolio.model import PortfolioError


def made(asked: Asked) -> bytes:
    """The paper as a .docx. Raises PortfolioError notice_library where what writes it is not installed."""
    try:
        from portfolio.exports.word import Paper  # noqa: PLC0415 - a tenth of a second that no other page pays
    except ImportError as missing:
        raise PortfolioError("notice_library") from missing
    paper = Paper()
    known = Known.ask(asked)
    _head(paper, asked, known)
    for part in (_whole, _counties, _problems):
        paper.heading(asked.say(f"part_{part.__name__[1:]}"))
        part(paper, asked, known)
    if known.actions.height:
        paper.heading(asked.say("part_actions"))
        actions.told(paper, asked, known)
    paper.heading(asked.say("part_work_after" if known.actions.height else "part_work"))
    paper.text(asked.say("work"))
    actions.proposed(paper, asked, known)
    annexes = _annexes(asked, known)
    if annexes:
        paper.text(asked.say("see", listed=_listed(asked, known, annexes)), indent=True)
    paper.right(asked.say("signed"))
    paper.right(asked.say("dated"))
    paper.text(asked.say("copies"), indent=False)
    for name in ("rate", "budget", "ranks", "aged", "late", "source"):
        paper.small(asked.say(f"note_{name}", **known.facts))
    if annexes:
        _annexed(paper, asked, known, annexes)
    return paper.done()


def _head(paper: Any, asked: Asked, known: Known) -> None:
    period = known.facts["period"]
    if asked.demo:
        paper.centred(asked.say("demo"))
    paper.title(asked.say("title", city=asked.city, period=period))
    paper.centred(asked.say("issue", year=asked.final["period_on"].year))
    paper.text(asked.say("to"), indent=False)
    paper.text(asked.say("opening", **known.facts))


def _whole(paper: Any, asked: Asked, known: Known) -> None:
    row = known.whole
    if row["completion_share"] is not None:
        facts = {
            "plan": asked.money(row["annual_plan_amount"]),
            "work": asked.money(row["work_done_year_amount"]),
            "share": share_text(row["completion_share"], asked.language),
            "pace": asked.points(row["pacing_share"]),
            "projects": row["project_count"],
            "planned": row["known_count"],
        }
        paper.text(asked.say("whole_rate", **facts))
    then = known.before.get(WHOLE)
    if then and then["completion_share"] is not None and row["pacing_share"] is not None:
        paper.text(
            asked.say(known.told_before, pace=asked.points(then["pacing_share"]), month=known.month_before)
        )
    money = known.money.get(WHOLE)
    if money and money["budget_share"] is not None:
        budget = {name: asked.money(money[f"budget_{name}_amount"]) for name in ("paid", "available")}
        share = share_text(money["budget_share"], asked.language)
        paper.text(asked.say("whole_budget", share=share, **budget))
    if row["red_count"]:
        told = asked.say("whole_red", count=row["red_count"])
        told += "".join(
            asked.say(f"red_{name}", count=count) for name, count in known.turned.items() if count
        )
        paper.text(told + asked.say("full_stop"))


def _counties(paper: Any, asked: Asked, known: Known) -> None:
    paper.second(asked.say("second_1", name=asked.say("progress")))
    ranked = [row for row in known.rows if row["rank"]]
    if ranked:
        first, last = ranked[0], ranked[-1]
        paper.text(
            asked.say(
                "ranked",
                first=asked.counties[first["county_code"]],
                first_pace=asked.points(first["pacing_share"]),
                last=asked.counties[last["county_code"]],
                last_pace=asked.points(last["pacing_share"]),
                count=len(ranked),
            )
        )
    paper.centred(asked.say("table_1"))
    paper.small(asked.say("unit"), at_right=True)
    paper.table(*tables.progress(asked, known), last_is_total=True)
    paper.second(asked.say("second_2", name=asked.say("payment")))
    paper.centred(asked.say("table_2"))
    paper.small(asked.say("unit"), at_right=True)
    paper.table(*tables.payment(asked, known), last_is_total=True)
    paper.second(asked.say("second_3", name=asked.say("reporting")))
    facts = known.facts
    paper.text(facts["reports"] + asked.say("full_stop"))
    missing = [row for row in known.rows if row["unreported_count"]]
    if missing:
        listed = asked.say("comma").join(
            asked.say("of_county", county=asked.counties[row["county_code"]], count=row["unreported_count"])
            for row in sorted(missing, key=lambda row: -row["unreported_count"])
        )
        paper.text(asked.say("missing", listed=listed))


def _problems(paper: Any, asked: Asked, known: Known) -> None:
    """Write what there is of each; a part that nothing is told of has no heading."""
    told = [
        ("late", _late(asked, known)),
        ("idle", _idle(asked, known)),
        ("adjusted", _adjusted(asked, known)),
        ("overrun", _overrun(asked)),
        ("quality", _quality(asked, known)),
    ]
    place = 0
    for name, text in told:
        if text:
            place += 1
            paper.second(asked.say(f"second_{place}", name=asked.say(f"problem_{name}")))
            paper.text(text)
    if not place:
        paper.text(asked.say("problem_none"))


def _late(asked: Asked, known: Known) -> str:
    rows = known.late
    if rows.is_empty():
        return ""
    red = rows.filter(pl.col("state") == "red").height
    told = (
        asked.say("late", count=rows.height, red=red)
        if red
        else asked.say("late_none_red", count=rows.height)
    )
    return told + asked.say("annex_1")


def _idle(asked: Asked, known: Known) -> str:
    money = known.money.get(WHOLE)
    if not money or not money["aged_unpaid_amount"]:
        return ""
    told = asked.say("idle", amount=asked.money(money["aged_unpaid_amount"]), **known.facts)
    if money["long_unpaid_amount"]:
        told += asked.say("idle_long", amount=asked.money(money["long_unpaid_amount"]), **known.facts)
    return told + asked.say("full_stop") + asked.say("annex_2")


def _adjusted(asked: Asked, known: Known) -> str:
    if known.changes.is_empty():
        return ""
    counts = known.changes.group_by("adjustment", maintain_order=True).agg(pl.len()).iter_rows()
    kinds = labels(asked, "adjustment")
    listed = asked.say("comma").join(
        asked.say("of_kind", kind=kinds[kind], count=count) for kind, count in counts
    )
    return asked.say("adjusted", listed=listed) + asked.say("annex_3")


def _overrun(asked: Asked) -> str:
    rows = queries.overruns(asked.store, asked.view)
    count = rows["project_id"].n_unique()
    return asked.say("overrun", count=count) if count else ""


def _quality(asked: Asked, known: Known) -> str:
    late, mended = known.not_in_time.height, known.corrections.height
    told = asked.say("not_in_time", count=late) if late else ""
    told += asked.say("mended", count=mended) if mended else ""
    return told + asked.say("annex_4") if told else ""


Annexes = dict[int, tables.Made]
"""Number to the table of an annex that has any row."""


def _annexes(asked: Asked, known: Known) -> Annexes:
    made = (tables.late, tables.unpaid, tables.changes, tables.untimely, actions.table)
    found = {number: annex(asked, known) for number, annex in enumerate(made, start=1)}
    return {number: table for number, table in found.items() if table[1]}


def _listed(asked: Asked, known: Known, annexes: Annexes) -> str:
    """The annexes that there are, by number and name."""
    return asked.say("annex_join").join(
        asked.say("annex_named", number=number, name=asked.say(f"annex_title_{number}", **known.facts))
        for number in annexes
    )


def _annexed(paper: Any, asked: Asked, known: Known, annexes: Annexes) -> None:
    paper.lie()
    for number, (heads, rows) in annexes.items():
        paper.text(asked.say("annex", number=number), indent=False)
        paper.title(asked.say(f"annex_title_{number}", **known.facts))
        if number in (2, 3):
            paper.small(asked.say("unit"), at_right=True)
        paper.table(heads, rows, last_is_total=number == 2)
