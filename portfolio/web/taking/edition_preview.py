"""What a newer edition would change: how many projects of each county, their investment, and every difference by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from portfolio import library
from portfolio.codes import UNNAMED_COUNTY
from portfolio.formats import date_text, money_text
from portfolio.library.renewing import rows_of
from portfolio.queries.sums import known_sum
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

FIELDS = {
    "name": "renamed",
    "planned_investment_amount": "amount",
    "funding": "amount",
    "milestones": "days",
    "county_code": "other",
    "category": "other",
    "construction_type": "other",
    "owner_unit": "other",
    "programme": "other",
    "project_code": "other",
    "predecessor_ids": "other",
}
"""Which fields are told, and what kind of change one is; where a row is stated and our own notes are not."""
KINDS = ("added", "removed", "renamed", "amount", "days", "other")
COLUMNS = ("project_id", "name", "edition_change", "edition_field", "edition_before", "edition_after")
COUNTIES = ("edition_county", "projects_before", "projects_after", "investment_before", "investment_after")
CODED = {"category": "category", "construction_type": "construction_type"}


def draw(frame: Frame, before: library.Standing, taken: library.Taken) -> int:
    """Draw the preview; how many differences there are."""
    after = rows_of(taken)
    found = library.compare(before.library, after)
    rows = [*_told(frame, found, before.library, after)]
    st.markdown(f"**{frame.say('edition.preview')}**")
    if not rows:
        st.info(frame.say("edition.same"))
        return 0
    kinds = [(row[0], row[2]) for row in rows]
    counts = {name: len({number for number, kind in kinds if kind == name}) for name in KINDS}
    st.caption(frame.say("edition.counts", **counts))
    _counties(frame, before.library, after)
    told = pl.DataFrame(
        [(*row[:2], frame.say(f"edition.kind_{row[2]}"), *row[3:]) for row in rows],
        dict.fromkeys(COLUMNS, pl.String),
        orient="row",
    )
    tables.draw(frame, frame.say("edition.preview"), Table(told, COLUMNS, unknown="table.dash"))
    return len(rows)


def _counties(frame: Frame, before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Draw per county how many projects it has and what investment they state, before and after; those that change."""
    sides = [
        _of_counties(one).rename({"count": f"projects_{side}", "amount": f"investment_{side}"})
        for one, side in ((before, "before"), (after, "after"))
    ]
    joined = (
        sides[0]
        .join(sides[1], on="county_code", how="full", coalesce=True)
        .sort("county_code", nulls_last=True)
    )
    counts = [pl.col(f"projects_{side}").fill_null(0) for side in ("before", "after")]
    joined = joined.with_columns(*counts).filter(
        (pl.col("projects_before") != pl.col("projects_after"))
        | pl.col("investment_before").ne_missing(pl.col("investment_after"))
    )
    if joined.is_empty():
        return
    names = [frame.counties.get(code or UNNAMED_COUNTY, code) for code in joined["county_code"]]
    texts = [
        pl.Series(
            name,
            [
                frame.say("table.dash") if one is None else money_text(one, frame.language)
                for one in joined[name]
            ],
        )
        for name in ("investment_before", "investment_after")
    ]
    told = joined.with_columns(pl.Series("edition_county", names, dtype=pl.String), *texts)
    told = told.with_columns(pl.col("projects_before", "projects_after").cast(pl.String))
    tables.show(frame, Table(told, COUNTIES, unknown="table.dash"))


def _of_counties(rows: pl.DataFrame) -> pl.DataFrame:
    projects = rows.filter(kind="project")
    return projects.group_by("county_code").agg(
        pl.len().alias("count"), known_sum("planned_investment_amount").alias("amount")
    )


def _told(
    frame: Frame, found: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame
) -> Iterable[tuple[str, str, str, str | None, str | None, str | None]]:
    """Each difference in words, rows that come and go first."""
    old = {row["project_id"]: row for row in before.iter_rows(named=True)}
    new = {row["project_id"]: row for row in after.iter_rows(named=True)}
    whole = found.filter(pl.col("change") != "changed")
    for number, change in whole.select("project_id", "change").iter_rows():
        row = new.get(number) or old[number]
        amount = _amount(frame, row["planned_investment_amount"])
        yield number, row["name"], change, None, *((None, amount) if change == "added" else (amount, None))
    for number, name in found.filter(change="changed").select("project_id", "field").iter_rows():
        if name in FIELDS:
            sides = (_text(frame, name, one[number][name]) for one in (old, new))
            yield number, new[number]["name"], FIELDS[name], frame.say(f"edition.field_{name}"), *sides


def _text(frame: Frame, name: str, value: Any) -> str | None:
    if value is None or value == []:
        return None
    if name in CODED:
        return frame.labels(CODED[name]).get(str(value), str(value))
    told = _TEXTS.get(name)
    return told(frame, value) if told else str(value)


def _amount(frame: Frame, value: Decimal | None) -> str | None:
    return None if value is None else money_text(value, frame.language)


def _funding(frame: Frame, parts: list[Mapping[str, Any]]) -> str:
    sources = frame.labels("source")
    return frame.say("filter.value_separator").join(
        " ".join(filter(None, (sources[part["source"]], _amount(frame, part["amount"])))) for part in parts
    )


def _days(frame: Frame, parts: list[Mapping[str, Any]]) -> str:
    labels = frame.labels("milestone")
    stated = [part for part in parts if part["due_on"] and part["evidence_no"] is None]
    return frame.say("filter.value_separator").join(
        f"{labels[part['milestone']]} {date_text(part['due_on'], part['due_precision'], frame.language)}"
        for part in stated
    )


_TEXTS: dict[str, Callable[[Frame, Any], str | None]] = {
    "planned_investment_amount": _amount,
    "funding": _funding,
    "milestones": _days,
    "county_code": lambda frame, code: frame.counties.get(code, code),
    "predecessor_ids": lambda frame, parts: frame.say("filter.value_separator").join(parts),
}
