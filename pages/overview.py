"""总览: how many projects, how much money, in which state, what is missing, and what to do next."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.charts import overview as charts
from portfolio.formats import money_text
from portfolio.web import (
    chasing,
    county_table,
    figures,
    filter_row,
    first_line,
    fold,
    headline,
    pictures,
    public_record,
    rules,
    shell,
    tables,
    tally,
)
from portfolio.web.frame import Frame
from portfolio.web.headline import Known
from portfolio.web.reporting import my_month
from portfolio.web.tables import Table
from portfolio.web.tally import Step

TOP = 12  # categories in the chart; the table has them all
LIGHTS = ("red", "yellow", "green")
PLANNED = ("source", "planned_amount", "planned_known_count", "naming_count")
"""Of the money by source, what its bars show: yuan planned, on how many projects, of how many that name the source."""
BARS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String,
    "amount": pl.Decimal(38, 2),
    "known_count": pl.Int64,
    "project_count": pl.Int64,
}


def next_steps(frame: Frame, known: Known) -> None:
    """Draw what to do next, the most pressing first, each with the link to where it is done."""
    st.subheader(frame.say("overview.steps"), anchor="steps")
    late, row = known.lateness, known.investment
    owed = chasing.owed(known)
    told = {"month": known.month, "never": owed["last_period_on"].null_count(), "pending": known.pending}
    reports = "reports_pending" if known.pending else "reports"
    aged = headline.whole(known.funding)["aged_open_amount"]
    money = {"amount": money_text(aged, frame.language), **rules.told(frame)}
    asked = [
        ("late", late["late_count"], "late", {"worst": late["worst_delay_days"]}),
        ("passed", late["passed_unreported_count"], "late#passed", {}),
        (reports, owed.height, "#chase", told),
        ("aged", aged, "funding#unpaid", money),
        ("investment", row["project_count"] - row["known_count"], "library?no_investment", {}),
        ("source", known.unsourced["unsourced_count"], "funding#naming", {}),
    ]
    todo = [_step(frame, name, number, to, facts) for name, number, to, facts in asked if number]
    tally.steps(frame.say("overview.steps_none"), todo)


def _step(frame: Frame, name: str, number: object, to: str, facts: dict[str, object]) -> Step:
    told = frame.say(f"overview.step_{name}", count=number, **facts)
    asked, _, place = to.partition("#")
    page, _, only = asked.partition("?")
    here = frame.link(page, **({"only": only} if only else {})) if page else ""
    address = f"{here}{'#' if place else ''}{place}"
    return Step(told, frame.say(f"overview.step_{name}_link"), address)


def states(frame: Frame, known: Known) -> None:
    """Draw the states: counts, and the bars by county beside who reported."""
    st.subheader(frame.say("overview.states"), anchor="states")
    counts = _by_state(known)
    lit = dict.fromkeys(LIGHTS, 0) if known.lateness["judged_count"] else {}
    tally.states(frame, lit | counts)
    st.caption(frame.say("overview.states_rule", **rules.told(frame)))
    if not known.lateness["judged_count"]:
        st.caption(frame.say("overview.states_none"))
    left, right = st.columns(2)
    with left:
        _states_chart(frame, known)
    with right:
        _coverage_chart(frame, known)


def _by_state(known: Known) -> dict[str, int]:
    """State to how many projects and services are in it."""
    counts: dict[str, int] = {}
    for state, count in known.states["state", "project_count"].iter_rows():
        counts[state] = counts.get(state, 0) + count
    return counts


def _states_chart(frame: Frame, known: Known) -> None:
    rows = known.states.filter(pl.col("state") != "service")
    services = _by_state(known).get("service")
    st.markdown(f"**{frame.say('overview.states_chart')}**")
    if rows.is_empty():
        st.info(frame.say("table.no_rows"))
        return
    description = frame.say("overview.states_description", count=rows["project_count"].sum())
    named = bars.named(rows, "county_code", frame.counties)
    link = _to_state(frame)
    pictures.draw(frame, "states", charts.states_by_county(named, "", description, frame.language, link))
    if services:
        st.caption(frame.say("overview.states_services", count=services))


def _to_state(frame: Frame) -> bars.Link:
    return lambda row: frame.link("library", county=row["county_code"], state=row["state"])


def _coverage_chart(frame: Frame, known: Known) -> None:
    heading = frame.say("overview.reporting_chart", month=known.month)
    st.markdown(f"**{heading}**")
    if not known.coverage["reported_count"].sum():
        what = frame.say("overview.reports", month=known.month)
        figures.missing(frame, what, known.unreported.height, frame.say("overview.reporting_fill"), "#chase")
        return
    rows = bars.named(known.coverage, "county_code", frame.counties)
    sums = {name: int(rows[f"{name}_count"].sum()) for name in ("reported", "expected")}
    description = frame.say("overview.reporting_description", month=known.month, **sums)
    link = _to_county(frame, "overview", "#reported")
    pictures.draw(frame, "coverage", charts.coverage(rows, heading, description, link))


def _to_county(frame: Frame, page: str = "library", anchor: str = "") -> bars.Link:
    return lambda row: frame.link(page, county=row["county_code"]) + anchor


def investment(frame: Frame, known: Known) -> None:
    """Draw the known investment by county and by category, and name what is missing."""
    st.subheader(frame.say("overview.investment"), anchor="investment")
    row = known.investment
    missing = row["project_count"] - row["known_count"]
    if row["amount"] is None:
        fill = frame.say("overview.investment_fill")
        figures.missing(frame, frame.say("overview.investment"), missing, fill, frame.link("library"))
        return
    facts = {"known": row["known_count"], "all": row["project_count"], "missing": missing}
    st.caption(
        frame.say("overview.investment_told", amount=money_text(row["amount"], frame.language), **facts)
    )
    left, right = st.columns(2)
    with left:
        rows = _peopled(queries.county_amount(frame.store, frame.view, "investment"))
        _investment_chart(frame, "county", bars.named(rows, "county_code", frame.counties), _to_county(frame))
    with right:
        _by_category(frame)
    _category_table(frame)


def _peopled(rows: pl.DataFrame) -> pl.DataFrame:
    """The places in which there is any project."""
    return rows.filter(pl.col("project_count") > 0)


def _investment_chart(frame: Frame, by: str, rows: pl.DataFrame, link: bars.Link) -> None:
    heading = frame.say(f"overview.investment_{by}")
    st.markdown(f"**{heading}**")
    description = frame.say("overview.investment_description", by=heading)
    name = frame.say("overview.investment")
    pictures.draw(frame, f"investment_{by}", bars.amount_bars(rows, name, description, frame.language, link))


def _by_category(frame: Frame) -> None:
    labels = frame.labels("category")
    rows = bars.named(
        _peopled(queries.category_amount(frame.store, frame.view, "investment")), "category", labels
    )
    known = rows.filter(pl.col("amount").is_not_null()).sort("amount", descending=True)
    top = known.head(TOP)
    _investment_chart(frame, "category", top, _to_category(frame))
    if known.height > TOP:
        st.caption(frame.say("overview.investment_top", shown=TOP, all=known.height))
    rest = rows.filter(pl.col("amount").is_null())["label"].to_list()
    if rest:
        names = frame.say("filter.value_separator").join(rest)
        st.caption(frame.say("overview.investment_rest", count=len(rest), names=names))


def _to_category(frame: Frame) -> bars.Link:
    return lambda row: frame.link("library", category=row["category"])


def _category_table(frame: Frame) -> None:
    """Draw every category in a table, folded away."""
    title = frame.say("overview.investment_table")
    fold.draw(title, title, lambda: tables.draw(frame, title, _categories(frame)))


def _categories(frame: Frame) -> Table:
    rows = _peopled(queries.category_amount(frame.store, frame.view, "investment")).rename(
        {"amount": "investment_amount", "known_count": "investment_known_count"}
    )
    columns = ("category", "project_count", "investment_known_count", "investment_amount")
    ordered = bars.named(rows, "category", frame.labels("category"))[list(columns)]
    totals = {name: ordered[name].sum() for name in columns[1:]}
    links = {"category": lambda row: frame.link("library", category=row["category"])}
    return Table(ordered, columns, totals, unknown="table.not_stated", links=links)


def funding(frame: Frame, known: Known) -> None:
    """Draw planned funding by source and say who names none."""
    st.subheader(frame.say("overview.funding"), anchor="funding")
    unsourced, every = (known.unsourced[name] for name in ("unsourced_count", "project_count"))
    st.caption(frame.say("overview.funding_told", named=every - unsourced, unsourced=unsourced))
    everywhere = known.funding.filter(county_code="*")[PLANNED].iter_rows()
    rows = pl.DataFrame([row for row in everywhere if row[0] != "*"], BARS, orient="row")
    if rows["amount"].null_count() == rows.height:
        fill = frame.say("overview.funding_fill")
        figures.missing(frame, frame.say("overview.funding_chart"), unsourced, fill, frame.link("funding"))
        return
    description, name = frame.say("overview.funding_description"), frame.say("overview.funding_chart")
    shown = bars.named(rows, "source", frame.labels("source"))
    link = _to_source(frame)
    pictures.draw(frame, "funding", bars.amount_bars(shown, name, description, frame.language, link))
    frame.page_link("funding", frame.say("overview.funding_more"))


def _to_source(frame: Frame) -> bars.Link:
    return lambda row: frame.link("library", source=row["source"])


def projects(frame: Frame, known: Known) -> None:
    """Draw everything that is said of projects."""
    headline.draw(frame, known)
    next_steps(frame, known)
    states(frame, known)
    investment(frame, known)
    funding(frame, known)
    county_table.draw(frame, known)
    public_record.draw(frame)
    chasing.draw(frame, known)


frame = shell.enter()
first_line.draw(frame, frame.say("nav.overview"), filter_row.USUAL)
my_month.draw(frame)
known = headline.ask(frame)
kinds = set(known.projects["kind"])
if not kinds:
    st.info(frame.nothing)
elif "project" in kinds:
    projects(frame, known)
else:
    st.info(frame.say("overview.no_projects"))
    tally.states(frame, _by_state(known))
    public_record.draw(frame)
