"""All comparisons of all counties at once: to read as one table, each figure opening its rows, and to take away."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio.web import tables
from portfolio.web.compare import asked
from portfolio.web.compare.asked import WHOLE, Answer, Compared
from portfolio.web.elements.written import Written
from portfolio.web.tables import Table

COLUMNS = {
    "pacing": "pacing_share",
    "completion": "completion_share",
    "late": "late_share",
    "started": "started_share",
    "disbursed": "disbursed_share",
    "received": "received_share",
    "paid": "paid_share",
    "annual_payment": "annual_payment_share",
    "budget_payment": "budget_share",
    "idle": "aged_share",
    "reporting": "reporting_share",
    "investment": "investment_amount",
}
"""Comparison to the column that its figure has in a table; the number of projects is its own n."""

PARTS = {"late": ("late_count", "passed_unreported_count")}
"""Comparison to the columns of its two parts: what was told, and what counts because nobody reported."""

UNKNOWN = {"investment_amount": "table.not_stated", "*": "table.not_reported"}


def draw(compared: Compared) -> None:
    """Draw the table, which is the one that 导出 takes."""
    frame = compared.frame
    title = frame.say("compare.table_title")
    asked.note(frame, "table_note")
    st.html(Written(_html(compared)))
    tables.export(frame, table(compared), title)


def _html(compared: Compared) -> str:
    frame = compared.frame
    heads = "".join(_heading(compared, measure) for measure in compared.measures)
    lines = "".join(_line(compared, county) for county in (*_counties(compared), WHOLE))
    county = escape(frame.say("column.county_code"))
    label = escape(frame.say("table.scroll"))
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table class="rows figures-table">'
        f'<thead><tr><th scope="col">{county}</th>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _heading(compared: Compared, measure: str) -> str:
    frame = compared.frame
    href = escape(frame.link("compare", measure=measure, tab=None))
    current = ' aria-current="true"' if measure == compared.measure else ""
    name = escape(asked.title(frame, measure))
    sides = (asked.better(frame, measure, "short_"), asked.sources_text(compared, measure))
    side = escape(frame.say("filter.value_separator").join(part for part in sides if part))
    return f'<th scope="col" class="number"{current}><a href="{href}" target="_self">{name}</a><span>{side}</span></th>'


def _counties(compared: Compared) -> list[str]:
    """The counties that have any project, in the edition's order."""
    found = set(compared.rows["county_code"])
    return [code for code in compared.frame.counties if code in found]


def _line(compared: Compared, county: str) -> str:
    frame = compared.frame
    name = frame.say("compare.whole") if county == WHOLE else compared.name(county)
    cells = "".join(_cell(compared, measure, county) for measure in compared.measures)
    kind = ' class="total"' if county == WHOLE else ""
    current = ' aria-current="true"' if county in frame.filters.counties else ""
    told = escape(name)
    if county != WHOLE:
        told = f'<a href="{escape(frame.county_link(county))}" target="_self">{told}</a>'
    apart = county != WHOLE and all(
        row["ranking"] == "unranked" for row in compared.of() if row["county_code"] == county
    )
    beside = f"<span>{escape(frame.labels('ranking')['unranked'])}</span>" if apart else ""
    return f'<tr{kind}{current}><th scope="row">{told}{beside}</th>{cells}</tr>'


def _cell(compared: Compared, measure: str, county: str) -> str:
    frame = compared.frame
    row = compared.of_county(county, measure)
    if row is None:
        return f'<td class="number unknown">{escape(frame.say("compare.no_project"))}</td>'
    href = escape(asked.rows_link(frame, measure, county))
    value = escape(asked.value_text(frame, row, full=False, unit=compared.unit(measure)))
    known = "unknown" if row["value"] is None else "known"
    standing = "" if row["ranking"] in (None, "unranked") else asked.rank_text(frame, row)
    standing = "" if row["better"] == "none" else standing
    n = f"{row['known_count']} / {row['project_count']}"
    told = " ".join(f"<i>{escape(part)}</i>" for part in (standing, n, asked.parts_text(frame, row)) if part)
    return f'<td class="number {known}"><a href="{href}" target="_self">{value}</a><span>{told}</span></td>'


def table(compared: Compared) -> Table:
    """The same numbers as a table to take away: of each comparison the figure, its n and its rank."""
    counties = _counties(compared)
    columns: dict[str, pl.Series] = {"county_code": pl.Series(counties, dtype=pl.String)}
    totals: dict[str, object] = {}
    for measure in compared.measures:
        whole = compared.whole(measure)
        rows = [compared.of_county(county, measure) or {} for county in counties]
        if measure in COLUMNS:
            name = COLUMNS[measure]
            columns[name] = pl.Series([exact(row) for row in rows], dtype=type_of(name))
            totals[name] = exact(whole)
            for name, counts in _parts(measure, rows, whole).items():
                columns[name], totals[name] = pl.Series(counts[:-1], dtype=pl.Int64), counts[-1]
            columns[f"{measure}_known_count"] = pl.Series([row.get("known_count", 0) for row in rows])
            totals[f"{measure}_known_count"] = whole["known_count"]
        if whole["better"] != "none":
            columns[f"{measure}_rank"] = pl.Series([_place(compared, row) for row in rows], dtype=pl.String)
        if measure == "projects":
            columns["project_count"] = pl.Series([row.get("project_count", 0) for row in rows])
            totals["project_count"] = whole["project_count"]
    n = tuple(name for name in totals if name.endswith("_known_count"))
    return Table(pl.DataFrame(columns), totals=totals, unknown=UNKNOWN, of_whole=n)


def _parts(measure: str, rows: list[Answer], whole: Answer) -> dict[str, list[int | None]]:
    """Column to what was told, and what counts because nobody reported, of each county and at last of the whole."""
    told, silent = PARTS.get(measure, ("", ""))
    if not told:
        return {}
    sides = [(row.get("part"), row.get("silent_part")) for row in (*rows, whole)]
    return {
        told: [None if part is None else int(part - of) for part, of in sides],
        silent: [None if of is None else int(of) for _, of in sides],
    }


def type_of(name: str) -> pl.DataType | type[pl.DataType]:
    """What a column of a figure is: money exactly, projects whole, else a share."""
    if name.endswith("_count"):
        return pl.Int64
    return pl.Decimal(38, 2) if name.endswith("_amount") else pl.Float64


def exact(row: Answer) -> object:
    """The figure as it is: money exactly, shares as they were rounded to nine places."""
    if not row or row["value"] is None:
        return None
    return row["part"] if row["unit"] == "amount" else row["value"]


def _place(compared: Compared, row: Answer) -> str:
    if not row:
        return compared.frame.say("compare.no_project")
    return asked.place(compared.frame, row)
