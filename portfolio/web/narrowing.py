"""The chips of 项目库 beside its filters: what alone to list, and whether as a list or on a line of time."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from portfolio import queries
from portfolio.web import listing
from portfolio.web.filters import LAYOUTS
from portfolio.web.frame import Frame

Chip = tuple[str, str, bool]
"""Words, address, whether it is the one chosen."""


def chips(frame: Frame) -> str:
    """Both rows of chips as HTML."""
    return _row(frame.say("library.only_label"), _only(frame)) + _row(
        frame.say("library.layout_label"), _layouts(frame)
    )


def _only(frame: Frame) -> list[Chip]:
    """One chip for each of ONLY, with its count under the other filters; a second click takes it back."""
    made = []
    for name, count in counts(frame).items():
        chosen = frame.filters.only == name
        href = frame.link("library", only=None if chosen else name)
        told = frame.say("overview.not_judged") if count is None else f"{count:,}"
        made.append((f"{frame.say(f'library.only_{name}')} {told}", href, chosen))
    return made


def counts(frame: Frame) -> dict[str, int | None]:
    """How many projects each chip would list under the filters; of late ones unknown where none could be judged."""
    counted = queries.list_count(frame.store, frame.view)
    projects = counted.filter(kind="project")
    return {
        "late": listing.number(counted, "late") if listing.number(counted, "judged") else None,
        "passed": listing.number(counted, "passed"),
        "no_investment": listing.number(projects, "row") - listing.number(projects, "known"),
    }


def _layouts(frame: Frame) -> list[Chip]:
    return [
        (
            frame.say(f"library.layout_{name or 'list'}"),
            frame.link("library", layout=name or None),
            frame.filters.layout == name,
        )
        for name in ("", *LAYOUTS)
    ]


def _row(label: str, made: Sequence[Chip]) -> str:
    current = {True: ' aria-current="true"', False: ""}
    links = "".join(
        f'<a href="{escape(href)}"{current[chosen]}>{escape(words)}</a>' for words, href, chosen in made
    )
    return (
        f'<nav class="chips narrowing" aria-label="{escape(label)}"><span>{escape(label)}</span>{links}</nav>'
    )
