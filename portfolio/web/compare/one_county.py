"""A county's own page below its projects: what changed in a month, its measures with their ranks, money, lateness."""

from __future__ import annotations

from decimal import Decimal
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import known_text, money_text
from portfolio.web.compare import asked, ranking
from portfolio.web.compare.asked import Answer, Compared
from portfolio.web.elements.written import Written
from portfolio.web.frame import Frame
from portfolio.web.funding.headline import whole
from portfolio.web.overview import coordinating
from portfolio.web.overview.known import Known
from portfolio.web.tables.cells import Row

MONEY = ("planned", "allocated", "received", "paid", "not_arrived", "unpaid", "payment_untold")
"""The amounts that are told of the county, and of how many projects each is known."""
LATE = 4
"""How many of the longest late projects are named."""
FACTS = ("measure", "here", "city", "rank", "known")


def draw(compared: Compared, known: Known, county: str) -> None:
    """Draw the measures at the left; what changed, money and lateness at the right."""
    frame = known.frame
    right = _changed(known, county) + _money(frame) + _late(frame)
    st.html(
        Written(
            f'<div class="compare-desk county">{_measures(compared, county)}<section>{right}</section></div>'
        )
    )


def standing(known: Known, county: str) -> str:
    """The county's place by 比序时进度 among how many, and last month's; or why it has none."""
    frame = known.frame
    row = next((row for row in known.counties if row["county_code"] == county), None)
    if row is None or frame.reader.scope is not None:
        return ""
    if not row["rank"]:
        told = asked.reason(frame, row | {"comparison": "pacing"})
        return frame.say("county.standing_apart", told=told) if told else ""
    facts = {"rank": row["rank"], "ranked": row["ranked_count"]}
    before = known.before.get(county, {}).get("rank")
    return frame.say("county.standing_before" if before else "county.standing", before=before, **facts)


def _heading(frame: Frame, name: str, **facts: object) -> str:
    return f"<h2>{escape(frame.say(f'county.{name}', **facts))}</h2>"


def _measures(compared: Compared, county: str) -> str:
    """The table of the county's measures: its figure, the city's, its place, and how many projects know it."""
    frame = compared.frame
    lines = "".join(_measure(compared, measure, county) for measure in compared.measures)
    heads = "".join(
        f'<th scope="col"{"" if name == "measure" else " class=number"}>{escape(frame.say(f"county.head_{name}"))}</th>'
        for name in FACTS
    )
    return (
        f'<section>{_heading(frame, "measures")}<div class="table-scroll steering"><table class="rows steering measures">'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div></section>"
    )


def _measure(compared: Compared, measure: str, county: str) -> str:
    frame, row = compared.frame, compared.of_county(county, measure)
    if row is None:
        return ""
    href = escape(asked.rows_link(frame, measure, county))
    here, city = (
        asked.value_text(frame, one, full=False, unit=compared.unit(measure))
        for one in (row, compared.whole(measure))
    )
    of = f" / {row['field_count']}" if row["rank"] else ""
    beside = asked.parts_text(frame, row) or asked.sources_text(compared, measure)
    small = f" <small>{escape(beside)}</small>" if beside else ""
    return (
        f'<tr><th scope="row">{escape(asked.title(frame, measure))}{small}</th>'
        f'<td class="number"><a href="{href}"><b>{escape(here)}</b></a></td><td class="number">{escape(city)}</td>'
        f'<td class="number">{escape(ranking.place_text(compared, row) + of)}</td>'
        f'<td class="number">{escape(asked.n_text(row))}</td></tr>'
    )


def _changed(known: Known, county: str) -> str:
    """What changed since the month before, one line; nothing where no month before is known."""
    frame, before = known.frame, known.before.get(county)
    now = next((row for row in known.counties if row["county_code"] == county), None)
    if before is None or now is None:
        return ""
    counts = queries.late_counts(frame.store, frame.view).row(0, named=True)
    parts = [_rank_changed(frame, now, before), _more(frame, now, before)]
    if known.turned is not None:
        new, gone = known.turned
        parts.append(frame.say("county.changed_red", new=new, gone=gone))
    if counts["new"] is not None:
        parts.append(frame.say("county.changed_late", new=counts["new"], gone=counts["gone"]))
    missing = {"before": before["unreported_count"], "now": now["unreported_count"]}
    parts.append(frame.say("county.changed_missing", **missing))
    told = frame.say("filter.pair_separator").join(part for part in parts if part)
    told = told[:1].upper() + told[1:]
    return f"{_heading(frame, 'changed')}<p>{escape(told)}{escape(frame.say('compare.full_stop'))}</p>"


def _rank_changed(frame: Frame, now: Answer, before: Answer) -> str:
    if not now["rank"] or not before["rank"]:
        return ""
    key = "same" if now["rank"] == before["rank"] else "moved"
    return frame.say(f"county.changed_rank_{key}", before=before["rank"], now=now["rank"])


def _more(frame: Frame, now: Answer, before: Answer) -> str:
    """By how much 欠序时投资 grew or fell."""
    if now["behind_amount"] is None or before["behind_amount"] is None:
        return ""
    by = Decimal(now["behind_amount"]) - Decimal(before["behind_amount"])
    key = "more" if by > 0 else "less" if by < 0 else "same"
    return frame.say(f"county.changed_behind_{key}", amount=money_text(abs(by), frame.language))


def _money(frame: Frame) -> str:
    """The county's money on its way, each amount with how many projects tell it."""
    sums = whole(queries.funding_sum(frame.store, frame.view))
    cells = "".join(_amount(frame, sums, name) for name in MONEY if sums[f"{name}_known_count"])
    if not cells:
        return f"{_heading(frame, 'money')}<p>{escape(frame.say('county.money_none'))}</p>"
    return f'{_heading(frame, "money")}<dl class="amounts">{cells}</dl>'


def _amount(frame: Frame, sums: Answer, name: str) -> str:
    known = known_text(sums[f"{name}_known_count"], sums["project_count"])
    told = money_text(sums[f"{name}_amount"], frame.language)
    only = {"not_arrived": "not_arrived", "unpaid": "unpaid", "payment_untold": "unpaid"}.get(name)
    href = escape(frame.link("library", only=only) if only else frame.link("funding"))
    return (
        f"<div><dt>{escape(frame.say(f'column.{name}_amount'))}</dt>"
        f'<dd><a href="{href}">{escape(told)}</a> <small>{escape(known)}</small></dd></div>'
    )


def _late(frame: Frame) -> str:
    """How many are late, and those that are it longest, each with the reason told."""
    counts = queries.late_counts(frame.store, frame.view).row(0, named=True)
    title = escape(frame.say("county.late", late=counts["late"], passed=counts["passed"]))
    rows = queries.late_list(frame.store, frame.view)
    if rows.is_empty():
        return f"<h2>{title}</h2><p>{escape(frame.say('county.late_none'))}</p>"
    items = "".join(_item(frame, row) for row in rows.head(LATE).iter_rows(named=True))
    href = escape(frame.link("late"))
    every = escape(frame.say("overview.coordinate_all", count=rows.height))
    return f'<h2>{title} <small><a href="{href}">{every}</a></small></h2><ol class="late">{items}</ol>'


def _item(frame: Frame, row: Row) -> str:
    milestone = frame.labels("milestone").get(str(row["milestone"]), "—")
    days = frame.say("county.late_days", milestone=milestone, days=f"{row['late_days']:,}")
    reason = coordinating.owed(
        frame, frame.labels("reason").get(str(row["reason"])), True, "county.no_reason"
    )
    return f"<li>{coordinating.project_name(frame, row)} <small>{escape(days)} · {reason}</small></li>"


def table(compared: Compared, county: str) -> pl.DataFrame:
    """The measures to take away: in words, as on screen, since each has a unit of its own."""
    rows = [(measure, compared.of_county(county, measure)) for measure in compared.measures]
    return pl.DataFrame(
        {
            "comparison": [measure for measure, row in rows if row],
            "here_told": [asked.value_text(compared.frame, row) for _, row in rows if row],
            "whole_told": [asked.value_text(compared.frame, compared.whole(one)) for one, row in rows if row],
            "rank_told": [ranking.place_text(compared, row) for _, row in rows if row],
            "known_count": [row["known_count"] for _, row in rows if row],
            "project_count": [row["project_count"] for _, row in rows if row],
        }
    )
