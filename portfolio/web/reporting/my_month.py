"""An owner's month: what is due by when, what came back and why, project by project, until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.queries import reporting as queries
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, keeping, listed, remarked
from portfolio.web.reporting.reminder import OWED
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

HELD = "my_month"
COLUMNS = ("project_id", "name", "state", "standing", "opinion")
LISTS = CODELISTS | {"standing": "followup"}
UNKNOWN = {"opinion": "my_month.nothing_said", "*": "table.not_stated"}
LISTED = 8
"""Projects of a month that are named; a longer list is that of 填报情况."""


@dataclass(frozen=True)
class Month:
    """One month that may be reported, with the unit's projects that owe it: `rows` as followup_rows.

    `standing` is returned, too, where what was reported anew of an accepted month came back.
    """

    period_on: date
    until_on: date
    is_late: bool
    rows: pl.DataFrame

    def count(self, *standings: str) -> int:
        """How many projects stand so."""
        return self.rows.filter(pl.col("standing").is_in(standings))["project_id"].n_unique()


def months(frame: Frame) -> list[Month]:
    """The reader's months that have ended and may be reported, the newest first; none for who is no owner."""
    unit = frame.reader.unit_code
    if frame.reader.role != "owner" or unit is None:
        return []
    return keeping.kept(frame, HELD, unit, frame.filters.today, lambda: _months(frame, unit))


def _months(frame: Frame, unit: str) -> list[Month]:
    asked = acting.view(frame)
    open_ones = queries.unit_months(frame.store, asked, unit).filter(pl.col("is_open") & pl.col("has_ended"))
    came_back = pl.col("sent_verdict").is_in(["returned", "taken_back"])
    standing = pl.when(came_back).then(pl.lit("returned")).otherwise("standing")
    found = []
    for month in open_ones.iter_rows(named=True):
        rows = queries.followup_rows(frame.store, asked, month["period_on"]).filter(unit_code=unit)
        rows = rows.with_columns(standing.alias("standing"))
        until = (
            month["until_on"] if month["state"] == "reopened" and month["until_on"] else month["closes_on"]
        )
        found.append(Month(month["period_on"], until, month["is_late"], rows))
    return [month for month in found if month.rows.height]


def owed(frame: Frame) -> int:
    """How many reports of projects the reader still owes or has to mend."""
    return sum(month.count(*OWED) for month in months(frame))


def draw(frame: Frame) -> None:
    """Draw the reader's months."""
    found = months(frame)
    for month in found:
        _draw(frame, month)
    if owed(frame) and frame.page != "report":
        frame.page_link("report", frame.say("my_month.to_report"))


def _draw(frame: Frame, month: Month) -> None:
    name = date_text(month.period_on, "month", frame.language)
    facts = {"month": name, "until": frame.day(month.until_on), "all": month.rows["project_id"].n_unique()}
    owing = month.count(*OWED)
    place = "late" if month.is_late else "due"
    counts = {"missing": month.count("missing", "later"), "returned": month.count("returned")}
    counts |= {"pending": month.count("pending"), "accepted": month.count("accepted")}
    if not owing:
        done = "pending" if counts["pending"] else "done"
        acting.quiet(frame.say(f"my_month.{done}", **facts, **counts))
        return
    told = frame.say(f"my_month.{place}", owing=owing, **facts, **counts)
    (st.error if counts["returned"] else st.warning)(acting.plain(told))
    _came_back(frame, month)


def _came_back(frame: Frame, month: Month) -> None:
    """Draw what came back, and why; the remark on a project before what was said of the whole report."""
    back = month.rows.filter(standing="returned").sort("project_id").head(LISTED)
    if back.is_empty():
        return
    said = {number: _said(frame, number) for number in back["submission_id"].drop_nulls().unique()}
    whys = [
        said.get(row["submission_id"], {}).get(row["project_id"])
        or said.get(row["submission_id"], {}).get(None)
        for row in back.iter_rows(named=True)
    ]
    shown = back.with_columns(pl.Series("opinion", whys, pl.String)).select(*COLUMNS, "submission_id")
    links = {"opinion": lambda row: frame.link("report", number=str(row["submission_id"]), month=None)}
    tables.show(frame, Table(shown, COLUMNS, unknown=UNKNOWN, codelists=LISTS, links=links))


def _said(frame: Frame, number: int) -> Mapping[str | None, str]:
    """Project (None: the whole report) to what its reviewer said."""
    asked = acting.view(frame)
    found: dict[str | None, str] = {}
    for row in remarked.opinions(frame, number).iter_rows(named=True):
        before = found.get(row["project_id"])
        separator = frame.say("filter.pair_separator")
        told = listed.remark(frame, row)
        found[row["project_id"]] = f"{before}{separator}{told}" if before else told
    by_project = bool(queries.one_report(frame.store, asked, number)["divided"].any())
    for row in queries.report_verdicts(frame.store, asked, number).drop_nulls("reason").iter_rows(named=True):
        before = found.get(row["project_id"])
        if before and by_project:
            found[row["project_id"]] = f"{row['reason']}{frame.say('filter.pair_separator')}{before}"
        elif not before:
            found[row["project_id"]] = str(row["reason"])
    return found
