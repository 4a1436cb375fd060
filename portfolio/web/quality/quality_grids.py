"""The two grids of 数据质量: fields by county, months by county; each cell opens the projects behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.charts import quality as charts
from portfolio.charts.vega import Chart
from portfolio.formats import date_text, plain
from portfolio.web import tables
from portfolio.web.elements import figures, fold, pictures
from portfolio.web.frame import Frame
from portfolio.web.quality.quality_lists import LISTS
from portfolio.web.tables import Table
from portfolio.web.tables.cells import Row

SHOWN = 9
"""Months that the grid shows; the table under it holds all of them."""
ALL = "*"
"""Stands for all counties together."""
FIELDS = ("data_field", "county_code", "project_count", "known_count", "known_share", "missing_count")
MONTHS = (
    *("month_on", "county_code", "expected_count", "reported_count", "reported_share"),
    *("unreported_count", "sent_late_count", "unasked_count"),
)


def fields(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw how many projects know each field, by county, and those that lack the chosen one."""
    title = frame.say("quality.fields_title")
    figures.heading(frame, title, frame.say("quality.fields_note"))
    pictures.draw(frame, "fields", _field_grid(frame, rows))
    links = {
        "county_code": _county_link(frame, "library"),
        "missing_count": lambda row: frame.link("quality", tab=None, **_field(row)) + "#missing",
    }
    _folded(
        frame,
        title,
        Table(_ordered(frame, rows, "data_field"), FIELDS, codelists=LISTS, links=links),
        tables.export,
    )


def months(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw who reported which month, by county, and those that did not in the chosen one."""
    title = frame.say("quality.months_title")
    days = dict(queries.thresholds(frame.store, frame.view)["name", "value"].iter_rows())
    asked = _asked(rows)
    told = [frame.say("quality.months_note")]
    told.append(frame.say("quality.months_rule", close_days=plain(days["report_close_days"])))
    if asked.height < rows.height:
        told.append(frame.say("quality.months_unasked"))
    figures.heading(frame, title, *told)
    newest = asked["month_on"].unique().sort(descending=True).head(SHOWN)
    asked = asked.filter(pl.col("month_on").is_in(newest.implode()))
    pictures.draw(frame, "months", _month_grid(frame, asked))
    opens = ("unreported_count", "sent_late_count", "month_on")
    links: dict[str, Callable[[Row], str]] = dict.fromkeys(opens, lambda row: _month_link(frame, row))
    links["county_code"] = _county_link(frame, "library")
    _folded(frame, title, _months_table(frame, rows, links), tables.download)


def _asked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the months for which any report was expected or came, and of the newest month always."""
    whole = rows.filter(pl.col("county_code") == ALL)
    newest = pl.col("month_on") == pl.col("month_on").max()
    kept = whole.filter(newest | (pl.col("expected_count") + pl.col("unasked_count") > 0))
    return rows.join(kept[["month_on"]], on="month_on", how="semi", maintain_order="left")


def _months_table(frame: Frame, rows: pl.DataFrame, links: dict[str, Callable[[Row], str]]) -> Table:
    listed = _ordered(frame, rows, None).with_columns(month_precision=pl.lit("month"))
    return Table(listed, MONTHS, unknown="quality.none_expected", codelists=LISTS, links=links)


def _folded(frame: Frame, title: str, table: Table, offer: Callable[[Frame, Table, str], None]) -> None:
    """Draw the same numbers as a table, folded away, and offer them whether it is unfolded or not."""
    fold.draw(frame.say("funding.map_table"), title, lambda: tables.show(frame, table))
    offer(frame, table, title)


def _ordered(frame: Frame, rows: pl.DataFrame, codelist: str | None) -> pl.DataFrame:
    """The rows of single counties: fields in the order of the codelist, months as they come; then by county."""
    own = rows.filter(pl.col("county_code") != ALL)
    listed = own.sort(
        pl.col("county_code").replace_strict(_places(frame.counties), default=len(frame.counties))
    )
    if codelist is None:
        return listed.sort("month_on", descending=True, maintain_order=True)
    first = pl.col(codelist).replace_strict(_places(frame.labels(codelist)))
    return listed.sort(first, maintain_order=True)


def _places(labels: dict[str, str]) -> dict[str, int]:
    return {code: place for place, code in enumerate(labels)}


def _county_link(frame: Frame, page: str) -> Callable[[Row], str]:
    return lambda row: frame.link(page, county=row["county_code"])


def _county(row: Row) -> dict[str, object]:
    """The change of the county filter that opens a row; none for all counties together."""
    return {} if row["county_code"] == ALL else {"county": row["county_code"]}


def _field(row: Row) -> dict[str, object]:
    return {"missing": row["data_field"], **_county(row)}


def _month(row: Row) -> dict[str, object]:
    return {"month": f"{row['month_on']:%Y-%m}", **_county(row)}


def _month_link(frame: Frame, row: Row) -> str:
    """The projects that did not report the month, on 填报情况, where the reporting lists are; for a visitor 未填报."""
    if not frame.reader.may("follow"):
        return frame.link("library", only="unreported", **_county(row))
    return frame.link("followup", tab="projects", **_month(row))


def _columns(frame: Frame, rows: pl.DataFrame) -> dict[str, str]:
    """County code to its short name for the columns of a grid, in order; all together last."""
    chinese, kept = frame.language == "zh", set(rows["county_code"])
    names = {row.county_code: row.short_name if chinese else row.name_en for row in frame.county_rows}
    return {code: name for code, name in names.items() if code in kept} | {ALL: frame.say("table.total")}


def _field_grid(frame: Frame, rows: pl.DataFrame) -> Chart:
    columns, labels = _columns(frame, rows), frame.labels("data_field")
    href = [frame.link("quality", tab=None, **_field(row)) + "#missing" for row in rows.iter_rows(named=True)]
    told = frame.say("quality.tip_field", known="{}", all="{}", missing="{}")
    cells = rows.select(
        pl.col("data_field").replace_strict(labels).alias("row"),
        pl.col("county_code").replace_strict(columns).alias("column"),
        pl.format("{} / {}", "known_count", "project_count").alias("told"),
        pl.format("{}|/{}", "known_count", "project_count").alias("short"),
        pl.format(told, "known_count", "project_count", "missing_count").alias("tip"),
        pl.col("known_share").alias("share"),
        pl.Series("href", href, dtype=pl.String),
    )
    words = frame.say("quality.fields_axis"), frame.say("quality.fields_description")
    return charts.grid(cells, list(labels.values()), list(columns.values()), *words)


def _month_grid(frame: Frame, rows: pl.DataFrame) -> Chart:
    columns = _columns(frame, rows)
    made = [_month_cell(frame, columns, row) for row in rows.iter_rows(named=True)]
    names = ("row", "column", "told", "short", "tip", "share", "href")
    types = dict.fromkeys(names, pl.String) | {"share": pl.Float64}
    cells = pl.DataFrame(made, types, orient="row")
    order = [date_text(day, "month", frame.language) for day in rows["month_on"].unique(maintain_order=True)]
    words = frame.say("quality.months_axis"), frame.say("quality.months_description")
    return charts.grid(cells, order, list(columns.values()), *words)


def _month_cell(frame: Frame, columns: dict[str, str], row: dict[str, Any]) -> tuple[object, ...]:
    """One cell: reported of expected, how many of them late, and — where none was expected."""
    expected, reported, late, unasked = (
        row[f"{name}_count"] for name in ("expected", "reported", "sent_late", "unasked")
    )
    counts = {"reported": reported, "expected": expected, "late": late, "unasked": unasked}
    told = f"{reported} / {expected}" if expected else charts.EMPTY
    short = f"{reported}|/{expected}" if expected else f"{charts.EMPTY}|"
    if late:
        told, short = frame.say("quality.cell_late", told=told, late=late), f"{short}{charts.LATE}"
    if unasked and not expected:
        told = frame.say("quality.cell_unasked", unasked=unasked)
    tip = frame.say("quality.tip_month", **counts)
    place = date_text(row["month_on"], "month", frame.language), columns[str(row["county_code"])]
    return *place, told, short, tip, row["reported_share"], _month_link(frame, row)
