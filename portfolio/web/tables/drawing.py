"""A frame as a table to read, quote and take away: headings, unit, total row, blanks in words."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio.formats import YUAN, letters
from portfolio.web.elements import fold
from portfolio.web.elements.written import Written
from portfolio.web.frame import Frame
from portfolio.web.tables import table_lines
from portfolio.web.tables.cells import Labels, cell, is_number
from portfolio.web.tables.table import Table
from portfolio.words import UNTOLD

MANY = 10
"""Columns past which a table is set closer, so that its last ones stay on a projector's screen."""
UNFOLDED_ROWS = 10
"""Rows up to which nothing is folded away."""
TELEPHONE = "call_telephone"
"""The column that a desk's screen has no room for: its heading is known by its class too."""


def show(frame: Frame, table: Table, *, folded: str | None = None) -> None:
    """Draw the table, or say that no project meets the filters; many rows in the fold `folded`."""
    if table.rows.is_empty():
        st.info(frame.say("table.no_rows"))
    elif folded and table.rows.height > UNFOLDED_ROWS:
        count = f"{table.rows.height:,}"
        fold.draw(frame.say("table.unfold", count=count), folded, lambda: _html(frame, table))
    else:
        _html(frame, table)


def _html(frame: Frame, table: Table) -> None:
    st.html(Written(body(frame, table)))


def body(frame: Frame, table: Table) -> str:
    """The table as HTML."""
    labels = table.labels(frame)
    heads = "".join(_heading(frame, name, table.sort_page) for name in table.shown)
    lines = "".join(table_lines.lines(frame, table, labels))
    dense = " dense" if len(table.shown) > MANY else ""
    region = f'role="region" tabindex="0" aria-label="{escape(frame.say("table.scroll"))}"'
    return (
        f'<div class="above-table">{_above(frame, table)}</div><div class="table-scroll" {region}>'
        f'<table class="rows{dense}"><thead><tr>{heads}</tr>'
        f"{_total(frame, table, labels)}</thead><tbody>{lines}</tbody></table></div>"
    )


def _above(frame: Frame, table: Table) -> str:
    count = table.all or table.rows.height
    part = "shown_part" if table.totals is None else "shown_part_of_total"
    key = f"table.{part}" if count > table.limit else "table.row_count"
    notes = [frame.say(key, shown=table.limit, all=f"{count:,}")]
    if table.sort_page and count > table.rows.height:
        last = table.first + table.rows.height
        notes = [frame.say("table.window", first=f"{table.first + 1:,}", last=f"{last:,}", all=f"{count:,}")]
    if any(name.endswith("_amount") for name in table.shown):
        notes.append(frame.say("export.unit_foreign" if _has_foreign(table.rows) else "unit.of_table"))
    if _has_dashes(frame, table):
        notes.append(frame.say("table.unknown_told"))
    return "".join(f"<span>{escape(text)}</span>" for text in notes)


def _has_dashes(frame: Frame, table: Table) -> bool:
    """Whether a blank of the table is shown as —, which one note above it explains."""
    dashed = [name for name in table.shown if frame.say(table.blank(name)) == UNTOLD]
    return any(table.rows[name].null_count() for name in dashed if name in table.rows.columns)


def _has_foreign(rows: pl.DataFrame) -> bool:
    return "currency" in rows.columns and any(currency != YUAN for currency in rows["currency"])


def _heading(frame: Frame, column: str, sort_page: str | None) -> str:
    name = frame.say(f"column.{column}")
    side = ' class="number"' if is_number(column) else f' class="{column}"' if column == TELEPHONE else ""
    kind = f'{side} style="--letters: {letters(name)}"'
    if sort_page:
        return f'<th scope="col"{kind}{_sort_link(frame, column, name, sort_page)}</th>'
    button = f'<button type="button" class="sort" title="{escape(frame.say("table.sort", name=name))}">'
    return f'<th scope="col"{kind}>{button}{escape(name)}</button></th>'


def _sort_link(frame: Frame, column: str, name: str, page: str) -> str:
    """How a heading that sorts by a link ends: numbers from the top down first, a second click turns round."""
    sorted_now = frame.filters.sort.lstrip("-") == column
    turned = not frame.filters.sort.startswith("-") if sorted_now else is_number(column)
    order = "ascending" if turned else "descending"
    sorted_by = f' aria-sort="{order}"' if sorted_now else ""
    href, title = (
        frame.link(page, sort=f"{'-' if turned else ''}{column}"),
        frame.say("table.sort", name=name),
    )
    return f'{sorted_by}><a class="sort" href="{escape(href)}" title="{escape(title)}">{escape(name)}</a>'


def _total(frame: Frame, table: Table, labels: Labels) -> str:
    """The 合计 row, under the headings so that it stays in sight; a column that is not summed stays empty."""
    if table.totals is None:
        return ""
    word = next((name for name in table.shown if name not in table.totals), None)
    return f'<tr class="total">{"".join(_sum(frame, table, name, word, labels) for name in table.shown)}</tr>'


def _sum(frame: Frame, table: Table, column: str, word: str | None, labels: Labels) -> str:
    if column == word:
        return f'<td class="text">{escape(frame.say("table.total"))}</td>'
    if column not in (table.totals or {}):
        return '<td class="text"></td>'
    made = cell(column, table.totals or {}, labels, frame.language)
    return f'<td class="number">{escape(made.text or frame.say(table.blank(column)))}</td>'
