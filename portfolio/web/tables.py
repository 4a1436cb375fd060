"""A frame as a table to read, quote and take away: headings, unit, total row, blanks in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from portfolio import clock, exports
from portfolio.exports import qualifies
from portfolio.formats import YUAN, letters
from portfolio.web import exporting, filter_row, finals, fold, table_lines
from portfolio.web.cells import CODELISTS, Labels, Row, cell, is_number
from portfolio.web.frame import Frame
from portfolio.web.written import Written
from portfolio.words import UNTOLD

LIMIT = 500
"""Rows shown; a browser stays quick, and the downloads hold them all."""
MANY = 10
"""Columns past which a table is set closer, so that its last ones stay on a projector's screen."""
TELEPHONE = "call_telephone"
"""The column that a desk's screen has no room for: its heading is known by its class too."""
FEW = 10
"""Rows up to which nothing is folded away."""
WRITERS = {"xlsx": exports.workbook, "csv": exports.comma_separated}


@dataclass(frozen=True)
class Table:
    """What is shown and taken away alike.

    `columns` chooses and orders; `totals` (column to sum, over all rows) makes the 合计 row; `unknown` is the
    words key for a blank, for every column or one a column ("*" for the rest); `codelists` names the list of
    each column that holds codes; `links` makes, from a row, the address that a column's cell opens.
    """

    rows: pl.DataFrame
    columns: Sequence[str] | None = None
    totals: Mapping[str, object] | None = None
    unknown: str | Mapping[str, str] = "table.not_reported"
    codelists: Mapping[str, str] = field(default_factory=lambda: CODELISTS)
    links: Mapping[str, Callable[[Row], str]] = field(default_factory=dict)
    limit: int = LIMIT
    sort_page: str | None = None
    """The page that keeps the sorting in its address and sorts the rows itself; None: the browser sorts."""
    of_whole: Collection[str] = ()
    """The columns whose total is a figure of the whole, not the sum of the rows."""
    all: int | None = None
    """How many rows there are in all; None: `rows` are all of them."""
    first: int = 0
    """How many of all rows stand before the first of these."""
    whole: Callable[[], Table] | None = None
    """Makes the table of all rows, for whoever takes it away; None: this is it."""

    @property
    def shown(self) -> list[str]:
        """The columns on screen: those named, else all but those that only qualify another."""
        return list(self.columns or (name for name in self.rows.columns if not qualifies(name)))

    def blank(self, column: str) -> str:
        """The words key for a blank in `column`."""
        if isinstance(self.unknown, str):
            return self.unknown
        return self.unknown.get(column, self.unknown.get("*", "table.not_reported"))

    def labels(self, frame: Frame) -> Labels:
        """Column to its labels in the reader's language, for the columns that hold codes."""
        lists = {name: self.codelists.get(name) or _precision(name) for name in self.rows.columns}
        return {name: frame.labels(codelist) for name, codelist in lists.items() if codelist}


def _precision(column: str) -> str | None:
    return "precision" if column.endswith("_precision") else None


def draw(frame: Frame, title: str, table: Table, *, folded: bool = False) -> None:
    """Draw the table and offer it under 导出; `folded` as in `show`. `title` is the table's own on its page."""
    show(frame, table, folded=title if folded else None)
    download(frame, table, title)


def show(frame: Frame, table: Table, *, folded: str | None = None) -> None:
    """Draw the table, or say that no project meets the filters; many rows in the fold `folded`."""
    if table.rows.is_empty():
        st.info(frame.say("table.no_rows"))
    elif folded and table.rows.height > FEW:
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
    told = [frame.say(key, shown=table.limit, all=f"{count:,}")]
    if table.sort_page and count > table.rows.height:
        last = table.first + table.rows.height
        told = [frame.say("table.window", first=f"{table.first + 1:,}", last=f"{last:,}", all=f"{count:,}")]
    if any(name.endswith("_amount") for name in table.shown):
        told.append(frame.say("export.unit_foreign" if _has_foreign(table.rows) else "unit.of_table"))
    if _has_dashes(frame, table):
        told.append(frame.say("table.unknown_told"))
    return "".join(f"<span>{escape(text)}</span>" for text in told)


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
    told = f' aria-sort="{order}"' if sorted_now else ""
    href, title = (
        frame.link(page, sort=f"{'-' if turned else ''}{column}"),
        frame.say("table.sort", name=name),
    )
    return f'{told}><a class="sort" href="{escape(href)}" title="{escape(title)}">{escape(name)}</a>'


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


def download(frame: Frame, table: Table, title: str) -> None:
    """Offer exactly this table, with what it rests on, under the page's 导出."""
    exporting.offer(_offer(frame, table, title))


def export(frame: Frame, table: Table, title: str) -> None:
    """Offer the table that the page is named for: 导出 takes it at one click."""
    exporting.offer(_offer(frame, table, title), main=True)


def _offer(frame: Frame, table: Table, title: str) -> exporting.Offer:
    return exporting.Offer(title, partial(_file, frame, table, title), partial(file_name, frame, title))


def _file(frame: Frame, table: Table, title: str, kind: str) -> bytes:
    """The file, made only once somebody takes it."""
    table = table.whole() if table.whole else table
    told = facts(frame, table, title)
    return WRITERS[kind](taken(table), told, _totals(table), _lists(frame, table))


def taken(table: Table) -> pl.DataFrame:
    """The rows as taken away: the columns on screen, and those that qualify them."""
    beside = [name for name in table.rows.columns if qualifies(name) and name not in table.shown]
    return table.rows.select([*table.shown, *beside])


def _totals(table: Table) -> dict[str, object] | None:
    totals = table.totals
    return None if totals is None else {name: totals[name] for name in table.shown if name in totals}


def _lists(frame: Frame, table: Table) -> dict[str, dict[str, str]]:
    return {name: dict(labels) for name, labels in table.labels(frame).items()}


def facts(frame: Frame, table: Table, title: str) -> exports.Facts:
    """What an export says of itself: title, filters, day, workspace, and the document behind it."""
    return exports.Facts(
        title=_heading_of(frame, title),
        language=frame.language,
        filters=(*finals.told(frame), *filter_row.chosen(frame)),
        as_of=frame.filters.as_of,
        made_on=clock.today(),
        workspace=frame.filters.workspace,
        source=frame.say("source.of_numbers", edition=frame.source),
        blanks={name: frame.say(table.blank(name)) for name in table.shown},
        of_whole=table.of_whole,
        columns=tuple(table.shown),
    )


def _heading_of(frame: Frame, title: str) -> str:
    """What stands over a table that is taken away: of which city, of which page, and its own title there."""
    page = frame.say(f"nav.{frame.page}")
    of_page = title if title == page else frame.say("export.part", page=page, title=title)
    return frame.say("export.title", city=frame.city, title=of_page)


def file_name(frame: Frame, title: str, kind: str) -> str:
    """The name of a download: what, of which city and day; 演示数据 in front where it is not official."""
    mark = f"{frame.say('workspace.demo_mark')}_" if frame.filters.workspace == "demo" else ""
    return f"{mark}{frame.city}_{title}_{frame.filters.as_of.isoformat()}.{kind}"
