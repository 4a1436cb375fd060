"""What a reader will most likely look at next: the same page for another county, then with another filter changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from portfolio import queries
from portfolio.model import View
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame

MOST = 64
"""How many views are thought of ahead."""
MOST_COUNTIES = 12
"""How many of them are other counties', where there are more."""
OTHERS = ("area", "source", "stage", "category")
"""The other filters above every page, those with few codes first: a reader who waits for less finds more."""


def views(frame: Frame) -> Iterator[View]:
    """The same view of each other county, the next in order first, then of all; then with one other filter changed.

    Each is made when it is come to: making them all takes milliseconds, and most runs are followed by another first.
    None where that would cost too much: whoever has chosen several counties, or may see but their own, does not walk
    county by county; and of a library that is not read whole every view is work of its own.
    """
    chosen = frame.view.counties or ()
    if frame.view.scope is not None or len(chosen) > 1 or queries.is_large(frame.store, frame.view):
        return iter(())
    return islice(chain(_other_counties(frame, chosen), _other_filters(frame)), MOST)


def _other_counties(frame: Frame, chosen: tuple[str, ...]) -> Iterator[View]:
    codes = list(frame.counties)
    begin = codes.index(chosen[0]) + 1 if chosen and chosen[0] in codes else 0
    nearest = [code for code in (*codes[begin:], *codes[:begin]) if code not in chosen]
    asked = [*((code,) for code in nearest[: MOST_COUNTIES - 1]), *([None] if chosen else [])]
    for counties in asked:
        yield frame.view.model_copy(update={"counties": counties})


def _other_filters(frame: Frame) -> Iterator[View]:
    """The view without what is chosen in a filter, or with one code of a filter in which nothing is."""
    for name in OTHERS:
        nothing = not frame.filters.chosen(name)
        for codes in [(code,) for code in frame.labels(name)] if nothing else [None]:
            yield frame.view.model_copy(update={CODED[name]: codes})
