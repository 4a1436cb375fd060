"""The one reader and writer of the address: what is asked, as plain codes that reopen the same view."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import streamlit as st

from portfolio import codes
from portfolio.codes import Added, Language
from portfolio.model.view import View
from portfolio.queries import listed

Workspace = Literal["official", "demo"]
Coded = tuple[str, ...]
CODED = {
    "county": "counties",
    "area": "areas",
    "category": "categories",
    "source": "sources",
    "stage": "stages",
    "state": "states",
}
"""The address's word of a filter, and the field of the View that it fills."""
KEPT = ("lang", "workspace", "role", "final", "project", "place", "sort", "measure", "mode", "layout", "tab")
"""What clearing the filters leaves in the address."""
TABBED = ("funding", "spending", "late", "compare", "followup", "quality", "indicators", "actions")
OWN = {
    "sort": ("library", "project", "late", "changes", "followup", "indicators"),
    "year": ("spending", "changes"),
    "indicator": ("indicators",),
    "missing": ("quality",),
    "month": ("quality", "report", "review", "followup"),
    "number": ("report", "review", "audit", "actions"),
    "event": ("audit",),
    "actor": ("audit",),
    "since": ("audit",),
    "until": ("audit",),
    "text": ("audit",),
    "measure": ("compare",),
    "mode": ("compare",),
    "only": ("library", "project"),
    "layout": ("library",),
    "columns": ("library",),
    "window": ("library", "late", "changes", "followup", "indicators"),
    "tab": (*TABBED, "project"),
    "choice": ("late", "changes", "followup", "compare", "actions"),
    "place": ("county",),
}
"""What the address says for some pages only, and for which: a link to another page leaves it out."""
LIVE = "live"
"""What the address says for what stands now, where a final month is usual."""
RECORD = ("event", "actor", "since", "until", "text")
"""What 记录 is searched for; which events and people there are, that page knows and judges."""
ONLY = tuple(name for name in listed.ONLY if name)
"""The standard views of 项目台账."""
LAYOUTS = ("gantt",)
"""How else than as a list 项目库 is shown."""


@dataclass(frozen=True)
class Note:
    """Something that the address asked for and did not get: the key of the sentence, and its blanks."""

    key: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Filters:
    """What the address asks. Empty codes mean all.

    `today` is the day on which it was read, `earliest` the first day that may be asked about (None for any), `role`
    whom a reader of the demonstration plays: a role, and behind a dot its unit or county.
    """

    today: date
    as_of: date
    language: Language = "zh"
    workspace: Workspace = "official"
    counties: Coded = ()
    areas: Coded = ()
    categories: Coded = ()
    sources: Coded = ()
    stages: Coded = ()
    states: Coded = ()
    search: str = ""
    project: str | None = None
    final: str = ""
    """A final month (2026-10), LIVE for what stands now, or nothing: what the reader usually sees."""
    sort: str = ""
    year: str = ""
    indicator: str = ""
    missing: str = ""
    month: str = ""
    measure: str = ""
    mode: str = ""
    only: str = ""
    layout: str = ""
    columns: str = ""
    window: str = ""
    tab: str = ""
    choice: str = ""
    place: str = ""
    """The county of a county's own page; it filters no other."""
    role: str = ""
    number: str = ""
    event: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    notes: tuple[Note, ...] = field(default=(), hash=False)
    earliest: date | None = None

    def chosen(self, name: str) -> Coded:
        """The codes chosen for the filter `name` (county, area, category, source, stage, state)."""
        codes_chosen: Coded = getattr(self, CODED[name])
        return codes_chosen

    @property
    def narrow(self) -> bool:
        """Whether any filter is set at all."""
        return bool(self.search or self.only or any(self.chosen(name) for name in CODED))

    def view(self, known_at: datetime) -> View:
        """The View of these filters, as known at `known_at`."""
        fields = {field: getattr(self, field) or None for field in CODED.values()}
        known = {"as_of": self.as_of, "known_at": known_at, "search": self.search or None}
        return View(workspace=self.workspace, language=self.language, **known, **fields)


def language(parameters: Mapping[str, str]) -> Language:
    """The language asked for; Chinese for none, or for one that we do not have."""
    return "en" if parameters.get("lang") == "en" else "zh"


def workspace(parameters: Mapping[str, str], open_ones: Collection[str]) -> Workspace:
    """The workspace asked for, if it is open; else the official one."""
    return "demo" if parameters.get("workspace") == "demo" and "demo" in open_ones else "official"


def allowed(counties: Iterable[str], added: Added | None = None) -> dict[str, tuple[str, ...]]:
    """The codes that each filter knows, in their order: the edition's counties, and the codelists with its codes."""
    own = {name: tuple(labels_of_code["zh"]) for name, labels_of_code in (added or {}).items()}
    lists = {name: (*codes.labels(name, "zh"), *own.get(name, ())) for name in CODED if name != "county"}
    return {"county": tuple(counties), **lists}


def read(
    parameters: Mapping[str, str],
    counties: Iterable[str],
    today: date,
    open_ones: Collection[str] = ("official",),
    earliest: date | None = None,
    added: Added | None = None,
) -> Filters:
    """The filters of an address. What cannot be understood is dropped, and said in `notes`.

    A day before `earliest` is dropped too.
    """
    as_of, notes = _day(parameters.get("asof"), today, earliest)
    values: dict[str, Any] = {name: _sought(parameters.get(name, "")) for name in RECORD}
    for name, known in allowed(counties, added).items():
        values[CODED[name]], unknown = _codes(parameters.get(name, ""), known)
        if unknown:
            notes.append(Note("filter.dropped_code", {"name": name, "codes": ", ".join(unknown)}))
    return Filters(
        today=today,
        as_of=as_of,
        language=language(parameters),
        workspace=workspace(parameters, open_ones),
        search=parameters.get("q", "").strip()[:80],
        project=parameters.get("project") or None,
        final=quoted(parameters.get("final", "")),
        sort=_sort(parameters.get("sort", "")),
        year=quoted(parameters.get("year", "")),
        indicator=quoted(parameters.get("indicator", "")),
        missing=quoted(parameters.get("missing", "")),
        month=quoted(parameters.get("month", "")),
        measure=quoted(parameters.get("measure", "")),
        mode=quoted(parameters.get("mode", "")),
        number=quoted(parameters.get("number", "")),
        only=only if (only := parameters.get("only", "")) in ONLY else "",
        layout=layout if (layout := parameters.get("layout", "")) in LAYOUTS else "",
        columns=_names(parameters.get("columns", "")),
        window=quoted(parameters.get("window", "")),
        tab=quoted(parameters.get("tab", "")),
        choice=quoted(parameters.get("choice", "")),
        place=quoted(parameters.get("place", "")),
        role=quoted(parameters.get("role", "")) if workspace(parameters, open_ones) == "demo" else "",
        notes=(*notes, *_strangers(parameters, open_ones)),
        earliest=earliest,
        **values,
    )


def _sought(text: str) -> str:
    """What 记录 is searched for, as it was typed: the page compares it with what there is."""
    return text.strip()[:300]


def _sort(text: str) -> str:
    """The column that the list is sorted by, a minus in front for from the top down; "" for its own order."""
    return text if re.fullmatch(r"-?[a-z_]{1,40}", text) else ""


def _names(text: str) -> str:
    """The columns of 项目台账 in their order, as typed; which there are, that page knows."""
    return text if re.fullmatch(r"[a-z_]{1,40}(,[a-z_]{1,40}){0,60}", text) else ""


def _day(text: str | None, today: date, earliest: date | None) -> tuple[date, list[Note]]:
    if not text:
        return today, []
    parsed = day(text)
    if parsed is None:
        return today, [Note("filter.dropped_date", {"value": quoted(text), "day": today})]
    if parsed > today:
        return today, [Note("filter.dropped_future", {"value": parsed, "day": today})]
    if earliest and parsed < earliest:
        return today, [Note("filter.dropped_early", {"value": parsed, "first": earliest, "day": today})]
    return parsed, []


def day(text: str) -> date | None:
    """The day written as 2026-10-31, and in no other way that a calendar knows (20261031, 2026-W44)."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _codes(text: str, known: tuple[str, ...]) -> tuple[Coded, list[str]]:
    wanted = [code.strip() for code in text.split(",") if code.strip()]
    unknown = [quoted(code) for code in wanted if code not in known]
    return tuple(code for code in known if code in wanted), unknown


def quoted(text: str) -> str:
    """What a stranger wrote in the address, short and without marks that a sentence could be bent with."""
    return re.sub(r"[^\w.-]", "", text)[:20]


def _strangers(parameters: Mapping[str, str], open_ones: Collection[str]) -> list[Note]:
    strangers = []
    for name, known, key in (
        ("lang", ("zh", "en"), "filter.dropped_language"),
        ("workspace", ("official", *open_ones), "filter.dropped_workspace"),
        ("measure", codes.labels("comparison", "zh"), "filter.dropped_measure"),
        ("mode", ("projector",), "filter.dropped_mode"),
        ("only", ONLY, "filter.dropped_only"),
        ("layout", LAYOUTS, "filter.dropped_layout"),
    ):
        if (value := parameters.get(name)) and value not in known:
            strangers.append(Note(key, {"value": quoted(value)}))
    return strangers


def key(name: str) -> str:
    """The key of the widget of one filter."""
    return f"filter_{name}"


def write(name: str, today: date) -> None:
    """Put what the reader chose in the widget of `name` into the address, and the day with it."""
    text = _spoken(st.session_state[key(name)])
    if name == "asof":
        st.query_params.pop("final", None)
    elif "final" not in st.query_params:
        st.query_params.setdefault("asof", today.isoformat())
    if text:
        st.query_params[name] = text
    elif name in st.query_params:
        del st.query_params[name]


def _spoken(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else ",".join(value if isinstance(value, list) else ())


def publish() -> None:
    """Show the browser the address of this run, which a link to the same page does not."""
    st.query_params.from_dict(st.query_params.to_dict())


def clear() -> None:
    """Take every filter and the day out of the address."""
    kept_parameters = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    st.query_params.from_dict(kept_parameters)
