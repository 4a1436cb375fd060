"""The states as a row of counts, each by sign, name and colour, each opening its projects; and a list of what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from portfolio import codes
from portfolio.web.frame import Frame


@dataclass(frozen=True)
class Step:
    """One thing to do: what, and the link to where it is done."""

    what: str
    link: str
    address: str


def states(frame: Frame, counts: Mapping[str, int], **changes: object) -> None:
    """Draw one count a state in `counts`, in the codelist's order, each a link to its projects.

    `changes` are what else the links filter by.
    """
    signs = codes.column("state", "sign")
    labels = frame.labels("state")
    items = [
        _state(frame.link("library", state=code, **changes), code, signs[code], labels[code], counts[code])
        for code in labels
        if code in counts
    ]
    st.html(f'<ul class="tally">{"".join(items)}</ul>')


def _state(href: str, code: str, sign: str, label: str, count: int) -> str:
    return (
        f'<li class="state {code}"><a href="{escape(href)}"><span class="sign" aria-hidden="true">{sign}</span> '
        f"{escape(label)} <b>{count:,}</b></a></li>"
    )


def steps(none: str, told: Sequence[Step]) -> None:
    """Draw what to do, the most pressing first; `none` where there is nothing."""
    if not told:
        st.html(f'<p class="steps-none">{escape(none)}</p>')
        return
    items = "".join(
        f'<li>{escape(step.what)} <a href="{escape(step.address)}">{escape(step.link)}</a></li>'
        for step in told
    )
    st.html(f'<ol class="steps">{items}</ol>')
