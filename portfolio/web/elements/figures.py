"""Single figures with what they rest on, and the panel that stands where a figure or chart would be empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from portfolio.web.frame import Frame

MONEY = re.compile(r"(-?[\d,.]+)( ?)([^\d<&]*(?:元|yuan))")
"""An amount in words: its number, what stands between, its unit."""


@dataclass(frozen=True)
class Figure:
    """One figure: `value` in words (None: unknown), what it means (behind ⓘ), and the link to the rows behind it."""

    label: str
    value: str | None
    unit: str = ""
    known: int | None = None
    all: int | None = None
    meaning: str = ""
    rows: str | None = None
    unknown: str = "figure.unknown"
    about: str = ""
    """How it is reckoned, in full: behind ⓘ too."""


def row(frame: Frame, figures: Sequence[Figure]) -> None:
    """Draw the figures side by side, under one another on a phone."""
    st.html(f'<div class="figures">{"".join(_card(frame, figure) for figure in figures)}</div>')


def _card(frame: Frame, figure: Figure) -> str:
    return (
        f'<section class="figure"><h3>{escape(figure.label)}{_about(frame, figure)}</h3>'
        f'<p class="told">{_value(frame, figure)}{_known(frame, figure)}</p></section>'
    )


def _about(frame: Frame, figure: Figure) -> str:
    """The ⓘ that opens what the figure means and how it is reckoned."""
    return about(frame, figure.label, figure.meaning, figure.about)


def about(frame: Frame, label: str, *told: str) -> str:
    """The ⓘ that opens the paragraphs `told`, as HTML; nothing where there are none."""
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in told if one)
    name = escape(frame.say("figure.about", label=label))
    opened = f'<summary aria-label="{name}">ⓘ</summary><div>{paragraphs}</div>'
    return f' <details class="about">{opened}</details>' if paragraphs else ""


def heading(frame: Frame, title: str, *told: str) -> None:
    """Draw the title of a part of a page, with an ⓘ that opens the paragraphs `told`."""
    st.html(f'<h2 class="part">{escape(title)}{about(frame, title, *told)}</h2>')


def _value(frame: Frame, figure: Figure) -> str:
    """The value, which opens its rows."""
    unknown = figure.value is None
    told = escape(frame.say(figure.unknown)) if figure.value is None else _whole_unit(figure.value)
    if figure.rows:
        title = escape(frame.say("figure.rows"))
        told = f'<a href="{escape(figure.rows)}" target="_self" title="{title}">{told}</a>'
    unit = f'<span class="unit">{escape(figure.unit)}</span>' if figure.unit and not unknown else ""
    return f'<span class="value{" unknown" if unknown else ""}">{told}</span>{unit}'


def _whole_unit(value: str) -> str:
    """The value as HTML: a unit of money smaller than its number and in one piece, so that no card breaks inside it."""
    if not (found := MONEY.fullmatch(value)):
        return escape(value)
    number, space, unit = found.groups()
    return f'{number}{space}<span class="money">{unit}</span>'


def _known(frame: Frame, figure: Figure) -> str:
    if figure.known is None or figure.all is None:
        return ""
    title = escape(frame.say("figure.known_help", known=figure.known, all=figure.all))
    known = escape(frame.say("figure.known", known=figure.known, all=figure.all))
    return f'<span class="known" title="{title}">{known}</span>'


def _told(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""


def _rows(label: str, href: str | None) -> str:
    return f'<p class="see"><a href="{escape(href)}">{escape(label)}</a></p>' if href else ""


def missing(frame: Frame, what: str, count: int, fill: str, rows: str | None = None) -> None:
    """Draw, where a chart would be empty, what is missing, for how many, and what would fill it."""
    st.html(
        f'<section class="missing"><h3>{escape(frame.say("missing.title", what=what))}</h3>'
        f"{_told('count', frame.say('missing.projects', count=count))}"
        f"{_told('fill', frame.say('missing.fill', fill=fill))}"
        f"{_rows(frame.say('missing.rows'), rows)}</section>"
    )
