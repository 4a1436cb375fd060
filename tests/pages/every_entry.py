"""A full entry of each kind, and under which names its fields are shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.model import Entry, YearEndBaseEntry

SHOWN_AS = {
    "investment_entry": {"amount": "investment_amount"},
    "plan_entry": {"planned_amount": "annual_plan_amount"},
    "year_end_base_entry": {
        name: f"year_end_{name}"
        for name in ("work_done_amount", "allocated_amount", "received_amount", "paid_amount")
    },
}
"""The entries' own names of fields that are shown under another."""
INSTEAD = {
    *(
        "source",
        "currency",
        "year",
        "milestone",
        "obstacle",
        "due_precision",
        "done_precision",
        "forecast_precision",
    ),
    "year_end_on",
}
"""What stands in `part`, `currency`, `value_precision` or the month of the other rows."""
FULL: dict[str, dict[str, Any]] = {
    "status_entry": {"stage": "continuing"},
    "investment_entry": {"amount": Decimal(5), "basis": "feasibility", "document_number": "样1号"},
    "funding_entry": {
        "source": "county",
        "planned_amount": Decimal(1),
        "allocated_amount": Decimal(2),
        "received_amount": Decimal(3),
        "paid_amount": Decimal(4),
        "plan_complete": True,
    },
    "plan_entry": {
        "year": 2026,
        "planned_amount": Decimal(100),
        "reason": "调减",
        "year_forecast_amount": Decimal(90),
    },
    "progress_entry": {
        "work_done_amount": Decimal(1),
        "physical_share": Decimal("0.5"),
        "in_statistics_amount": Decimal(2),
    },
    "milestone_entry": {
        "milestone": "tender",
        "due_on": date(2026, 6, 30),
        "due_precision": "half",
        "forecast_on": date(2026, 7, 1),
        "done_on": date(2026, 7, 2),
        "reason": "land",
        "approval": "样2号",
        "approved_on": date(2026, 5, 1),
        "correction": True,
    },
    "obstacle_entry": {
        "obstacle": "1",
        "reason": "land",
        "what": "cleared",
        "remedy": "协调",
        "responsible": "张三",
        "due_on": date(2026, 12, 1),
        "cleared_on": date(2026, 12, 2),
    },
    "indicator_entry": {"value": Decimal(7), "note": "样例"},
    "year_end_base_entry": {
        "year_end_on": date(2025, 12, 31),
        "source": "county",
        "allocated_amount": Decimal(2),
        "received_amount": Decimal(3),
        "paid_amount": Decimal(4),
    },
}
"""One full entry of each kind."""
OF_WORK: dict[str, Any] = {"year_end_on": date(2025, 12, 31), "work_done_amount": Decimal(1)}
"""What the full entry of a year's end has not: work done, which is of no source."""


def full(kind: type[Entry], name: str) -> dict[str, Any]:
    """The full entry that states the field."""
    return OF_WORK if kind is YearEndBaseEntry and name in OF_WORK else FULL[kind.table]
