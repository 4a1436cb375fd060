"""项目库: which projects there are, found by name, number and filter, with the state of each."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import known_text, money_text
from portfolio.model import View
from portfolio.web import filter_row, listing, narrowing, shell, tables, timeline
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame


def draw(frame: Frame) -> None:
    """Draw the filters, what was found, and the list; or which filter to loosen."""
    st.title(frame.say("nav.library"), anchor=False)
    filter_row.draw(frame, filter_row.ALL)
    counted = _counted(frame, frame.view)
    st.html(_states(frame) + narrowing.chips(frame))
    if counted.is_empty():
        st.html(_loosening(frame))
        return
    st.html(_found(frame, counted))
    if frame.filters.layout == "gantt":
        _timeline(frame)
        return
    table = listing.table(listing.rows(frame))
    tables.show(frame, table)
    _below(frame, counted)
    tables.download(frame, table, frame.say("nav.library"))


def _counted(frame: Frame, view: View) -> pl.DataFrame:
    """How many rows of each kind and state the list of the view has, and what they add up to."""
    return queries.list_count(frame.store, view, frame.filters.only)


def _timeline(frame: Frame) -> None:
    """Draw the projects of the list on a line of time: the longest late first, or as the list is sorted."""
    spans = queries.project_spans(frame.store, listing.view(frame))
    if frame.filters.sort:
        order = listing.names(frame).select("project_id")
        spans = order.join(spans, on="project_id", how="inner", maintain_order="left")
    if spans.is_empty():
        st.info(frame.say("library.gantt_none"))
        return
    timeline.draw(frame, spans, frame.say("library.layout_gantt"))


def _found(frame: Frame, counted: pl.DataFrame) -> str:
    """How many there are of each kind, their investment, and on how many of the projects it rests."""
    kinds = dict(counted.group_by("kind").agg(pl.col("row_count").sum()).iter_rows())
    told_of = [
        frame.say(f"library.count_{kind}", count=f"{kinds[kind]:,}")
        for kind in codes.labels("kind", "zh")
        if kind in kinds
    ]
    facts = {
        "amount": money_text(listing.total(counted), frame.language),
        "known": known_text(listing.number(counted, "known"), kinds.get("project", 0)),
    }
    told = [frame.say("library.found", counted=frame.say("filter.value_separator").join(told_of), **facts)]
    if frame.filters.sources:
        told.append(frame.say("library.all_sources"))
    return f'<p class="found">{escape("".join(told))}</p>'


def _states(frame: Frame) -> str:
    """One link a state that occurs under the other filters, with its sign and count."""
    counted = _counted(frame, frame.view.model_copy(update={"states": None})).filter(
        pl.col("kind") != "group"
    )
    held = dict(counted.group_by("state").agg(pl.col("row_count").sum()).iter_rows())
    signs = codes.column("state", "sign")
    chips = [
        _chip(frame, code, f"{signs[code]} {label}", held[code])
        for code, label in frame.labels("state").items()
        if code in held
    ]
    return f'<nav class="chips" aria-label="{escape(frame.say("filter.state"))}">{"".join(chips)}</nav>'


def _chip(frame: Frame, code: str, label: str, count: int) -> str:
    chosen = frame.filters.states == (code,)
    href = escape(frame.link("library", state=None if chosen else code))
    current = ' aria-current="true"' if chosen else ""
    return f'<a class="state {code}" href="{href}"{current}>{escape(label)} <b>{count:,}</b></a>'


def _below(frame: Frame, counted: pl.DataFrame) -> None:
    """Say how much of the sum is what groups state beyond their members."""
    if groups := listing.number(counted, "undivided"):
        amount = money_text(listing.total(counted, "undivided_amount"), frame.language)
        st.caption(frame.say("library.undivided", amount=amount, count=groups))


def _loosening(frame: Frame) -> str:
    """What each chosen filter would give if it alone were taken away, each a link; without filters, why there is none."""
    if not frame.filters.narrow:
        return f'<section class="missing"><p>{escape(frame.nothing)}</p></section>'
    offers = [_offer(frame, name) for name in (*CODED, "q") if _is_chosen(frame, name)]
    told = "".join(f"<li>{offer}</li>" for offer in offers if offer)
    clear = frame.link("library", **dict.fromkeys((*CODED, "q", "only")))
    every = f'<a href="{escape(clear)}">{escape(frame.say("filter.clear"))}</a>'
    sentence = escape(frame.say("library.loosen" if told else "library.loosen_all"))
    return f'<section class="missing"><p>{sentence}</p><ul>{told}</ul><p>{every}</p></section>'


def _is_chosen(frame: Frame, name: str) -> bool:
    return bool(frame.filters.search if name == "q" else frame.filters.chosen(name))


def _offer(frame: Frame, name: str) -> str:
    """The link that takes one filter away and how many it would then show; "" where it would still be none."""
    field = "search" if name == "q" else CODED[name]
    without = frame.view.model_copy(update={field: None})
    count = listing.number(_counted(frame, without), "row")
    if not count:
        return ""
    labels = {} if name == "q" else frame.labels(name)
    values = [frame.filters.search] if name == "q" else [labels[code] for code in frame.filters.chosen(name)]
    chosen = frame.say("filter.value_separator").join(values)
    told = frame.say("library.without", name=frame.say(f"filter.{name}"), values=chosen, count=f"{count:,}")
    return f'<a href="{escape(frame.link("library", **{name: None}))}">{escape(told)}</a>'


draw(shell.enter())
