"""What a reader will most likely look at next: the same page for another county."""

from __future__ import annotations

from portfolio import queries
from portfolio.model import View
from portfolio.web.frame import Frame

MOST = 12
"""How many views are thought of ahead."""


def views(frame: Frame) -> list[View]:
    """The same view of each other county, the next in order first, and of all; none where that would cost too much.

    Nobody walks county by county who has chosen several, or may see but their own; and of a library that is not read
    whole every county is work of its own.
    """
    view, codes = frame.view, list(frame.counties)
    chosen = view.counties or ()
    if view.scope is not None or len(chosen) > 1 or queries.is_large(frame.store, view):
        return []
    begin = codes.index(chosen[0]) + 1 if chosen and chosen[0] in codes else 0
    nearest = [code for code in (*codes[begin:], *codes[:begin]) if code not in chosen]
    asked = [*((code,) for code in nearest[: MOST - 1]), *([None] if chosen else [])]
    return [view.model_copy(update={"counties": counties}) for counties in asked]
