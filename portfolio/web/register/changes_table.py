"""The list of 项目调整: before and after in words, the document, and what each change does to what is ranked."""

from __future__ import annotations

from typing import Any

import polars as pl

from portfolio import codes
from portfolio.formats import date_text, money_text, share_text
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.project import records
from portfolio.web.register import choosing, listing
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

WINDOW = 12
"""Rows on one page of the list."""
COLUMNS = (
    *("effective_on", "adjustment", "project_id", "name", "county_code", "before_told", "after_told"),
    *("document_number", "body", "rank_effect"),
)
LISTS = CODELISTS | {"adjustment": "adjustment"}
Row = dict[str, Any]


def draw(frame: Frame, rows: pl.DataFrame, title: str) -> None:
    """Draw the window of the rows that is asked for, and offer all of them under `title`."""
    told = listing.ordered(frame, shown(frame, rows))
    tables.export(frame, _table(told), title)
    choosing.window(frame, told, _table, WINDOW, "changes_list")


def _table(rows: pl.DataFrame) -> Table:
    return Table(rows, COLUMNS, unknown="table.dash", codelists=LISTS)


def shown(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the columns of the list."""
    each = list(rows.iter_rows(named=True))
    words: dict[str, list[str | None]] = {
        "before_told": [_before(frame, row) for row in each],
        "after_told": [_after(frame, row) for row in each],
        "body": [row["body"] or row["decided_by"] for row in each],
        "rank_effect": [effect(frame, row) for row in each],
    }
    series = [pl.Series(name, told, dtype=pl.String) for name, told in words.items()]
    return rows.with_columns(series)[list(COLUMNS)]


def _before(frame: Frame, row: Row) -> str | None:
    kind = row["adjustment"]
    if kind == "correction":
        told = row | {"value": row["stated"], "value_precision": row["stated_precision"]}
        return _figure(frame, row, records.stated(frame, told))
    if kind in ("suspended", "resumed", "withdrawn") and row["before_text"] is None:
        return _stage(frame, row["before_code"])
    return _told(frame, row, "before")


def _after(frame: Frame, row: Row) -> str | None:
    kind = row["adjustment"]
    if kind == "correction":
        precision = row["value_precision"] or row["stated_precision"]
        right = (
            frame.say("correction.nothing")
            if row["value"] is None
            else records.stated(frame, row | {"value_precision": precision})
        )
        return _figure(frame, row, right)
    if kind == "resumed" or (kind in ("suspended", "withdrawn") and row["before_text"] is None):
        return _stage(frame, None if kind == "resumed" else row["after_code"])
    return _told(frame, row, "after")


def _told(frame: Frame, row: Row, side: str) -> str | None:
    """A side of the change in words: a name, an amount with what it is, or a day with its milestone."""
    amount, day, text = row[f"{side}_amount"], row[f"{side}_on"], row[f"{side}_text"]
    if day is not None:
        precision = row["after_precision"] if side == "after" else "day"
        name = codes.label("milestone", row["milestone"], frame.language)
        return frame.say("changes.figure", figure=name, value=date_text(day, precision, frame.language))
    if amount is not None:
        money = money_text(amount, frame.language)
        code = row[f"{side}_code"]
        if row["adjustment"] == "plan":
            return frame.say("changes.plan_of", year=row["year"], amount=money)
        return frame.say("changes.figure", figure=codes.label("basis", code, frame.language), value=money)
    if row["adjustment"] == "plan":
        return frame.say("changes.no_plan", year=row["year"])
    return None if text is None else str(text)


def _figure(frame: Frame, row: Row, value: str) -> str:
    return frame.say("changes.figure", figure=records.figure(frame, row), value=value)


def _stage(frame: Frame, code: str | None) -> str:
    """The stage that the city set; without one the project goes on as reported."""
    if code in (None, "resumed"):
        return frame.say("changes.running")
    return codes.label("project_change", str(code), frame.language)


def effect(frame: Frame, row: Row) -> str:
    """What the change does to what is ranked, in words; with the county's rate where a plan in force changed."""
    kind = row["adjustment"]
    if kind == "plan":
        return _plan_effect(frame, row)
    if kind == "duration":
        days = row["difference_days"]
        return frame.say(f"changes.effect_{'later' if days > 0 else 'earlier'}", days=abs(days))
    if kind == "estimate":
        return frame.say(f"changes.effect_{_way('estimate', row)}", amount=_difference(frame, row))
    if kind == "withdrawn" and row["plan_amount"] is not None:
        amount = money_text(row["plan_amount"], frame.language)
        return frame.say("changes.effect_withdrawn_plan", year=row["effective_on"].year, amount=amount)
    return frame.say(f"changes.effect_{kind}")


def _plan_effect(frame: Frame, row: Row) -> str:
    told = frame.say(f"changes.effect_{_way('plan', row)}", amount=_difference(frame, row))
    if row["rate_before_share"] is None or row["rate_after_share"] is None:
        return told
    before, after = (share_text(row[f"rate_{side}_share"], frame.language) for side in ("before", "after"))
    key = "same" if before == after else "moved"
    return told + frame.say(f"changes.effect_rate_{key}", before=before, after=after)


def _way(kind: str, row: Row) -> str:
    return f"{kind}_{'more' if row['difference_amount'] > 0 else 'less'}"


def _difference(frame: Frame, row: Row) -> str:
    return money_text(abs(row["difference_amount"]), frame.language)
