"""The lists of 数据质量: who lacks a field, who did not report, where two places disagree, what public pages say."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import date_text, grouped, size_text, unknown_text
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.register import listing
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

LISTS = CODELISTS | {name: name for name in ("data_field", "subject_kind")} | {"fact_kind": "evidence_kind"}
WHO = ("project_id", "name", "county_code", "category", "owner_unit", "state", "last_period_on")
UNKNOWN = {
    "owner_unit": "table.not_stated",
    "county_code": "table.not_stated",
    "last_period_on": "spending.never_reported",
    "silent_days": "spending.never_reported",
    "missed_count": "spending.never_reported",
    "submitted_on": "table.not_reported",
    "accepted_on": "table.not_reported",
}
DOUBTS = (
    *("contradiction_no", "subject_name", "doubt", "place_a", "printed_a", "place_b", "printed_b"),
    *("treatment", "subject_kind"),
)
PUBLIC = (
    *("project_id", "name", "fact_kind", "page_fact", "held_on", "library_said"),
    *("public_amount", "library_amount", "difference_amount", "difference_days"),
    *("published_on", "page_title", "confidence", "note", "county_code"),
)
UNSAID = {
    "county_code": "table.not_stated",
    "public_amount": "quality.no_amount",
    "library_amount": "quality.no_amount",
    "difference_amount": "quality.no_difference",
    "difference_days": "quality.no_difference",
    "library_said": "quality.not_said",
    "note": "project.no_note",
    "*": "table.not_stated",
}


def quiet(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence of the page."""
    st.html(f'<p class="chosen">{escape(frame.say(f"quality.{key}", **facts))}</p>')


def missing(frame: Frame) -> None:
    """Draw the projects that lack the field of the address; say how to choose one where there is none."""
    labels = frame.labels("data_field")
    chosen = frame.filters.missing
    name = labels.get(chosen)
    title = frame.say("quality.missing_title", field=name) if name else frame.say("quality.missing_choose")
    st.subheader(title, anchor="missing")
    if name is None:
        quiet(frame, "missing_unknown" if chosen else "missing_how", value=chosen)
        return
    rows = queries.field_missing(frame.store, frame.view, chosen)
    if rows.is_empty():
        quiet(frame, "missing_none", field=name)
        return
    told = codes.column("data_field", "told_by")
    quiet(frame, f"missing_fill_{told[chosen]}", field=name, count=rows.height)
    _listed(frame, rows, WHO, title)


def _listed(
    frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...], title: str, by_county: bool = True
) -> None:
    """Draw a list of projects and its downloads; months are named as months."""
    place = pl.col("county_code").replace_strict(
        {code: number for number, code in enumerate(frame.counties)}, default=len(frame.counties)
    )
    monthly = (rows.sort(place, maintain_order=True) if by_county else rows)[list(columns)]
    if "last_period_on" in columns:
        monthly = monthly.with_columns(last_period_precision=pl.lit("month"))
    tables.draw(frame, title, Table(monthly, columns, unknown=UNKNOWN, codelists=LISTS))


def contradictions(frame: Frame) -> None:
    """Draw where two places of the library disagree, both as printed, and how it is treated."""
    title = frame.say("quality.doubts_title")
    st.header(title, anchor="doubts")
    rows = queries.contradictions_of(frame.store, frame.view)
    if rows.is_empty():
        quiet(frame, "doubts_none")
        return
    quiet(frame, "doubts_note", count=rows.height)
    shown = rows.rename({f"title_{frame.language}": "doubt", f"treatment_{frame.language}": "treatment"})
    tables.draw(
        frame,
        title,
        Table(
            shown.select(*DOUBTS, "subject_id"),
            DOUBTS,
            unknown="table.not_stated",
            codelists=LISTS,
            links={"subject_name": lambda row: _subject(frame, row)},
        ),
    )


def groups(frame: Frame) -> None:
    """Draw the groups that state less than their members make up; nothing where there are none."""
    rows = queries.groups_below(frame.store, frame.view)
    if rows.is_empty():
        return
    title = frame.say("quality.groups_title")
    st.header(title, anchor="groups")
    quiet(frame, "groups_note", count=rows.height)
    columns = (
        *("project_id", "name", "county_code", "figure"),
        *("stated_amount", "below_amount", "difference_amount"),
    )
    tables.draw(frame, title, Table(listing.figures(frame, rows), columns, unknown=UNKNOWN, codelists=LISTS))


def _subject(frame: Frame, row: Row) -> str:
    """The page of what a contradiction is about."""
    kind, subject = str(row["subject_kind"]), row["subject_id"]
    if kind == "project":
        return frame.link("project", project=subject)
    return (
        frame.link("indicators", indicator=subject) + "#detail"
        if kind == "indicator"
        else frame.link("library")
    )


def public(frame: Frame) -> None:
    """Draw what public pages say of the selected projects, beside what plan and reports say of the same."""
    title = frame.say("quality.public_title")
    st.header(title, anchor="public")
    rows = queries.public_beside(frame.store, frame.view)
    if rows.is_empty():
        quiet(frame, "public_none")
        return
    told = [(_fact(frame, row), _said(frame, row)) for row in rows.iter_rows(named=True)]
    made = pl.DataFrame(told, {"page_fact": pl.String, "library_said": pl.String}, orient="row")
    shown = pl.concat([rows.rename({"title": "page_title"}), made], how="horizontal")
    facts = rows.select("project_id", "evidence_no").unique()
    beside = made["library_said"].count()
    quiet(frame, "public_note", count=facts.height, projects=facts["project_id"].n_unique(), beside=beside)
    kept = shown.sort(pl.col("library_said").is_null(), maintain_order=True).select(
        *PUBLIC, "held_precision", "url"
    )
    links = {"page_title": lambda row: str(row["url"] or "")}
    tables.draw(frame, title, Table(kept, PUBLIC, unknown=UNSAID, codelists=LISTS, links=links))


def _fact(frame: Frame, row: Row) -> str:
    """What the page states: the milestone it dates, its words, the value with its unit."""
    value = "" if row["value"] is None else f"{grouped(row['value'])}{row['unit'] or ''}"  # type: ignore[arg-type]
    told = [_milestone(frame, row), _label(frame, row), value, row["funding_stated"]]
    return frame.say("filter.value_separator").join(str(part) for part in told if part) or unknown_text(
        frame.language
    )


def _label(frame: Frame, row: Row) -> str | None:
    """The page's own words for the fact, unless they only name the milestone again."""
    named = row["milestone"] and codes.label("milestone", str(row["milestone"]), frame.language)
    return None if row["label"] is None or row["label"] == named else str(row["label"])


def _milestone(frame: Frame, row: Row) -> str:
    """The milestone that the fact dates, and whether as due or as done; "" where it dates none."""
    if row["milestone"] is None:
        return ""
    name = codes.label("milestone", str(row["milestone"]), frame.language)
    return frame.say(f"quality.side_{row['side']}", milestone=name)


def _said(frame: Frame, row: Row) -> str | None:
    """What plan or reports say of the same: basis of the investment, day of the milestone, sizes; None for nothing."""
    if row["library_amount"] is not None:
        if row["library_basis"] is None:
            return frame.say("column.work_done_amount")
        basis = codes.label("basis", str(row["library_basis"]), frame.language)
        return frame.say("quality.said_investment", basis=basis)
    if row["library_on"] is not None:
        day = date_text(row["library_on"], str(row["library_precision"]), frame.language)  # type: ignore[arg-type]
        return frame.say(f"quality.said_{row['library_origin']}", day=day)
    return _sizes(frame, row)


def _sizes(frame: Frame, row: Row) -> str | None:
    """The sizes that the plan states: 小区 434个、户数 约7万户."""
    scale = row["library_scale"]
    if not isinstance(scale, list) or not scale:
        return None
    words, labels = queries.scale_words(frame.store, frame.view), frame.labels("measure")
    told = [
        f"{labels.get(size['measure'], size['measure'])} {size_text(size, words.get(key, 'exact'), frame.language)}"
        for size in scale
        if (key := (str(row["project_id"]), size["measure"], size["value"]))
    ]
    return frame.say("quality.said_plan", day=frame.say("filter.value_separator").join(told))
