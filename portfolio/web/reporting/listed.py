"""Reports as rows of a table, and one report's values beside those they replace."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from portfolio.formats import date_text
from portfolio.web.cells import CODELISTS, Row
from portfolio.web.frame import Frame
from portfolio.web.project import records
from portfolio.web.reporting import acting
from portfolio.web.tables import Table
from portfolio.words import knows

LISTS = CODELISTS | {"verdict": "verdict", "unit_county_code": "county"}
REPORTS = (
    *("report_no", "period_on", "unit_name", "unit_county_code", "sent_by", "sent_at", "project_count"),
    *("report_warning_count", "sent_late", "verdict", "decided_by", "decided_at", "reason"),
)
PENDING = REPORTS[:-4]
VALUES = ("project_id", "name", "figure", "old", "new", "place")
UNKNOWN = {
    "decided_by": "reporting.not_decided",
    "decided_at": "reporting.not_decided",
    "reason": "reporting.no_reason",
    "unit_name": "followup.no_unit",
    "unit_county_code": "table.not_stated",
    "old": "reporting.first_statement",
    "said": "reporting.not_said",
    "name": "reporting.whole_report",
    "project_id": "reporting.whole_report",
    "*": "table.not_stated",
}


def reports(frame: Frame, rows: pl.DataFrame, page: str, columns: tuple[str, ...] = REPORTS) -> Table:
    """The reports as a table whose numbers open the report on `page`."""
    shown = rows.select(
        pl.col("submission_id").alias("report_no"),
        "period_on",
        pl.lit("month").alias("period_precision"),
        "unit_name",
        pl.col("county_code").alias("unit_county_code"),
        _people(frame, rows["sent_by_name"]).alias("sent_by"),
        "sent_at",
        pl.col("seen_count").alias("project_count"),
        pl.col("warning_count").alias("report_warning_count"),
        "sent_late",
        "verdict",
        _people(frame, rows["decided_by_name"]).alias("decided_by"),
        "decided_at",
        "reason",
    )
    links: dict[str, Callable[[Row], str]] = {
        "report_no": lambda row: frame.link(page, number=str(row["report_no"]), month=None)
    }
    return Table(shown, columns, unknown=UNKNOWN, codelists=LISTS, links=links)


def _people(frame: Frame, names: pl.Series) -> pl.Series:
    return pl.Series([acting.person(frame, name) for name in names], dtype=pl.String)


def title(frame: Frame, row: Mapping[str, object]) -> str:
    """The report's name for a heading: 第 12 号报送：2026年10月，示例县甲发展和改革局."""
    return frame.say(
        "reporting.title_of_report",
        number=row["submission_id"],
        month=date_text(row["period_on"], "month", frame.language),  # type: ignore[arg-type]
        unit=row["unit_name"] or frame.say("followup.no_unit"),
    )


def values(frame: Frame, entries: pl.DataFrame) -> Table:
    """The report's values as a table: which project and figure, old, new, and the cell it stands in."""
    told = [
        (
            row["project_id"],
            row["name"],
            records.figure(frame, row),
            _old(frame, row),
            _new(frame, row),
            place(row),
            row["county_code"],
        )
        for row in entries.iter_rows(named=True)
    ]
    schema = dict.fromkeys((*VALUES, "county_code"), pl.String)
    return Table(pl.DataFrame(told, schema, orient="row"), VALUES, unknown=UNKNOWN, codelists=LISTS)


def _old(frame: Frame, row: Row) -> str | None:
    if row["old_value"] is None:
        return None
    stated = {**row, "value": row["old_value"], "value_precision": row["old_precision"]}
    return records.stated(frame, stated)


def _new(frame: Frame, row: Row) -> str:
    if row["was_cleared"]:
        return frame.say("project.cleared")
    return records.stated(frame, {**row, "value": row["new_value"], "value_precision": row["new_precision"]})


def place(row: Row) -> str | None:
    """Sheet and cell: 进度!E13; the row where the cell is not known; None where neither is."""
    sheet, cell = row["sheet"], row["cell"] or row.get("row_number")
    if cell is None:
        return None if sheet is None else str(sheet)
    return str(cell) if sheet is None else f"{sheet}!{cell}"


def remarks(frame: Frame, rows: pl.DataFrame) -> Table:
    """The warnings and corrections of a report with the owner's words, or a reviewer's remarks."""
    reviewed = rows["kind"].eq("review").any()
    told = [
        (
            row["project_id"],
            row["name"],
            frame.say(f"reporting.remark_{row['kind']}"),
            warning(frame, row) if row["kind"] == "warning" else None,
            row["value"],
            row["said"],
            place(row),
        )
        for row in rows.iter_rows(named=True)
    ]
    said = "opinion" if reviewed else "said"
    names = ("project_id", "name", "remark_kind", "warning_told", "value", said, "place")
    shown = tuple(name for name in names if name not in ("warning_told", "remark_kind") or not reviewed)
    frame_of = pl.DataFrame(told, dict.fromkeys(names, pl.String), orient="row")
    return Table(frame_of, shown, unknown=UNKNOWN | {"warning_told": "reporting.see_said"}, codelists=LISTS)


def warning(frame: Frame, row: Row) -> str:
    """What the warning is about, in a few words."""
    key = f"reporting.warning_{row['code']}"
    return frame.say(key) if knows(key) else str(row["code"])
