"""The lines of a table as HTML: what is the same down a column is settled once, not once a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from portfolio.web.frame import Frame
from portfolio.web.tables.cells import Cell, Labels, Row, cell, is_number
from portfolio.web.tables.table import Table

LINKED = ("project_id", "name")
COUNTY = "county_code"
"""The column whose names lead to a county's own page, unless the table says where else."""
_OPENED = re.compile(r"/(?![/\\])|[#?]|https?://", re.IGNORECASE)
"""How an address that may be opened begins: a page of ours, or a page of the web; nothing that would run."""
Writer = Callable[[Row, str | None], str]
"""Makes a cell from its row and from the address of the row's project."""


def lines(frame: Frame, table: Table, labels: Labels) -> Iterator[str]:
    """One line a row, as many as the table shows."""
    writers = [_writer(frame, table, column, labels) for column in table.shown]
    standing = _unmarked if frame.filters.sort else _standing
    projects = "project_id" in table.rows.columns
    for row in table.rows.head(table.limit).iter_rows(named=True):
        project = row["project_id"] if projects else None
        href = None if project is None else frame.link("project", project=str(project))
        yield f"<tr{standing(row)}>{''.join([write(row, href) for write in writers])}</tr>"


def _unmarked(_: Row) -> str:
    return ""


def _standing(row: Row) -> str:
    """Where the row stands in its group: the group's own row, or a member's."""
    return (
        ' class="group"' if row.get("kind") == "group" else ' class="member"' if row.get("parent_id") else ""
    )


def _writer(frame: Frame, table: Table, column: str, labels: Labels) -> Writer:
    """How a cell of the column is made."""
    kind = _kind(column)
    blank = f' unknown">{escape(frame.say(table.blank(column)))}</td>'
    read = _reader(column, labels, frame)
    opens = table.links.get(column) or (_county(frame) if column == COUNTY else None)
    linked = column in LINKED

    def write(row: Row, project: str | None) -> str:
        made = read(row)
        css_class = f"{kind}{row[column]}" if column == "state" else kind
        if made.text is None:
            return f'<td class="{css_class}{blank}'
        return _known(css_class, made, opens(row) if opens else project if linked else None)

    return write


def _county(frame: Frame) -> Callable[[Row], str]:
    """Finds the address of a row's county."""
    links = {county: frame.county_link(county) for county in frame.counties}
    return lambda row: links.get(str(row[COUNTY]), "")


def _kind(column: str) -> str:
    """The column's class; a state's own code follows its class."""
    if is_number(column):
        return "number"
    return "state " if column == "state" else f"text {column}"


def _reader(column: str, labels: Labels, frame: Frame) -> Callable[[Row], Cell]:
    """How a cell's words are found; a code's are found once."""
    if column not in labels:
        return lambda row: cell(column, row, labels, frame.language)
    by_code: dict[object, Cell] = {}

    def coded(row: Row) -> Cell:
        code = row.get(column)
        if not isinstance(code, str):
            return cell(column, row, labels, frame.language)
        if code not in by_code:
            by_code[code] = cell(column, row, labels, frame.language)
        return by_code[code]

    return coded


def _known(kind: str, made: Cell, href: str | None) -> str:
    text = escape(made.text or "")
    inner = f'<a href="{escape(href)}"{_elsewhere(href)}>{text}</a>' if href and _OPENED.match(href) else text
    sign = f'<span class="sign" aria-hidden="true">{made.sign}</span> ' if made.sign else ""
    title = f' title="{text}"' if kind.startswith("text") else ""
    return f'<td class="{kind}" data-value="{escape(made.value or "")}"{title}>{sign}{inner}</td>'


def _elsewhere(href: str) -> str:
    """A page of somebody else's opens beside ours, and learns nothing of it."""
    return ' target="_blank" rel="noopener"' if href.lower().startswith(("https://", "http://")) else ""
