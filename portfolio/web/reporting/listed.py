"""Reports as rows of a table, and one report's values beside those they replace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import polars as pl

from portfolio import intake
from portfolio.formats import date_text, rounded, ten_thousands
from portfolio.web.frame import Frame
from portfolio.web.project import records
from portfolio.web.reporting import acting
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row
from portfolio.words import knows

LISTS = CODELISTS | {"verdict": "verdict", "unit_county_code": "county"}
REPORTS = (
    *("report_no", "period_on", "unit_name", "unit_county_code", "sent_by", "sent_at", "project_count"),
    *("report_warning_count", "sent_late", "verdict", "decided_by", "decided_at", "reason"),
)
PENDING = REPORTS[:-4]
AT_ONCE = ("report_no", "period_on", "unit_name", "project_count")
VALUES = ("project_id", "name", "figure", "old", "new", "change_told", "said", "place")
SHEETS = {sheet.code: sheet for sheet in intake.SHEETS}
"""What was typed on screen names its sheets by their codes."""
UNKNOWN = {
    "figure": "table.dash",
    "decided_by": "reporting.not_decided",
    "decided_at": "reporting.not_decided",
    "reason": "reporting.no_reason",
    "unit_name": "followup.no_unit",
    "unit_county_code": "table.not_stated",
    "old": "reporting.first_statement",
    "change_told": "reporting.no_difference",
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
        pl.Series("sent_by", [sender(frame, row) for row in rows.iter_rows(named=True)], pl.String),
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


def sender(frame: Frame, row: Row) -> str | None:
    """Who sent the report; the bureau's person with the unit for which they did."""
    name = acting.person(frame, row["sent_by_name"])
    if not row["on_behalf"]:
        return name
    return frame.say("reporting.on_behalf", name=name, unit=row["unit_name"] or frame.say("followup.no_unit"))


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


def values(frame: Frame, entries: pl.DataFrame, remarks: pl.DataFrame) -> Table:
    """The report's values as a table: project and figure, old, new, by how much, what its owner says, and where it stands.

    `remarks` are the report's; a value that replaces one accepted for the very same month is marked as a correction.
    """
    said = _said_of_rows(frame, remarks)
    told = [
        (
            row["project_id"],
            row["name"],
            records.figure(frame, row),
            _old(frame, row),
            _new(frame, row),
            _difference(frame, row),
            _beside(frame, row, said.get(_row_of(row))),
            place(frame, row),
            row["county_code"],
        )
        for row in entries.iter_rows(named=True)
    ]
    schema = dict.fromkeys((*VALUES, "county_code"), pl.String)
    unknown = UNKNOWN | {"said": "reporting.nothing_beside"}
    return Table(pl.DataFrame(told, schema, orient="row"), VALUES, unknown=unknown, codelists=LISTS)


def is_correction(row: Row) -> bool:
    """Whether the value changes one that was accepted for the very same month."""
    return bool(row["changes"]) and row["old_report"] is not None and row["old_period_on"] == row["period_on"]


def _row_of(row: Row) -> tuple[object, object, str]:
    """Project, sheet and row: a reason may stand in a cell of its own beside the figures of its row."""
    digits = "".join(mark for mark in str(row["cell"] or "") if mark.isdigit())
    return row["project_id"], row["sheet"], digits


def _said_of_rows(frame: Frame, rows: pl.DataFrame) -> dict[tuple[object, object, str], str]:
    """What the owner said of each row, to its warnings and as reasons of corrections."""
    found: dict[tuple[object, object, str], list[str]] = {}
    for row in rows.filter(pl.col("kind") != "review").iter_rows(named=True):
        said = found.setdefault(_row_of(row), [])
        if row["cell"] and row["said"] and row["said"] not in said:
            said.append(str(row["said"]))
    return {key: frame.say("filter.pair_separator").join(said) for key, said in found.items() if said}


def _beside(frame: Frame, row: Row, said: str | None) -> str | None:
    parts = [frame.say("reporting.is_correction")] if is_correction(row) else []
    return frame.say("filter.pair_separator").join([*parts, *([said] if said else [])]) or None


def _difference(frame: Frame, row: Row) -> str | None:
    """By how much an amount or a share changes; None for any other figure, and where there was none."""
    field, old, new = str(row["field"]), row["old_value"], row["new_value"]
    if old is None or new is None or row["was_cleared"]:
        return None
    by = Decimal(str(new)) - Decimal(str(old)) if field.endswith(("_amount", "_share")) else None
    if not by:
        return None
    if field.endswith("_share"):
        return frame.say("reporting.points", points=f"{rounded(by * 100, 2):+,f}")
    return f"{rounded(ten_thousands(by), 2):+,f}"


def _old(frame: Frame, row: Row) -> str | None:
    if row["old_value"] is None:
        return None
    stated = {**row, "value": row["old_value"], "value_precision": row["old_precision"]}
    return records.stated(frame, stated)


def _new(frame: Frame, row: Row) -> str:
    if row["was_cleared"]:
        return frame.say("project.cleared")
    return records.stated(frame, {**row, "value": row["new_value"], "value_precision": row["new_precision"]})


def place(frame: Frame, row: Row) -> str | None:
    """Sheet and cell: 进度!E13; the row where the cell is not known; None where neither is.

    What was typed on screen stands in no cell: the sheet's name alone.
    """
    sheet, cell = row["sheet"], row["cell"] or row.get("row_number")
    if sheet in SHEETS:
        return SHEETS[str(sheet)].title(frame.language)
    if cell is None:
        return None if sheet is None else str(sheet)
    return str(cell) if sheet is None else f"{sheet}!{cell}"


def remarks(frame: Frame, rows: pl.DataFrame) -> Table:
    """The warnings and corrections of a report with the owner's words, or a reviewer's remarks; rows as figures_remarked."""
    reviewed = rows["kind"].eq("review").any()
    told = [
        (
            row["project_id"],
            row["name"],
            frame.say(f"reporting.remark_{row['kind']}"),
            warning(frame, row) if row["kind"] == "warning" else None,
            figure(frame, row),
            value(frame, row),
            row["said"],
            place(frame, row),
        )
        for row in rows.iter_rows(named=True)
    ]
    said = "opinion" if reviewed else "said"
    names = ("project_id", "name", "remark_kind", "warning_told", "figure", "value", said, "place")
    shown = tuple(name for name in names if name not in ("warning_told", "remark_kind") or not reviewed)
    frame_of = pl.DataFrame(told, dict.fromkeys(names, pl.String), orient="row")
    return Table(frame_of, shown, unknown=UNKNOWN | {"warning_told": "reporting.see_said"}, codelists=LISTS)


def figure(frame: Frame, row: Row) -> str | None:
    """The name of the figure that a remark is about; None where it is about none."""
    return None if row["field"] is None else records.figure(frame, {**row, "kind": row["entry_kind"]})


def value(frame: Frame, row: Row) -> str | None:
    """The figure's value as the report states it, amounts in 万元; what the cell held where no figure is known."""
    if row["field"] is None:
        return None if row["value"] is None else str(row["value"])
    return _new(frame, {**row, "kind": row["entry_kind"]})


def remark(frame: Frame, row: Row) -> str:
    """A reviewer's remark in one line: 进度!D13 累计完成投资 1,234.50万元：请核对单位."""
    about = " ".join(
        told
        for told in (place(frame, row), figure(frame, row), value(frame, row) if row["field"] else None)
        if told
    )
    return frame.say("filter.pair", name=about, values=row["said"]) if about else str(row["said"])


def warning(frame: Frame, row: Row) -> str:
    """What the warning is about, in a few words."""
    key = f"reporting.warning_{row['code']}"
    return frame.say(key) if knows(key) else str(row["code"])
