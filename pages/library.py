"""项目库: which projects there are, found by name, number and filter, with the state of each."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import known_text, money_text
from portfolio.web import filter_row, listing, narrowing, shell, tables, timeline
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame
from portfolio.web.tables import Table


def draw(frame: Frame) -> None:
    """Nothing; draws the filters, what was found, and the list; or which filter to loosen."""
    st.title(frame.say("nav.library"), anchor=False)
    filter_row.draw(frame, filter_row.ALL)
    listed = listing.rows(frame)
    st.html(_states(frame) + narrowing.chips(frame))
    if listed.is_empty():
        st.html(_loosening(frame))
        return
    table = listing.table(frame, listed)
    st.html(_found(frame, table))
    if frame.filters.layout == "gantt":
        _timeline(frame, listed)
        return
    tables.show(frame, table)
    _below(frame, table)
    tables.download(frame, table, frame.say("nav.library"))


def _timeline(frame: Frame, listed: pl.DataFrame) -> None:
    """Nothing; draws the projects of the list on a line of time: the longest late first, or as the list is sorted."""
    spans = queries.project_spans(frame.store, listing.view(frame))
    if frame.filters.sort:
        order = listed.select("project_id")
        spans = order.join(spans, on="project_id", how="inner", maintain_order="left")
    if spans.is_empty():
        st.info(frame.say("library.gantt_none"))
        return
    timeline.draw(frame, spans, frame.say("library.layout_gantt"))


def _found(frame: Frame, table: Table) -> str:
    """How many there are of each kind, their investment, and on how many of the projects it rests."""
    kinds = dict(table.rows.group_by("kind").len().iter_rows())
    counted = [
        frame.say(f"library.count_{kind}", count=f"{kinds[kind]:,}")
        for kind in codes.labels("kind", "zh")
        if kind in kinds
    ]
    sums = queries.total_amount(frame.store, listing.view(frame)).filter(pl.col("measure") == "investment")
    total = sums.row(0, named=True)
    facts = {
        "amount": money_text(total["amount"], frame.language),
        "known": known_text(total["known_count"], total["project_count"]),
    }
    told = [frame.say("library.found", counted=frame.say("filter.value_separator").join(counted), **facts)]
    if frame.filters.sources:
        told.append(frame.say("library.all_sources"))
    return f'<p class="found">{escape("".join(told))}</p>'


def _states(frame: Frame) -> str:
    """One link a state that occurs under the other filters, with its sign and count."""
    any_state = listing.narrowed(frame, frame.view.model_copy(update={"states": None}))
    counts = queries.state_count(frame.store, any_state).group_by("state").agg(pl.col("project_count").sum())
    held = dict(counts.iter_rows())
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


def _below(frame: Frame, table: Table) -> None:
    """Nothing; says which amounts are in the list but not in its sum, because a group's row holds them."""
    held = table.rows.filter(pl.col("investment_amount").is_not_null() & ~pl.col("in_total"))
    if held.height:
        st.caption(frame.say("library.held_by_group", count=held.height))


def _loosening(frame: Frame) -> str:
    """What each chosen filter would give if it alone were taken away, each a link."""
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
    count = queries.project_state(frame.store, listing.narrowed(frame, without)).height
    if not count:
        return ""
    labels = {} if name == "q" else frame.labels(name)
    values = [frame.filters.search] if name == "q" else [labels[code] for code in frame.filters.chosen(name)]
    chosen = frame.say("filter.value_separator").join(values)
    told = frame.say("library.without", name=frame.say(f"filter.{name}"), values=chosen, count=f"{count:,}")
    return f'<a href="{escape(frame.link("library", **{name: None}))}">{escape(told)}</a>'


draw(shell.enter())
