"""One row a county: its projects, investment, states, lateness and reports, to read, open and take away."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.headline import Known
from portfolio.web.tables import Table

LATENESS = ("late_count", "worst_delay_days", "passed_unreported_count")
COUNTED = ("expected_count", "reported_count")
LIGHTS = ("red", "yellow", "green")


def draw(frame: Frame, known: Known) -> None:
    """Nothing; draws the counties' two tables, each row opening the county's projects: figures, then states."""
    st.subheader(frame.say("overview.counties"), anchor="counties")
    st.caption(frame.say("overview.counties_note"))
    rows = by_county(frame, known)
    states = [name for code in frame.labels("state") if (name := f"{code}_count") in rows.columns]
    figures = [name for name in rows.columns if name not in states]
    whole = {"investment_known_count": known.totals["investment"]["known_count"]}
    _table(frame, rows, figures, frame.say("overview.counties"), whole)
    elsewhere = whole["investment_known_count"] - rows["investment_known_count"].sum()
    if elsewhere:
        st.caption(frame.say("overview.counties_elsewhere", count=elsewhere))
    title = frame.say("overview.county_states")
    st.subheader(title, anchor=False)
    _table(frame, rows, ["county_code", "project_count", *states], title)


def _table(
    frame: Frame, rows: pl.DataFrame, columns: list[str], title: str, whole: Mapping[str, int] | None = None
) -> None:
    """Nothing; draws these columns with their sums, or what is known of the `whole`; lateness is unknown if unjudged."""
    summed = [name for name in columns if name.endswith(("_count", "_amount"))]
    totals: dict[str, object] = {
        name: rows[name].sum() if rows[name].null_count() < rows.height else None for name in summed
    }
    tables.draw(
        frame,
        title,
        lambda: Table(
            rows.select(columns),
            totals={**totals, **(whole or {})},
            of_whole=tuple(whole or ()),
            unknown={"investment_amount": "table.not_stated", "*": "overview.not_judged"},
            links={"county_code": lambda row: frame.link("library", county=row["county_code"])},
        ),
    )


def by_county(frame: Frame, known: Known) -> pl.DataFrame:
    """One row a county in the edition's order; counts are 0 where it has no project, lateness unknown where unjudged."""
    investment = queries.county_amount(frame.store, frame.view).filter(pl.col("measure") == "investment")
    amounts = {"amount": "investment_amount", "known_count": "investment_known_count"}
    parts = (
        investment.rename(amounts).select("county_code", "project_count", *amounts.values()),
        queries.county_lateness(frame.store, frame.view).select("county_code", "judged_count", *LATENESS),
        known.coverage.select("county_code", *COUNTED),
        _wide_states(frame, known),
    )
    joined = known.states.select("county_code").unique()
    for part in parts:
        joined = joined.join(part, on="county_code", how="left")
    none = pl.col("project_count", "investment_known_count", "passed_unreported_count", *COUNTED).fill_null(0)
    lights = [pl.when(pl.col("judged_count") > 0).then(name).alias(name) for name in _lights(joined)]
    shown = joined.with_columns(none, *lights).drop("judged_count")
    return bars.ordered(shown, "county_code", frame.counties)


def _lights(rows: pl.DataFrame) -> list[str]:
    """The columns of the lights: no light is known, not none, where nothing could be judged."""
    return [name for code in LIGHTS if (name := f"{code}_count") in rows.columns]


def _wide_states(frame: Frame, known: Known) -> pl.DataFrame:
    """One row a county, a column a state that occurs; the lights always, if any project could be judged."""
    wide = known.states.pivot("state", index="county_code", values="project_count").fill_null(0)
    always = LIGHTS if known.lateness["judged_count"] else ()
    kept = [code for code in frame.labels("state") if code in wide.columns or code in always]
    made = [pl.col(code) if code in wide.columns else pl.lit(0).alias(code) for code in kept]
    return wide.select(
        "county_code", *(column.alias(f"{code}_count") for code, column in zip(kept, made, strict=True))
    )
