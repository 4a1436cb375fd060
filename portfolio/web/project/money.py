"""The project's money: investment on each basis, funding by source, this year against plan, payment against work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import project as charts
from portfolio.charts.vega import Chart
from portfolio.formats import YUAN, Number, date_text, money_text, plain, points_text, share_text
from portfolio.web import tables
from portfolio.web.elements import figures, pictures
from portfolio.web.elements.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.funding import funding_ages, treasury_lists
from portfolio.web.project import origins, year_plan
from portfolio.web.project.known import Known, Row
from portfolio.web.tables import Table

LEVELS = {
    "investment": "investment_amount",
    "planned": "planned_funding_amount",
    "allocated": "allocated_amount",
    "received": "received_amount",
    "paid": "paid_amount",
}
"""The steps of the ladder, as codes of the charts' colours, and the column of each."""
REPORTED = ("planned_amount", "allocated_amount", "received_amount", "paid_amount")
AGES = (
    *("not_arrived_amount", "unpaid_amount", "payment_untold_amount", "aged_unpaid_amount"),
    *("aged_untold_amount", "long_unpaid_amount", "two_year_unpaid_amount"),
)
FUNDING = ("source", *REPORTED, "paid_year_amount", "title")
STANDING = ("source", *AGES, "remainder", "age_basis")
SUMMED = {
    "planned_amount": "planned_funding_amount",
    "allocated_amount": "allocated_amount",
    "received_amount": "received_amount",
    "paid_amount": "paid_amount",
    "paid_year_amount": "paid_year_amount",
}


def investment(frame: Frame, known: Known) -> None:
    """Draw every statement of the total investment, the one in force last."""
    st.header(frame.say("project.investment"), anchor="investment")
    rows = queries.investment_statements(frame.store, known.view, known.project_id)
    if rows.is_empty():
        st.html(origins.missing(frame, "project.fill_investment"))
        return
    title = [_stated_in(frame, row) for row in rows.iter_rows(named=True)]
    told = rows.with_columns(pl.Series("title", title, dtype=pl.String))
    told = told.rename({"amount": "investment_amount", "qualifier": "investment_qualifier"})
    columns = ("basis", "investment_amount", "document_number", "title")
    table = Table(told, columns, unknown="table.not_stated")
    tables.show(frame, table)
    if rows.height > 1:
        st.caption(frame.say("project.newest_counts"))
    tables.download(frame, table, frame.say("project.investment"))


def _stated_in(frame: Frame, row: Row) -> str:
    return origins.plan(frame, row["stated_in"]) if row["origin"] == "plan" else origins.report(frame, row)


def funding(frame: Frame, known: Known) -> None:
    """Draw the ladder from investment to paid, and the money source by source."""
    st.header(frame.say("project.funding"), anchor="funding")
    rows = queries.funding_rows(frame.store, known.view)
    if rows.is_empty():
        st.html(origins.missing(frame, "project.fill_funding"))
        return
    if any(known.row[column] is not None for column in LEVELS.values() if column != "investment_amount"):
        pictures.draw(frame, "ladder", _ladder(frame, known))
    figures.row(frame, _rates(frame, known))
    tables.draw(frame, frame.say("project.funding"), _by_source(frame, known, rows))
    _standing(frame, known)
    treasury_lists.of_project(frame, known)


def _ladder(frame: Frame, known: Known) -> Chart:
    levels = pl.DataFrame(
        {
            "measure": list(LEVELS),
            "label": [frame.say(f"column.{column}") for column in LEVELS.values()],
            "amount": pl.Series([known.row[column] for column in LEVELS.values()], dtype=pl.Decimal(38, 2)),
        }
    )
    told = [
        frame.say("filter.pair", name=name, values=money_text(amount, frame.language))
        for name, amount in levels["label", "amount"].iter_rows()
    ]
    return charts.ladder(
        levels,
        language=frame.language,
        title=frame.say("column.amount"),
        unknown=frame.say("table.not_reported"),
        description=frame.say("filter.pair_separator").join(told),
    )


def _rates(frame: Frame, known: Known) -> list[Figure]:
    rates, whole = known.rates, _whole(frame, known)
    months = {name: plain(known.rules[name]) for name in ("unpaid_months", "idle_months")}
    is_unpaid = [frame.say("project.is_unpaid")]
    if whole["payment_untold"]:
        untold = money_text(whole["payment_untold"], frame.language)
        is_unpaid.append(frame.say("funding.unpaid_untold", amount=untold))
    if known.row["state"] == "withdrawn" and whole["unpaid"]:
        is_unpaid.append(frame.say("treasury.is_to_recover"))
    is_aged, is_long = (frame.say(f"project.is_{name}", **months) for name in ("aged", "long"))
    joined = frame.say("filter.pair_separator").join
    return [
        _share(frame, "disbursed_share", rates["disbursed_share"], frame.say("project.is_disbursed")),
        _share(frame, "received_share", rates["received_share"], frame.say("project.is_received")),
        _share(frame, "paid_share", rates["paid_share"], frame.say("project.is_paid")),
        _money(frame, "unpaid_amount", whole["unpaid"], joined(is_unpaid)),
        _money(frame, "aged_unpaid_amount", whole["aged_unpaid"], is_aged),
        _money(
            frame, "long_unpaid_amount", whole["long_unpaid"], joined([is_long, *_two_years(frame, known)])
        ),
        _gap(frame, known),
    ]


def _two_years(frame: Frame, known: Known) -> list[str]:
    """What is left of the money after two budget years, and what it is called; nothing where nothing is."""
    rows = queries.standing_rows(frame.store, known.view).filter(pl.col("remainder").is_not_null())
    yuan = rows.filter(pl.col("currency") == YUAN)
    words = frame.labels("remainder")
    return [
        frame.say("project.is_two_year", amount=money_text(amount, frame.language), remainder=words[word])
        for word, amount in yuan.group_by("remainder").agg(pl.col("two_year_unpaid_amount").sum()).iter_rows()
    ]


def _whole(frame: Frame, known: Known) -> dict[str, Number | None]:
    """The row amounts of what lies between 下达, 到位 and 支付; of a group what it has beyond its members."""
    names = [name.removesuffix("_amount") for name in AGES]
    rows = queries.total_amount(frame.store, known.view, *names)
    return dict(rows["measure", "amount"].iter_rows())


def _gap(frame: Frame, known: Known) -> Figure:
    """The gap, or what is planned beyond the investment."""
    gap = known.row["unfunded_gap_amount"]
    if gap is not None and gap < 0:
        return _money(frame, "funding_surplus_amount", -gap, frame.say("project.is_surplus"))
    told = _money(frame, "unfunded_gap_amount", gap, frame.say("project.is_gap"))
    return replace(told, unknown="table.not_stated")


def _standing(frame: Frame, known: Known) -> None:
    """Draw what lies between 下达, 到位 and 支付, by source, and since when."""
    rows = queries.standing_rows(frame.store, known.view)
    rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in AGES))
    if rows.is_empty():
        return
    title = frame.say("funding.unpaid")
    st.subheader(title, anchor="unpaid")
    st.caption(frame.say("funding.unpaid_told", **funding_ages.facts(frame)))
    whole = {f"{name}_amount": amount for name, amount in _whole(frame, known).items()}
    yuan = YUAN in rows["currency"].to_list()
    tables.draw(frame, title, Table(rows, STANDING, whole if yuan else None, funding_ages.BLANKS))


def _share(frame: Frame, column: str, share: Number | None, meaning: str) -> Figure:
    told = None if share is None else share_text(share, frame.language)
    rows = None if told is None else _history(frame)
    return Figure(frame.say(f"column.{column}"), told, meaning=meaning, rows=rows)


def _money(frame: Frame, column: str, amount: Number | None, meaning: str) -> Figure:
    label = frame.say(f"column.{column}")
    if amount is None:
        return Figure(label, None, meaning=meaning)
    number, unit = _split(money_text(amount, frame.language))
    return Figure(label, number, unit, meaning=meaning, rows=_history(frame))


def _history(frame: Frame) -> str:
    """The address of the reports that the project's figures come from."""
    return frame.link("project", project=frame.filters.project, tab="reports") + "#history"


def _split(told: str) -> tuple[str, str]:
    """The number, and the unit that stands smaller behind it."""
    number = re.match(r"-?[\d,.]+", told)
    return (told[: number.end()], told[number.end() :].strip()) if number else (told, "")


def _by_source(frame: Frame, known: Known, rows: pl.DataFrame) -> Table:
    """One row a source; only yuan is added up, another currency stands beside it."""
    hands = treasury_lists.marks(frame, known)
    title = [_funding_origin(frame, known, row, hands) for row in rows.iter_rows(named=True)]
    told = rows.with_columns(pl.Series("title", title, dtype=pl.String))
    totals = {column: known.row[summed] for column, summed in SUMMED.items()}
    # where one source's is unknown the project's is too, and the known ones add up to nothing that may be said
    if known.row["paid_year_amount"] is None and rows["paid_year_amount"].null_count() < rows.height:
        del totals["paid_year_amount"]
    yuan = YUAN in rows["currency"].to_list()
    return Table(told, FUNDING, totals if yuan else None, {"planned_amount": "table.not_stated"})


def _funding_origin(frame: Frame, known: Known, row: Row, hands: Mapping[str, str]) -> str:
    """Where a source's money in one currency stands: the treasury, the plan where it names both, the reports."""
    source, currency = str(row["source"]), str(row["currency"])
    stated = [
        part for part in known.stated["funding"] if (part["source"], part["currency"]) == (source, currency)
    ]
    told = [hands[source]] if currency == YUAN and source in hands else []
    told += [_named(frame, known, part["note"]) for part in stated]
    told.append(origins.figure(frame, known, "funding", REPORTED, source, currency))
    return frame.say("filter.pair_separator").join(text for text in told if text)


def _named(frame: Frame, known: Known, note: str | None) -> str:
    place = origins.plan(frame, known.stated["stated_in"])
    return frame.say("filter.pair", name=place, values=note) if note else place


def year(frame: Frame, known: Known) -> None:
    """Draw the year that was last reported: plan, work and payment against 序时进度."""
    row = known.row
    if row["year"] is None:
        st.header(frame.say("project.year_unknown"), anchor="year")
        st.html(origins.missing(frame, "project.fill_year"))
        return
    st.header(frame.say("project.year", year=row["year"]), anchor="year")
    figures.row(frame, _this_year(frame, known))
    st.html(f'<h4 class="part">{escape(frame.say("project.to_date", month=_month(frame, known)))}</h4>')
    figures.row(frame, _to_date(frame, known))


def _month(frame: Frame, known: Known) -> str:
    return date_text(known.row["last_period_on"], "month", frame.language)


def _this_year(frame: Frame, known: Known) -> list[Figure]:
    row = known.row
    plan = year_plan.meaning(frame, known)
    work = frame.say("project.is_work_year")
    return [
        _money(frame, "annual_plan_amount", row["annual_plan_amount"], plan),
        _money(frame, "work_done_year_amount", row["work_done_year_amount"], work),
        _completion(frame, known),
        *_expected(frame, known),
        _money(frame, "paid_year_amount", row["paid_year_amount"], frame.say("project.is_paid_year")),
        _share(
            frame, "annual_payment_share", row["annual_payment_share"], frame.say("project.is_annual_payment")
        ),
    ]


def _expected(frame: Frame, known: Known) -> list[Figure]:
    """预计全年完成 with its share of the plan, where it was told."""
    amount = known.row["year_forecast_amount"]
    if amount is None:
        return []
    told = origins.figure(frame, known, "plan", ["year_forecast_amount"], str(known.row["year"]))
    if known.row["forecast_share"] is not None:
        share = share_text(known.row["forecast_share"], frame.language)
        told = frame.say("filter.pair_separator").join((frame.say("project.is_expected", share=share), told))
    return [_money(frame, "year_forecast_amount", amount, told)]


def _completion(frame: Frame, known: Known) -> Figure:
    """The completion rate beside the elapsed share; how far apart only where pacing can be told."""
    pacing = known.pacing
    key = "project.elapsed_only" if pacing is None else "project.elapsed"
    elapsed = share_text(known.row["elapsed_share"], frame.language)
    told = frame.say(key, elapsed=elapsed, pacing=points_text(pacing, frame.language))
    figure = _share(
        frame, "completion_share", known.row["completion_share"], frame.say("project.is_completion")
    )
    return replace(figure, meaning=f"{figure.meaning}{told}")


def _to_date(frame: Frame, known: Known) -> list[Figure]:
    row = known.row
    work = origins.figure(frame, known, "progress", ["work_done_amount"])
    share = origins.figure(frame, known, "progress", ["physical_share"])
    statistics = origins.figure(frame, known, "progress", ["in_statistics_amount"])
    return [
        _money(frame, "work_done_amount", row["work_done_amount"], work),
        _share(frame, "physical_share", row["physical_share"], share),
        _money(frame, "in_statistics_amount", row["in_statistics_amount"], statistics),
        _money(frame, "paid_amount", row["paid_amount"], frame.say("project.is_paid_total")),
    ]
