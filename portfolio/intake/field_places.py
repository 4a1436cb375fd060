"""Where a figure that a report states is filled in: its sheet, the project's line on it, and the column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from portfolio.intake.sheets import SHEETS

SHOWN_AS = {"annual_plan_amount": "planned_amount", "investment_amount": "amount"}
"""Figures that are shown under another name than their column has."""


class FieldPlace(NamedTuple):
    """A field of the workbook and the form. `line`: the keys that name the project's line there, joined by |."""

    project_id: str
    sheet: str
    line: str
    column: str


def field_of(figure: Mapping[str, object]) -> FieldPlace | None:
    """The field of a figure with its project_id, entry_kind, part, currency and field; None where it has none."""
    table, field = f"{figure['entry_kind']}_entry", str(figure["field"])
    stored = SHOWN_AS.get(field, field)
    for sheet in SHEETS:
        for column in sheet.columns:
            names = (column.code,) if field.startswith("year_end_") else (column.field, column.word_field)
            if column.table == table and stored in names:
                keys = [str(figure["part"] or "")] if len(sheet.keys) > 1 else []
                if "currency" in sheet.keys:
                    keys.append(str(figure["currency"] or "CNY"))
                return FieldPlace(str(figure["project_id"]), sheet.code, "|".join(keys), column.code)
    return None
