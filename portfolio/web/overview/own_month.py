"""总览 for a project owner: what is due this month, what came back and why, and how the own projects stand."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.web.frame import Frame
from portfolio.web.overview import coordinating
from portfolio.web.reporting import my_month


def draw(frame: Frame) -> None:
    """Draw the owner's months, and then the own projects."""
    my_month.draw(frame)
    newest = my_month.months(frame)[:1]
    standing = dict(newest[0].rows.select("project_id", "standing").iter_rows()) if newest else {}
    _projects(frame, standing)


def _projects(frame: Frame, standing: dict[str, str]) -> None:
    """Draw the own projects: those that owe a report first, then by what each is behind."""
    rows = queries.list_rows(frame.store, frame.view).filter(pl.col("kind") == "project")
    if rows.is_empty():
        st.info(frame.nothing)
        return
    place = {
        name: number for number, name in enumerate(("returned", "missing", "later", "pending", "accepted"))
    }
    order = [place.get(standing.get(project, ""), len(place)) for project in rows["project_id"]]
    rows = rows.with_columns(pl.Series("owed", order)).sort(
        "owed", "behind_amount", descending=[False, True], nulls_last=True, maintain_order=True
    )
    labels = frame.labels("followup")
    told = {project: labels[name] for project, name in standing.items()}
    coordinating.own(frame, rows, told)
