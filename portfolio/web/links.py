"""Links that keep what is asked: the filters as an address, with some of them changed. A page has some hundred."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from portfolio.web.filters import CODED, LIVE, OWN, Filters

ORDER = ("lang", "workspace", "role", "final", "asof", *CODED, "q", "project", *OWN)
"""The words of an address, in its order."""
_SIMPLE = {*CODED, *OWN, "q", "role", "project", "final"}
"""Those whose text depends on nothing but themselves."""


def changed(filters: Filters, **changes: object) -> Filters:
    """The filters with `changes`, each by its word in the address: lang, asof, county, …, q, project."""
    fields = {**CODED, "lang": "language", "q": "search", "asof": "as_of"}
    values = {fields.get(name, name): _field(name, value, filters) for name, value in changes.items()}
    if "as_of" in values:
        values.setdefault("final", "")
    return replace(filters, **values)  # type: ignore[arg-type]


def _field(name: str, value: object, filters: Filters) -> object:
    if name in CODED:
        return () if value is None else (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]
    if value is None:
        blank = dict.fromkeys(("q", "role", "final", *OWN), "")
        return {"asof": filters.today, "lang": "zh", "workspace": "official", **blank}.get(name)
    return value


def address(filters: Filters) -> dict[str, str]:
    """The parameters that reopen this view; always with the day or final month, so that a link shows the same figures."""
    at_final = filters.final not in ("", LIVE)
    spoken = {name: ",".join(filters.chosen(name)) for name in CODED}
    every = {
        "lang": "" if filters.language == "zh" else filters.language,
        "workspace": "" if filters.workspace == "official" else filters.workspace,
        "role": filters.role,
        "final": filters.final,
        "asof": "" if at_final else filters.as_of.isoformat(),
        **spoken,
        "q": filters.search,
        "project": filters.project or "",
        **{name: getattr(filters, name) for name in OWN},
    }
    return {name: value for name, value in every.items() if value}


def page_address(filters: Filters, page: str, **changes: object) -> dict[str, str]:
    """The parameters of a link to `page` with some filters changed; a project goes to its own page only."""
    lasting = _kept(filters, page)
    changing = {name: value for name, value in changes.items() if name not in _SIMPLE}
    query = address(changed(lasting, **changing)) if changing else dict(_address(lasting))
    for name in changes.keys() & _SIMPLE:
        query[name] = _text(changes[name])
    return {name: query[name] for name in ORDER if query.get(name)}


@lru_cache(maxsize=1024)
def _kept(filters: Filters, page: str) -> Filters:
    """The filters without what only other pages' addresses say."""
    kept = filters if page == "project" else replace(filters, project=None)
    strange = {name: "" for name, pages in OWN.items() if page not in pages}
    return replace(kept, **strange)  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def _address(filters: Filters) -> tuple[tuple[str, str], ...]:
    return tuple(address(filters).items())


def _text(value: object) -> str:
    """A code, several or none, as the address says them; most of a page's hundred links change nothing else."""
    return "" if value is None else value if isinstance(value, str) else ",".join(map(str, value))  # type: ignore[call-overload]


@lru_cache(maxsize=8192)
def _quoted_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode(pairs, safe=",")


def link(filters: Filters, page: str, **changes: object) -> str:
    """The address of `page` with these filters and `changes`, for an href."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = "" if page == "overview" else page
    query = _quoted_pairs(tuple(page_address(filters, page, **changes).items()))
    return "/" + "/".join(part for part in (base, path) if part) + (f"?{query}" if query else "")
