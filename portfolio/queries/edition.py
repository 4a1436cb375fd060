"""The library in force and its rules: document, counties, contradictions, thresholds, calendar."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.store import Store, opening


def edition(store: Store, view: View) -> pl.DataFrame:
    """At most one row: the edition in force, its title, city, document and the day it was taken."""
    return store.read("FROM edition_in_force($known_at)", {"known_at": view.known_at})


def counties(store: Store, view: View) -> pl.DataFrame:
    """One row a county of the edition in its order: code, names, level, ranked, tile, belts."""
    return store.read("FROM county_row($known_at) ORDER BY sort_order", {"known_at": view.known_at})


def contradictions(store: Store, view: View) -> pl.DataFrame:
    """One row a disagreement inside the library in force, both places as printed."""
    return store.read(
        "FROM contradiction_row($known_at) ORDER BY contradiction_no", {"known_at": view.known_at}
    )


def thresholds(store: Store, view: View) -> pl.DataFrame:
    """One row a rule: name, value in force on the day, effective_on."""
    return store.read(
        "FROM threshold_in_force($as_of, $known_at) ORDER BY name",
        {"as_of": view.as_of, "known_at": view.known_at},
    )


def rules_begin(store: Store, view: View) -> pl.DataFrame:
    """One row: begins_on, the first day on which every rule has a number."""
    return store.read("FROM rules_begin($known_at)", {"known_at": view.known_at})


def is_large(store: Store, view: View) -> bool:
    """Whether the library is so large that a question reads only the counties that it asks for."""
    told = {"known_at": view.known_at, "large": opening.LARGE}
    found = store.read("FROM county_asked($known_at, $large, NULL, NULL, NULL)", told)
    return found["county_code"].to_list() != [None]


def calendar(store: Store, view: View) -> pl.DataFrame:
    """One row: last_closed_on (the last month whose reports have closed) and idle_since_on."""
    return store.read("FROM calendar($as_of, $known_at)", {"as_of": view.as_of, "known_at": view.known_at})
