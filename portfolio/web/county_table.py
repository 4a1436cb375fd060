"""One row a county: its projects, investment, states, lateness and reports, to read, open and take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.formats import money_text
from portfolio.web import period, tables
from portfolio.web.cells import Row
from portfolio.web.compare import asked
from portfolio.web.frame import Frame
from portfolio.web.headline import Known
from portfolio.web.tables import Table

LATENESS = ("dated_count", "late_count", "passed_unreported_count", "late_share", "worst_delay_days")
COUNTED = ("expected_count", "reported_count")
LIGHTS = ("red", "yellow", "green")
FIGURES: dict[str, pl.DataType | type[pl.DataType]] = {
    "county_code": pl.String,
    "project_count": pl.Int64,
    "investment_amount": pl.Decimal(38, 2),
    "investment_known_count": pl.Int64,
    **dict.fromkeys(LATENESS, pl.Int64),
    "late_share": pl.Float64,
    "late_rank": pl.String,
    **dict.fromkeys(COUNTED, pl.Int64),
}
"""The table's columns besides the states."""
YEAR = (
    *("known_count", "annual_plan_amount", "work_done_year_amount", "completion_share", "pacing_share"),
    *("behind_amount", "on_pace_count", "reported_plan_share", "base_missing_count", "outside_work_amount"),
)
"""Of queries.pace what a county's year shows: the rate beside its own two sides, and what stands beside."""


def draw(frame: Frame, known: Known) -> None:
    """Draw the counties' tables, each row opening the county's projects: figures, the year's rate, states."""
    st.subheader(frame.say("overview.counties"), anchor="counties")
    st.caption(frame.say("overview.counties_note"))
    rows = by_county(frame, known)
    states = [name for code in frame.labels("state") if (name := f"{code}_count") in rows.columns]
    figures = [name for name in rows.columns if name not in states]
    _table(frame, rows, figures, frame.say("overview.counties"), known.lateness["late_share"])
    if groups := known.investment["undivided_count"]:
        amount = money_text(known.investment["undivided_amount"], frame.language)
        st.caption(frame.say("overview.undivided", amount=amount, count=groups))
    _year(frame, known)
    title = frame.say("overview.county_states")
    st.subheader(title, anchor=False)
    _table(frame, rows, ["county_code", "project_count", *states], title, None)


def _year(frame: Frame, known: Known) -> None:
    """Draw the year's rate of each county, as on 支出进度; nothing where no project has a plan."""
    rows = known.pace.filter(pl.col("level") == "county", pl.col("annual_plan_amount").is_not_null())
    if rows.is_empty():
        return
    title = frame.say("overview.county_year", period=period.told(frame, frame.view))
    st.subheader(title, anchor="year")
    shown = bars.ordered(rows.rename({"code": "county_code"}), "county_code", frame.counties)
    whole = known.pace.row(by_predicate=pl.col("level") == "all", named=True)
    totals = {name: whole[name] for name in YEAR}

    def behind(row: Row) -> str:
        return frame.link("spending", county=str(row["county_code"]), tab="projects")

    links = dict.fromkeys(("county_code", *YEAR), behind)
    tables.draw(frame, title, Table(shown, ("county_code", *YEAR), totals, links=links))


def _table(frame: Frame, rows: pl.DataFrame, columns: list[str], title: str, late: float | None) -> None:
    """Draw these columns with their sums and the whole's 滞后率; lateness is unknown if unjudged."""
    summed = [name for name in columns if name.endswith(("_count", "_amount"))]
    totals: dict[str, object] = {
        name: rows[name].sum() if rows[name].null_count() < rows.height else None for name in summed
    }
    if "late_share" in columns:
        totals["late_share"] = late
    tables.draw(
        frame,
        title,
        Table(
            rows[columns],
            totals=totals,
            unknown={"investment_amount": "table.not_stated", "*": "overview.not_judged"},
            links=_links(frame),
        ),
    )


def _links(frame: Frame) -> dict[str, Callable[[Row], str]]:
    """Column to the address of the rows that a county's figure counts."""

    def to(page: str, anchor: str = "", **filters: str) -> Callable[[Row], str]:
        return lambda row: frame.link(page, county=str(row["county_code"]), **filters) + anchor

    listed = ("county_code", "project_count", "investment_amount", "investment_known_count")
    library = dict.fromkeys(listed, to("library"))
    late = dict.fromkeys(("late_count", "worst_delay_days"), to("late", "#list"))
    late |= dict.fromkeys(("dated_count", "late_share", "late_rank"), to("compare", "#rows", measure="late"))
    states = {f"{code}_count": to("library", state=code) for code in frame.labels("state")}
    reported, chased = to("overview", "#reported"), to("overview", "#chase")
    return {
        **library,
        **late,
        **states,
        "passed_unreported_count": to("late", "#passed"),
        "expected_count": chased,  # those who did not, and below them those who did
        # where nobody reported there is no list of those who did, but one of whom to chase
        "reported_count": lambda row: (reported if row["reported_count"] else chased)(row),
    }


def by_county(frame: Frame, known: Known) -> pl.DataFrame:
    """One row a county in the edition's order; counts are 0 where it has no project, lateness unknown where unjudged."""
    kept = _states(frame, known)
    states: dict[str, dict[str, int]] = {}
    for county, state, count in known.states["county_code", "state", "project_count"].iter_rows():
        states.setdefault(county, {})[state] = count
    investment = _rows(queries.county_amount(frame.store, frame.view, "investment"))
    lateness = _rows(queries.county_lateness(frame.store, frame.view))
    coverage = _rows(known.coverage)
    rows = [
        _line(county, investment.get(county, {}), lateness.get(county, {}), coverage.get(county, {}))
        | {"late_rank": asked.late_place(frame, lateness[county]) if county in lateness else None}
        | {f"{state}_count": _counted(state, of, lateness.get(county, {})) for state in kept}
        for county, of in states.items()
    ]
    types = FIGURES | {f"{state}_count": pl.Int64 for state in kept}
    return bars.ordered(pl.DataFrame(rows, types, orient="row"), "county_code", frame.counties)


def _rows(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """County to its row."""
    return {row["county_code"]: row for row in frame.iter_rows(named=True)}


def _line(
    county: str, investment: dict[str, Any], lateness: dict[str, Any], coverage: dict[str, Any]
) -> dict[str, Any]:
    return {
        "county_code": county,
        "project_count": investment.get("project_count", 0),
        "investment_amount": investment.get("amount"),
        "investment_known_count": investment.get("known_count", 0),
        **{name: lateness.get(name) for name in LATENESS},
        "dated_count": lateness.get("dated_count", 0),
        "passed_unreported_count": lateness.get("passed_unreported_count", 0),
        **{name: coverage.get(name, 0) for name in COUNTED},
    }


def _counted(state: str, counts: dict[str, int], lateness: dict[str, Any]) -> int | None:
    """How many are in the state; no light is known, not none, where nothing could be judged."""
    unjudged = state in LIGHTS and not lateness.get("judged_count")
    return None if unjudged else counts.get(state, 0)


def _states(frame: Frame, known: Known) -> list[str]:
    """The states that occur, in their order; the lights always, if any project could be judged."""
    always = LIGHTS if known.lateness["judged_count"] else ()
    occurring = set(known.states["state"])
    return [code for code in frame.labels("state") if code in occurring or code in always]
