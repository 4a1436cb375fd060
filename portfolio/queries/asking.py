"""How a question of a view is put: each names a macro of sql/, with the view's filters and scope as arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.store import Store

FILTERS = "$counties, $areas, $categories, $projects, $scope, $sources, $stages, $states, $search"


def ask(store: Store, view: View, macro: str, order: str = "ALL") -> pl.DataFrame:
    """The rows of the macro for the view, in this order."""
    return store.ask(f"FROM {macro}($snapshot, {FILTERS}) ORDER BY {order}", view)


def ask_days(
    question: Callable[[Store, View], pl.DataFrame], store: Store, view: View, days: Iterable[date]
) -> pl.DataFrame:
    """The question's rows for each of `days` as known at the view's `known_at`, each row with its `day_on`.

    The same question asked again, so that a past day has no definition of its own. The first time a day is asked
    about, its snapshot is taken.
    """
    asked = list(days)
    answers = [question(store, view.model_copy(update={"as_of": day})) for day in asked]
    told = [day for day, answer in zip(asked, answers, strict=True) for _ in range(answer.height)]
    return pl.concat(answers).with_columns(pl.Series("day_on", told, dtype=pl.Date))


def ask_of_project(store: Store, view: View, macro: str, project_id: str, order: str) -> pl.DataFrame:
    """The macro's rows of one project, whatever the filters; none when the reader may not see it."""
    question = f"""FROM {macro}($project, $snapshot)
        SEMI JOIN selected($snapshot, {FILTERS}) seen ON seen.project_id = $project ORDER BY {order}"""
    return store.ask(question, view.of_project(project_id), project=project_id)
