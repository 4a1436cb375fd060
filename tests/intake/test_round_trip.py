"""Entries written into the workbook and read back are the same entries, in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio import codes
from portfolio.codes import Language
from portfolio.formats import plain, ten_thousands
from portfolio.intake import Context, check, read
from portfolio.intake.sheets import SHEETS, Column, Sheet
from portfolio.model import (
    Entry,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
)
from tests.intake.conftest import OCTOBER
from tests.intake.workbooks import workbook

PROJECT = "06-03"
"""A project of which no report was ever made, so that no amount can fall."""
TYPES: tuple[type[Entry], ...] = (
    StatusEntry,
    InvestmentEntry,
    FundingEntry,
    PlanEntry,
    ProgressEntry,
    MilestoneEntry,
    ObstacleEntry,
)
amounts = st.integers(0, 10**13).map(lambda fen: Decimal(fen) / 100)
maybe_amounts = st.none() | amounts
shares = st.integers(0, 10**8).map(lambda part: Decimal(part) / 10**8)
days = st.integers(0, 3_650).map(lambda count: date(2016, 1, 1) + timedelta(days=count))
words = st.text("项目进展abc，。（1）", min_size=1, max_size=30)
key = st.just({"project_id": PROJECT, "period_on": OCTOBER})


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


stated_days = st.one_of(
    days.map(lambda day: (day, "day")),
    days.map(lambda day: (month_end(day), "month")),
    st.integers(2016, 2025).map(lambda year: (date(year, 6, 30), "half")),
    st.integers(2016, 2025).map(lambda year: (date(year, 9, 30), "quarter")),
    st.integers(2016, 2025).map(lambda year: (date(year, 12, 31), "year")),
)


@st.composite
def status(draw: st.DrawFn) -> list[Entry]:
    held = draw(key)
    found: list[Entry] = [
        StatusEntry(**held, stage=draw(st.sampled_from(["reserve", "continuing", "suspended"])))
    ]
    if draw(st.booleans()):
        basis = draw(st.sampled_from(["planning", "feasibility", "preliminary", "final_account"]))
        number = draw(st.none() | words)
        found.append(InvestmentEntry(**held, amount=draw(amounts), basis=basis, document_number=number))
    return found


@st.composite
def funding(draw: st.DrawFn) -> list[Entry]:
    sources = draw(
        st.lists(st.sampled_from(["special_bond", "county", "bank_loan"]), unique=True, max_size=3)
    )
    found: list[Entry] = []
    for source in sources:
        received = draw(amounts)
        part = draw(st.none() | st.integers(0, 100))
        paid = None if part is None else (received * part / 100).quantize(Decimal("0.01"))
        found.append(
            FundingEntry(
                **draw(key),
                source=source,
                currency=draw(st.sampled_from(["CNY", "USD"])),
                planned_amount=draw(maybe_amounts),
                received_amount=received,
                paid_amount=min(paid, received) if paid is not None else None,
                plan_complete=draw(st.none() | st.booleans()),
            )
        )
    return found


@st.composite
def others(draw: st.DrawFn) -> list[Entry]:
    held = draw(key)
    found: list[Entry] = []
    if draw(st.booleans()):
        found.append(
            ProgressEntry(**held, work_done_amount=draw(amounts), physical_share=draw(st.none() | shares))
        )
    for year in draw(st.lists(st.integers(2021, 2030), unique=True, max_size=2)):
        found.append(
            PlanEntry(
                **held,
                year=year,
                planned_amount=draw(amounts),
                reason=draw(st.none() | words),
                year_forecast_amount=draw(st.none() | amounts),
            )
        )
    for name in draw(st.lists(st.sampled_from(["approval", "tender", "start"]), unique=True, max_size=2)):
        day, precision = draw(stated_days)
        field, how = draw(st.sampled_from([("due_on", "due_precision"), ("done_on", "done_precision")]))
        found.append(MilestoneEntry(**held, milestone=name, **{field: day, how: precision}))
    if draw(st.booleans()):
        found.append(
            ObstacleEntry(
                **held, obstacle="1", what=draw(words), reason="land", due_on=draw(st.none() | days)
            )
        )
    return found


def written(entries: list[Entry], language: Language) -> bytes:
    """The workbook that says these entries."""
    sheets: dict[str, list[dict[str, object]]] = {}
    for one in SHEETS:
        rows: dict[tuple[object, ...], dict[str, object]] = {}
        for entry in entries:
            if entry.table in one.tables:
                named = tuple(getattr(entry, column.field or "") for column in one.columns if column.key)
                rows.setdefault(named, {"project_id": PROJECT}).update(_cells(one, entry, language))
        if rows:
            sheets[one.code] = list(rows.values())
    return workbook(language, **sheets)


def _cells(one: Sheet, entry: Entry, language: Language) -> dict[str, object]:
    return {
        column.code: _cell(column, value, entry, language)
        for column in one.columns
        if column.table == entry.table
        and column.field
        and (value := getattr(entry, column.field)) is not None
    }


def _cell(column: Column, value: object, entry: Entry, language: Language) -> object:
    if isinstance(value, bool):
        return {True: "是", False: "否"}[value]
    if column.kind == "amount":
        assert isinstance(value, Decimal)
        return float(ten_thousands(value)) if value < 10**9 else plain(ten_thousands(value))
    if column.kind == "share":
        assert isinstance(value, Decimal)
        return plain(value * 100)
    if column.kind == "code":
        return codes.label(column.codelist or "", str(value), language)
    if column.kind == "stated_day":
        return _stated(value, getattr(entry, column.precision_field or ""))
    return value


def _stated(day: object, precision: str) -> str:
    assert isinstance(day, date)
    forms = {
        "day": day.isoformat(),
        "month": f"{day:%Y年%m月}",
        "quarter": f"{day.year}年第{day.month // 3}季度",
        "half": f"{day.year}年上半年",
        "year": f"{day.year}年",
    }
    return forms[precision]


def models(frames: dict[str, pl.DataFrame]) -> list[Entry]:
    """The rows as typed entries, without their places."""
    by_table = {one.table: one for one in TYPES}
    places = {"sheet": None, "row_number": None, "cell": None, "cells": None}
    return [
        by_table[table].model_validate(row | places)
        for table, frame in frames.items()
        for row in frame.iter_rows(named=True)
    ]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status(), funding(), others(), st.sampled_from(["zh", "en"]))
def test_entries_to_workbook_and_back(
    october: Context, one: list[Entry], two: list[Entry], three: list[Entry], language: Language
) -> None:
    entries = [*one, *two, *three]
    checked = check(read(written(entries, language), "a.xlsx"), october, judge=False)
    assert not checked.errors, checked.errors
    back = models(dict(checked.entries))
    assert sorted(map(repr, back)) == sorted(map(repr, map(_comparable, entries)))


def _comparable(entry: Entry) -> Entry:
    """As it comes back: money to the fen, shares to eight places, as the ledger keeps them."""
    scaled = {}
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if isinstance(value, Decimal):
            scaled[name] = value.quantize(Decimal("0.00000001" if name.endswith("_share") else "0.01"))
    return entry.model_copy(update=scaled)
