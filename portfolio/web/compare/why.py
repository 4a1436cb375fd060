"""Beside the table of 县市区: why one county stands where it does: the projects that make up its 欠序时投资."""

from __future__ import annotations

from html import escape

import polars as pl

from portfolio import queries
from portfolio.formats import date_text, money_text
from portfolio.queries.listed import list_totals
from portfolio.web import rules
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Compared
from portfolio.web.frame import Frame
from portfolio.web.overview import coordinating
from portfolio.web.tables.cells import Row

SHOWN = 5
"""How many projects are named."""


def html(compared: Compared) -> str:
    """The panel as HTML: the county's place, its projects behind, its money and its reports."""
    frame, county = compared.frame, compared.looked_at
    if county is None:
        told = frame.say("compare.why_none")
        return f'<aside class="why"><p class="quiet">{escape(told)}</p></aside>'
    view = compared.view.model_copy(update={"counties": (county,)})
    rows = queries.list_rows(frame.store, view, "behind").sort(
        "behind_amount", descending=True, maintain_order=True
    )
    return (
        f'<aside class="why"><h2>{_name(compared, county)}</h2>{_explained(compared, county, rows)}'
        f"<ol>{''.join(_project(frame, row) for row in rows.head(SHOWN).iter_rows(named=True))}</ol>"
        f"{_money(compared, county)}{_reports(compared, county)}{_further(compared, county)}</aside>"
    )


def _name(compared: Compared, county: str) -> str:
    """The county, its place among how many, and what it was last month."""
    frame = compared.frame
    row = compared.of_county(county)
    name = f'<a href="{escape(frame.county_link(county))}">{escape(compared.name(county))}</a>'
    if row is None:
        return name
    standing = asked.rank_text(frame, row)
    of = f" / {row['field_count']}" if row["rank"] else ""
    told = [f"{standing}{of}", asked.value_text(frame, row, full=False, unit=compared.unit())]
    before = compared.before.get((compared.measure, county))
    if before and before["value"] is not None:
        value = asked.value_text(frame, before, full=False, unit=compared.unit())
        told.append(frame.say("compare.why_before", value=value))
    return f"{name} <small>{escape(' · '.join(part for part in told if part))}</small>"


def _explained(compared: Compared, county: str, rows: pl.DataFrame) -> str:
    """How much the county is behind, and how few of its projects make up most of it."""
    frame = compared.frame
    if rows.is_empty():
        return f"<p>{escape(frame.say('compare.why_nothing'))}</p>"
    view = compared.view.model_copy(update={"counties": (county,)})
    gap = queries.gap(frame.store, view).row(0, named=True)
    amount = compared.steered[county]["behind_amount"]
    facts = {
        "amount": money_text(abs(amount), frame.language),
        "count": gap["most_count"],
        "all": gap["behind_count"],
    }
    key = "why_behind" if amount > 0 else "why_ahead"
    href = escape(frame.link("library", county=county, only="behind", sort="-behind_amount"))
    link = f'<a href="{href}">{escape(frame.say("compare.say_gap_projects", **facts))}</a>'
    unit = f'<small class="unit">{escape(frame.say("unit.ten_thousand_yuan"))}</small>'
    return f"<p>{escape(frame.say(f'compare.{key}', **facts))}{link} {unit}</p>"


def _project(frame: Frame, row: Row) -> str:
    """A project: what it is behind, where it is stuck and why, what is done, by whom, until when."""
    red = row["state"] == "red"
    parts = [
        frame.say("compare.why_stuck") + coordinating.stuck(frame, row),
        coordinating.owed(
            frame, frame.labels("reason").get(str(row["reason"])), red, "compare.why_no_reason"
        ),
        coordinating.owed(frame, row["remedy"], red, "compare.why_no_remedy"),
        coordinating.owed(frame, row["responsible"], red, "compare.why_nobody"),
    ]
    if (day := row["remedy_due_on"]) is not None:
        told = date_text(day, "day", frame.language)  # type: ignore[arg-type]
        parts.append(escape(frame.say("compare.why_until", day=told)))
    between = " · "
    told = between.join(part for part in parts if part and part != "—")
    return (
        f"<li><p>{coordinating.project_name(frame, row)}<b>{escape(coordinating.amount(row['behind_amount']))}</b></p>"
        f"<small>{told}</small></li>"
    )


def _money(compared: Compared, county: str) -> str:
    """Money that has not come, and that lies unpaid."""
    frame = compared.frame
    view = compared.view.model_copy(update={"counties": (county,)})
    sums = list_totals(queries.list_rows(frame.store, view))
    facts = {
        name: "—" if sums[name] is None else money_text(sums[name], frame.language)  # type: ignore[arg-type]
        for name in ("not_arrived_amount", "unpaid_amount", "aged_unpaid_amount")
    }
    href = escape(frame.link("library", county=county, only="unpaid", sort="-aged_unpaid_amount"))
    told = frame.say("compare.why_money", **facts, months=rules.told(frame)["unpaid_months"])
    return f'<p><a href="{href}">{escape(told)}</a></p>'


def _reports(compared: Compared, county: str) -> str:
    """How many of its projects did not send the last closed month's report."""
    frame, row = compared.frame, compared.steered[county]
    facts = {"due": row["expected_count"], "missing": row["unreported_count"]}
    href = escape(frame.link("library", county=county, only="unreported"))
    told = escape(frame.say("compare.why_reports", **facts))
    return f'<p><a href="{href}">{told}</a></p>' if row["unreported_count"] else f"<p>{told}</p>"


def _further(compared: Compared, county: str) -> str:
    """The way to the county's own page, and to the rows behind the figure."""
    frame = compared.frame
    page = escape(frame.say("compare.why_page", county=compared.name(county)))
    rows = escape(frame.say("compare.why_rows", measure=asked.title(frame, compared.measure)))
    href = escape(asked.rows_link(frame, compared.measure, county))
    return f'<p class="see"><a href="{escape(frame.county_link(county))}">{page}</a> <a href="{href}">{rows}</a></p>'
