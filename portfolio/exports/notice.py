"""通报: the paper in which a final month ends, from the same questions as the screen, for an office to finish.

A sentence that nothing is told of is left out; no word praises or blames. What the office writes stands in brackets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.exports import notice_actions as actions
from portfolio.exports import notice_tables as tables
from portfolio.exports import notice_template as forms
from portfolio.exports.notice_facts import WHOLE, Asked, Known, labels, whole_rate
from portfolio.formats import share_text
from portfolio.model import PortfolioError

Annexes = dict[int, tables.Made]
"""Number to the table of an annex that has any row."""


def made(asked: Asked, template: bytes | None = None) -> bytes:
    """The paper as a .docx, whatever else is to be made."""
    return word(asked, Known.ask(asked), template)


def word(asked: Asked, known: Known, template: bytes | None = None) -> bytes:
    """The paper as a .docx, in the city's form where a template is given.

    Raises PortfolioError notice_library where what writes it is not installed, notice_template for a form that is none,
    and notice_form for one with a field that nobody knows (`notice_template.problems` says which).
    """
    try:
        from portfolio.exports.word import Paper  # noqa: PLC0415 - a tenth of a second that no other page pays
    except ImportError as missing:
        raise PortfolioError("notice_library") from missing
    if template is None:
        return written(Paper(), asked, known)
    if faults := forms.problems(template):
        raise PortfolioError("notice_form", count=len(faults), field=faults[0].value or "")
    form = forms.opened(template)
    paper, annexes = Paper(form), _annexes(asked, known)
    forms.fill(form, _lines(asked, known, annexes))
    forms.put(form, "text", lambda: _body(paper, asked, known))
    forms.put(form, "notes", lambda: _notes(paper, asked, known))
    forms.put(form, "annexes", lambda: _annexed(paper, asked, known, annexes))
    made: bytes = paper.done()
    return made


def form() -> bytes:
    """The form that a city begins with: the paper's own look, and each field in its place."""
    from portfolio.exports.word import Paper  # noqa: PLC0415 - as above

    paper = Paper()
    paper.title("{{title}}")
    paper.centred("{{issue}}")
    for name in ("to", "opening", "text", "see"):
        paper.text("{{" + name + "}}", indent=name not in ("to", "text"))
    for name in ("signed", "dated"):
        paper.right("{{" + name + "}}")
    for name in ("copies", "notes", "annexes"):
        paper.text("{{" + name + "}}", indent=False)
    made: bytes = paper.done()
    return made


def _lines(asked: Asked, known: Known, annexes: Annexes) -> dict[str, str]:
    """The words of the fields of one line."""
    facts = {name: known.facts[name] for name in ("period", "month", "made", "as_of")}
    return {
        **facts,
        "city": asked.city,
        "title": (asked.say("demo") + " " if asked.demo else "")
        + asked.say("title", city=asked.city, **facts),
        "issue": asked.say("issue", year=asked.final["period_on"].year),
        "to": asked.say("to"),
        "opening": asked.say("opening", **known.facts),
        "see": asked.say("see", listed=_listed(asked, known, annexes)) if annexes else "",
        **{name: asked.say(name) for name in ("signed", "dated", "copies")},
    }


def printed(asked: Asked, known: Known, fonts: Path | None = None) -> bytes:
    """The paper as a PDF. Raises PortfolioError notice_pdf_library or notice_fonts."""
    return written(printing(fonts), asked, known)


def printing(fonts: Path | None, *, sheet: bool = False) -> Any:
    """An empty paper that becomes a PDF, or a sheet of one page. Raises PortfolioError notice_pdf_library."""
    try:
        from portfolio.exports.typeset import Paper, Sheet  # noqa: PLC0415 - only who prints needs it
    except ImportError as missing:
        raise PortfolioError("notice_pdf_library") from missing
    return Sheet(fonts) if sheet else Paper(fonts)


def written(paper: Any, asked: Asked, known: Known) -> bytes:
    """The file of a paper on which all was written."""
    annexes = _annexes(asked, known)
    _head(paper, asked, known)
    _body(paper, asked, known)
    if annexes:
        paper.text(asked.say("see", listed=_listed(asked, known, annexes)), indent=True)
    paper.right(asked.say("signed"))
    paper.right(asked.say("dated"))
    paper.text(asked.say("copies"), indent=False)
    _notes(paper, asked, known)
    _annexed(paper, asked, known, annexes)
    made: bytes = paper.done()
    return made


def _body(paper: Any, asked: Asked, known: Known) -> None:
    """Write the parts, from 一 to what is asked next."""
    for part in (_whole, _counties, _problems):
        paper.heading(asked.say(f"part_{part.__name__[1:]}"))
        part(paper, asked, known)
    if known.actions.height:
        paper.heading(asked.say("part_actions"))
        actions.told(paper, asked, known)
    paper.heading(asked.say("part_work_after" if known.actions.height else "part_work"))
    paper.text(asked.say("work"))
    actions.proposed(paper, asked, known)


def _notes(paper: Any, asked: Asked, known: Known) -> None:
    for name in ("rate", "budget", "ranks", "aged", "late", "source"):
        paper.small(asked.say(f"note_{name}", **known.facts))


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
    for sentence in whole_rate(asked, known):
        paper.text(sentence)
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
    if annexes:
        paper.lie()
    for number, (heads, rows) in annexes.items():
        paper.text(asked.say("annex", number=number), indent=False)
        paper.title(asked.say(f"annex_title_{number}", **known.facts))
        if number in (2, 3):
            paper.small(asked.say("unit"), at_right=True)
        paper.table(heads, rows, last_is_total=number == 2)
