"""A table taken away: exactly the rows and columns on screen, what qualifies them, and what the file says of itself."""

from __future__ import annotations

from functools import partial

import polars as pl

from portfolio import clock, exports
from portfolio.exports import qualifies
from portfolio.web import finals
from portfolio.web.frame import Frame
from portfolio.web.header import exporting, filter_row
from portfolio.web.tables.table import Table

WRITERS = {"xlsx": exports.workbook, "csv": exports.comma_separated}


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
    stated = facts(frame, table, title)
    return WRITERS[kind](taken(table), stated, _totals(table), _lists(frame, table))


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
