"""支出进度: the year's curve, work done and payment against the annual plan, and the rows behind each figure."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import spending as charts
from portfolio.formats import date_text, money_text
from portfolio.web import filters, rules, shell, tables
from portfolio.web.elements import figures, pictures, tabs
from portfolio.web.frame import Frame
from portfolio.web.funding.headline import Answer
from portfolio.web.header import filter_row, first_line, period
from portfolio.web.overview import beginning
from portfolio.web.overview.known import begun_at_all
from portfolio.web.spending import spending_cards, spending_lists
from portfolio.web.spending.spending_lists import say
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

LISTS = CODELISTS | {"ranking": "ranking"}
MONEY = pl.Decimal(38, 2)
TABS = {"known_count": "projects", "payment_known_count": "payment"}
"""The n of a figure, and the tab in which the projects behind it stand."""


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.spending"), filter_row.USUAL)
    pace = queries.pace(frame.store, frame.view)
    whole = pace.filter(level="all")
    if whole.is_empty():
        st.info(frame.nothing)
        return
    years = queries.plan_years(frame.store, frame.view)
    reviewed = next(year for year, reviewed in years["year", "under_review"].iter_rows() if reviewed)
    until = queries.calendar(frame.store, frame.view)["reviewed_to_on"].item()
    row = whole.row(0, named=True)
    _answer(frame, row, until)
    if not begun_at_all(frame):
        _beginning(frame)
        return
    spending_cards.draw(frame, row, until)

    def payment() -> None:
        _curve(frame, [str(year) for year in years["year"]], reviewed)
        _payment(frame, pace, whole)
        spending_lists.payments(frame, row)

    def projects() -> None:
        spending_lists.rows(frame, row)
        spending_lists.beside(frame)
        spending_lists.plan_missing(frame, reviewed)

    parts: dict[str, tabs.Part] = {
        "progress": partial(_by, frame, pace, whole, "county_code", reviewed),
        "payment": payment,
        "categories": partial(_by, frame, pace, whole, "category", reviewed),
        "projects": projects,
        "against": partial(spending_lists.flags, frame),
    }
    tabs.draw(frame, parts)


def _beginning(frame: Frame) -> None:
    """Draw the next step, and what the projects are to cost as far as it is stated: there is no plan yet to be behind."""
    beginning.next_step(frame)
    table = beginning.table(frame, "category", "category")
    tables.show(frame, table)
    tables.export(frame, table, frame.say("nav.spending"))


def _answer(frame: Frame, whole: Answer, until: date) -> None:
    """Say in one sentence how far the year's work is, and of what period that is told."""
    told = {"period": period.told(frame, frame.view), "month": date_text(until, "month", frame.language)}
    if whole["completion_share"] is not None:
        pacing = spending_cards.points(frame, whole["pacing_share"])
        behind = money_text(whole["behind_amount"], frame.language)
        facts = spending_cards.rate_facts(frame, whole, until) | {"pacing": pacing, "behind": behind}
        st.html(f'<p class="answer">{escape(frame.say("spending.answer", **facts | told))}</p>')
    else:
        st.html(f'<p class="answer">{escape(frame.say("spending.answer_none", **told))}</p>')
    if frame.filters.sources:
        say(frame, "note_sources")


def _curve(frame: Frame, years: list[str], reviewed: int) -> None:
    asked = frame.filters.year
    year = asked if asked in years else str(reviewed)
    figures.heading(frame, frame.say("spending.curve_title", year=year), frame.say("spending.curve_note"))
    if asked and asked != year:
        st.warning(frame.say("spending.year_dropped", value=asked, year=year))
    if len(years) > 1:
        _year_choice(frame, years, year)
    rows = _curve_rows(frame, int(year))
    if rows is None:
        count = queries.payment_judged(frame.store, frame.view)["project_count"][0]
        what = frame.say("spending.lack_curve", year=year)
        figures.missing(frame, what, count, frame.say("spending.lack_curve_fill"), _tab(frame, "projects"))
        return
    if rows["work_done_count"].sum() == 0:
        what = frame.say("spending.lack_work", year=year)
        figures.missing(
            frame,
            what,
            int(rows["plan_count"][0]),
            frame.say("spending.lack_pace_fill"),
            frame.link("library"),
        )
    _draw_curve(frame, rows, year, reviewed)


def _year_choice(frame: Frame, years: list[str], year: str) -> None:
    key = filters.key("year")
    if st.session_state.get(key) != year:
        st.session_state[key] = year
    st.selectbox(
        frame.say("spending.year"),
        years,
        key=key,
        width=180,
        placeholder=frame.say("spending.year"),
        on_change=filters.write,
        args=("year", frame.filters.today),
    )


def _curve_rows(frame: Frame, year: int) -> pl.DataFrame | None:
    """The year's months with their amounts as money; None where no project has a plan for the year."""
    rows = queries.year_curve(frame.store, frame.view, year)
    if rows.is_empty():
        return None
    return rows.rename(
        {"work_done_amount": "work_done_year_amount", "paid_amount": "paid_year_amount"}
    ).with_columns(pl.col("plan_amount").cast(MONEY), month_precision=pl.lit("month"))


def _draw_curve(frame: Frame, rows: pl.DataFrame, year: str, reviewed: int) -> None:
    pictures.draw(frame, "curve", charts.year_curve(rows, frame.filters.as_of, frame.language))
    columns = ("month_on", "plan_amount", "plan_count", "work_done_year_amount", "work_done_count")
    more = ("reported_plan_amount", "paid_year_amount", "paid_count")
    title = frame.say("spending.curve_title", year=year)
    table = Table(rows, (*columns, *more), unknown="spending.no_report_yet")
    tables.draw(frame, title, table, folded=True)
    if int(year) < reviewed:
        href = frame.link("spending", asof=rows["month_on"][-1])
        link = f'<a href="{escape(href)}">{escape(frame.say("spending.year_switch", chosen=year))}</a>'
        sentence = escape(frame.say("spending.year_other", year=reviewed, chosen=year))
        st.html(f'<p class="chosen">{sentence}{link}</p>')


def _by(frame: Frame, pace: pl.DataFrame, whole: pl.DataFrame, column: str, year: int) -> None:
    """Draw work done against plan by county or by category."""
    level = "county" if column == "county_code" else column
    rows = pace.filter(level=level).rename({"code": column})
    title = frame.say(f"spending.{level}_title")
    if level == "category":
        notes = [
            frame.say(f"spending.{name}", **rules.told(frame)) for name in ("pace_note", "category_small")
        ]
        figures.heading(frame, title, *notes)
    known = rows.drop_nulls("completion_share")
    if known.is_empty():
        what, fill = frame.say("spending.lack_pace"), frame.say("spending.lack_pace_fill")
        figures.missing(frame, what, int(rows["project_count"].sum()), fill, _tab(frame, "projects"))
        if level == "category":
            return
    elif level == "category":
        shown = _labelled(frame, known, column, "known_count")
        pictures.draw(frame, "pace_category", charts.pace(shown, frame.language))
        if rows.height > known.height:
            say(frame, "category_rest", count=rows.height - known.height)
    sides = ("known_count", "project_count", "annual_plan_amount", "work_done_year_amount")
    rates = ("completion_share", "elapsed_share", "pacing_share", "behind_amount", "on_pace_count")
    beside = ["reported_plan_share", "base_missing_count", "outside_work_amount"]
    if rows["withdrawn_count"].sum():
        beside += [
            "withdrawn_count",
            "withdrawn_work_amount",
            "withdrawn_plan_amount",
            "with_withdrawn_share",
        ]
        beside += ["with_withdrawn_rank"] if level == "county" else []
    tables.draw(
        frame,
        f"{year}_{title}",
        _table(
            frame,
            rows,
            whole,
            column,
            ("ranking", *sides, *rates, *beside),
        ),
    )
    if level == "county":
        say(frame, "rank_note", **rules.told(frame))
        spending_cards.beside(frame, whole.row(0, named=True))
        spending_lists.undivided(frame, whole)


def _labelled(frame: Frame, rows: pl.DataFrame, column: str, known: str) -> pl.DataFrame:
    """The rows with their names, their pacing in words, and the address of the projects behind, for a chart."""
    labels = frame.labels("county" if column == "county_code" else column)
    pacing = [spending_cards.points(frame, share) for share in rows["pacing_share"]]
    return rows.with_columns(
        pl.col(column).replace_strict(labels, default=pl.col(column)).alias("label"),
        pl.Series("pacing", pacing),
        pl.Series("href", [_behind(frame, column, known, row) for row in rows.iter_rows(named=True)]),
    )


def _table(
    frame: Frame, rows: pl.DataFrame, whole: pl.DataFrame, column: str, columns: tuple[str, ...]
) -> Table:
    """The rows as a table: a name leads to the projects behind it, the total is the whole selection's."""
    total = whole.row(0, named=True)
    totals = {name: total[name] for name in columns if name.endswith(("_share", "_amount", "_count"))}
    known = "payment_known_count" if "payment_known_count" in columns else "known_count"
    opening = (known,) if column == "county_code" else (column, known)
    links = dict.fromkeys(opening, partial(_behind, frame, column, known))
    return Table(rows, (column, *columns), totals, codelists=LISTS, links=links)


def _behind(frame: Frame, column: str, known: str, row: Row) -> str:
    """The address of the projects behind a county's or category's row, of whose figure `known` is the n."""
    word = "county" if column == "county_code" else column
    return frame.link("spending", tab=TABS[known] if row[known] else "projects", **{word: str(row[column])})


def _tab(frame: Frame, name: str) -> str:
    """The address of one of this page's tabs."""
    return frame.link("spending", tab=name)


def _payment(frame: Frame, pace: pl.DataFrame, whole: pl.DataFrame) -> None:
    """Draw payment against the annual plan by county."""
    title = frame.say("spending.payment_title")
    figures.heading(frame, title, frame.say("spending.payment_note"))
    counties = pace.filter(level="county").rename({"code": "county_code"})
    rows = counties.sort("ranking", "annual_payment_share", nulls_last=True, maintain_order=True)
    known = rows.drop_nulls("annual_payment_share")
    if known.is_empty():
        what, fill = frame.say("spending.lack_payment"), frame.say("spending.lack_payment_fill")
        figures.missing(frame, what, int(rows["project_count"].sum()), fill, _tab(frame, "projects"))
        return
    shown = _labelled(frame, known, "county_code", "payment_known_count")
    shown = shown.with_columns(known_count="payment_known_count")
    pictures.draw(frame, "payment", charts.payment(shown, frame.language))
    columns = (
        "payment_known_count",
        "project_count",
        "payment_plan_amount",
        "paid_year_amount",
        "annual_payment_share",
    )
    tables.draw(frame, title, _table(frame, rows, whole, "county_code", columns))
    spending_lists.undivided(frame, whole)


draw(shell.enter())
