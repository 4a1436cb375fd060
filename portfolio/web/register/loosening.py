"""What stands in place of an empty 项目台账: which filter to loosen, and what that would show."""

from __future__ import annotations

from html import escape

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame
from portfolio.web.register import listing


def offers(frame: Frame) -> str:
    """What each chosen filter would give if it alone were taken away, each a link; without filters, why there is none."""
    if not frame.filters.narrow:
        return f'<section class="missing"><p>{escape(frame.nothing)}</p></section>'
    made = [_offer(frame, name) for name in (*CODED, "q") if _is_chosen(frame, name)]
    told = "".join(f"<li>{offer}</li>" for offer in made if offer)
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


def _counted(frame: Frame, view: View) -> pl.DataFrame:
    return queries.list_count(frame.store, view, frame.filters.only)
