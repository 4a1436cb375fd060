"""What a process keeps open: one Store a workspace and data folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from portfolio import clock, library, queries
from portfolio.model import County, Edition, View
from portfolio.store import Store
from portfolio.web.filters import Workspace

ROOT = Path(__file__).resolve().parents[2]


def _official(folder: Path) -> Store:
    return library.open_official(folder, clock.now())


OPENERS: dict[Workspace, Callable[[Path], Store]] = {"official": _official}
"""The workspaces there are, and how each is opened; a second line here makes the switch appear."""


def data_folder() -> Path:
    """The folder of the library and the stores: PORTFOLIO_DATA, else `data` beside app.py."""
    named = os.environ.get("PORTFOLIO_DATA")
    return Path(named).resolve() if named else ROOT / "data"


def store(workspace: Workspace) -> Store:
    """The open Store of `workspace`; one for the whole process, opened by the first reader."""
    return _opened(workspace, data_folder())


@st.cache_resource(show_spinner=False)
def _opened(workspace: Workspace, folder: Path) -> Store:
    return OPENERS[workspace](folder)


def edition(store: Store) -> Edition:
    """The edition in force: which city, which document."""
    row = queries.edition(store, _today()).row(0, named=True)
    return Edition(**{name: row[name] for name in Edition.model_fields})


def counties(store: Store) -> tuple[County, ...]:
    """The counties of the edition in force, in its order."""
    rows = queries.counties(store, _today()).iter_rows(named=True)
    return tuple(County(**{name: row[name] for name in County.model_fields}) for row in rows)


def earliest(store: Store) -> date | None:
    """The first day that may be asked about: the first on which every rule has a number.

    Not the plan's first day: it is the rules that a page needs to judge and to explain, and a bureau's next
    plan may begin later than the days it wants to look back on.
    """
    begins_on: date | None = queries.rules_begin(store, _today())["begins_on"][0]
    return begins_on


def _today() -> View:
    return View(as_of=clock.today(), known_at=clock.end_of_today())
