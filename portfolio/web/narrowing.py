"""The standard views of 项目台账 as chips with their counts, and whether as a table or on a line of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from portfolio import queries
from portfolio.web.filters import LAYOUTS
from portfolio.web.frame import Frame

SHOWN = ("", "late", "warned", "behind", "unreported", "gap", "doubtful")
"""The standard views that stand in the row of chips; others are reached from a figure."""
Chip = tuple[str, str, bool]
"""Words, address, whether it is the one chosen."""


def chips(frame: Frame) -> str:
    """The standard views and the layouts, one row, as HTML."""
    label = escape(frame.say("register.views"))
    return f'<nav class="chips views" aria-label="{label}">{_links(_views(frame))}{_links(_layouts(frame))}</nav>'


def _views(frame: Frame) -> list[Chip]:
    """One chip a standard view with its count under the other filters; a view of its own columns and sorting."""
    counted = counts(frame)
    chosen = frame.filters.only
    names = SHOWN if chosen in SHOWN else (*SHOWN, chosen)
    return [
        (
            _words(frame, name or "all", counted),
            frame.link("library", only=name or None, sort=None, columns=None, window=None),
            chosen == name,
        )
        for name in names
    ]


def _words(frame: Frame, name: str, counted: Mapping[str, int | None]) -> str:
    count = counted[name]
    told = frame.say("overview.not_judged") if count is None else f"{count:,}"
    return f"{frame.say(f'register.view_{name}')} {told}"


def counts(frame: Frame) -> dict[str, int | None]:
    """How many rows each standard view would list under the filters; of late ones unknown where none could be judged."""
    return queries.list_views(frame.store, frame.view).row(0, named=True)


def _layouts(frame: Frame) -> list[Chip]:
    """The way to the other layout."""
    other = next(name for name in ("", *LAYOUTS) if name != frame.filters.layout)
    return [
        (frame.say(f"library.layout_{other or 'list'}"), frame.link("library", layout=other or None), False)
    ]


def _links(made: Sequence[Chip]) -> str:
    current = {True: ' aria-current="true"', False: ""}
    return "".join(
        f'<a href="{escape(href)}"{current[chosen]}>{escape(words)}</a>' for words, href, chosen in made
    )
