"""What 总览 rests on, asked once a run, and how its figures read in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.charts import theme
from portfolio.formats import date_text, money_text, plain, rounded, share_text
from portfolio.web.frame import Frame

Row = dict[str, Any]
WHOLE = "*"


@dataclass(frozen=True)
class Known:
    """The counties of the selection in the order of their ranks, all of it together, and both a month before."""

    frame: Frame
    counties: list[Row]
    whole: Row
    before: dict[str, Row]
    """County, or WHOLE, to its row a month before; empty where there is no such month."""
    gap: Row
    turned: tuple[int, int] | None
    """How many projects turned red since then, and how many are red no more."""
    reasons: list[tuple[str | None, int]]
    month: str
    """The last closed month, in words."""
    until: date
    """The last month that the year's figures count."""
    until_before: date | None
    """The same of a month before."""
    unit: theme.MoneyUnit

    @property
    def elapsed(self) -> float:
        """序时进度 at the end of that month."""
        return self.until.month / 12

    @property
    def place(self) -> str | None:
        """The one county that the address chooses; None for none or several."""
        chosen = self.frame.filters.counties
        return chosen[0] if len(chosen) == 1 else None

    def name(self, county: str) -> str:
        """The county's name in the reader's language."""
        return self.frame.counties.get(county, county)

    def money(self, amount: Decimal | None) -> str:
        """The amount in the unit of the table, with it, so that what stands side by side is of one unit."""
        return (
            "—"
            if amount is None
            else self.frame.say("overview.money", number=self.amount(amount), unit=self.unit.label)
        )

    def amount(self, amount: Decimal | None) -> str:
        """The amount in the unit of the table, without the unit; — where nothing is known."""
        return "—" if amount is None else self.unit.text(amount, self.frame.language)


def ask(frame: Frame) -> Known:
    """Everything that the page rests on."""
    store, view = frame.store, frame.view
    every = view.model_copy(update={"counties": None})
    rows = queries.steering(store, view, every).to_dicts()
    before = queries.month_before(store, view)
    then: list[Row] = []
    turned, until_before = None, None
    if before:
        then = queries.steering(store, before, before.model_copy(update={"counties": None})).to_dicts()
        turned = queries.red_turned(store, view, before)
        until_before = queries.calendar(store, before)["reviewed_to_on"].item()
    calendar = queries.calendar(store, view).row(0, named=True)
    counties, whole = rows[:-1], rows[-1]
    amounts = [row["annual_plan_amount"] for row in counties] + [
        row["aged_unpaid_amount"] for row in counties
    ]
    return Known(
        frame=frame,
        counties=[row for row in counties if row["project_count"]],
        whole=whole,
        before={row["county_code"]: row for row in then},
        gap=queries.gap(store, view).row(0, named=True),
        turned=turned,
        reasons=list(queries.red_reasons(store, view).iter_rows()),
        month=date_text(calendar["last_closed_on"], "month", frame.language),
        until=calendar["reviewed_to_on"],
        until_before=until_before,
        unit=theme.money_unit(amounts, frame.language),
    )


def begun(frame: Frame) -> bool:
    """Whether anything was ever reported of the selection, or planned: before, there is nothing to compare."""
    rows = queries.project_state(frame.store, frame.view)
    told = pl.col("last_period_on").is_not_null() | pl.col("annual_plan_amount").is_not_null()
    return bool(rows.select(told.any()).item())


def points(frame: Frame, share: float | None) -> str:
    """慢 8.8 or 快 0.9, in points; — where nothing is known."""
    if share is None:
        return "—"
    told = rounded(share * 100, 1)
    key = "level" if not told else "behind" if told < 0 else "ahead"
    return frame.say(f"overview.points_{key}", points=plain(abs(told), 1))


def less_elapsed(share: float | None, elapsed: float) -> float | None:
    """A share less the elapsed one, both as they are shown."""
    if share is None:
        return None
    return float(rounded(share, 3) - rounded(elapsed, 3))


def share(frame: Frame, value: float | None) -> str:
    """The share in percent; — where nothing is known."""
    return "—" if value is None else share_text(value, frame.language)


def money(frame: Frame, amount: Decimal | None) -> str:
    """The amount in the unit of its own size."""
    return money_text(amount, frame.language)
