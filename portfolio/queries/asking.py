"""How a question of a view is put: each names a macro of sql/, with the view's filters and scope as arguments."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.store import Store
from portfolio.store.lines import FILTERS

__all__ = ["FILTERS", "ask", "ask_of_project", "rows_of"]


def ask(store: Store, view: View, macro: str, order: str = "ALL") -> pl.DataFrame:
    """The rows of the macro for the view, in this order."""
    return store.ask(f"FROM {macro}($snapshot, {FILTERS}) ORDER BY {order}", view)


def rows_of(answer: pl.DataFrame, column: str, value: str) -> pl.DataFrame:
    """The answer's rows with this value, which stand together: a part of it, without a step of frames."""
    held = answer[column].to_list()
    return answer.slice(held.index(value) if value in held else 0, held.count(value))


def ask_of_project(store: Store, view: View, macro: str, project_id: str, order: str) -> pl.DataFrame:
    """The macro's rows of one project, whatever the filters; none when the reader may not see it."""
    question = f"""FROM {macro}($project, $snapshot)
        SEMI JOIN selected($snapshot, {FILTERS}) seen ON seen.project_id = $project ORDER BY {order}"""
    return store.ask(question, view.of_project(project_id), project=project_id)
