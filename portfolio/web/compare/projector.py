"""县市区对比 for a meeting room: one slide at a time, as large as the screen, turned by a key or one click."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio import queries
from portfolio.charts import theme
from portfolio.formats import date_text
from portfolio.web.compare import asked, colours, county, drawer, tiles
from portfolio.web.compare.asked import Answer, Compared
from portfolio.web.reporting import acting


def draw(compared: Compared) -> None:
    """Draw the slide that the address asks for and the buttons under it."""
    slides: list[str | None] = [None, *(row["county_code"] for row in compared.of())]
    here = slides.index(compared.chosen) if compared.chosen in slides else 0
    shown = slides[here]
    # the buttons first: a key pressed once the slide is there never presses an old one
    _turning(compared, slides, here)
    acting.told()
    with st.container(key="projector"):
        head = _heading(compared, shown, here, len(slides) - 1)
        told = _overview(compared) if shown is None else county.html(compared, shown)
        st.html(f'<div class="slide-page">{head}{told}</div>')


def _turning(compared: Compared, slides: list[str | None], here: int) -> None:
    """Draw the buttons that the keys press too, and which keys these are."""
    frame, measures = compared.frame, compared.measures
    place = measures.index(compared.measure)
    turns: dict[str, dict[str, object]] = {
        "previous": {"county": slides[here - 1]},
        "overview": {"county": None},
        "next": {"county": slides[(here + 1) % len(slides)]},
        "previous_measure": {"measure": measures[place - 1]},
        "next_measure": {"measure": measures[(place + 1) % len(measures)]},
        "leave": {"mode": None},
    }
    with st.container(key="turning", horizontal=True, vertical_alignment="center"):
        for name, changes in turns.items():
            asked_for = {"measure": compared.measure} | changes
            with st.container(key=f"turn_{name}", width="content"):
                frame.page_link("compare", frame.say(f"compare.turn_{name}"), **asked_for)
        if slides[here] is not None:
            drawer.button(compared, str(slides[here]))
        st.html(f'<p class="keys">{escape(frame.say("compare.keys"))}</p>')


def _heading(compared: Compared, shown: str | None, here: int, of: int) -> str:
    frame = compared.frame
    measure = asked.title(frame, compared.measure)
    closed = queries.calendar(frame.store, compared.view)["last_closed_on"].item()
    unit = frame.say("compare.unit_points") if compared.whole()["unit"] == "points" else ""
    facts = {
        "month": date_text(closed, "month", frame.language),
        "better": asked.better(frame, compared.measure),
    }
    if (sources := asked.sources_text(compared, compared.measure)) and shown is None:
        unit += sources + frame.say("compare.full_stop")
    if shown is None:
        told = frame.say("compare.slide_overview", **facts) + unit
        return f'<header class="slide-head"><h1>{escape(measure)}</h1><p>{escape(told)}</p></header>'
    row = next(one for one in compared.of() if one["county_code"] == shown)
    standing = asked.rank_text(frame, row)
    told = frame.say(
        "compare.slide_county" if standing else "compare.slide_county_unranked",
        measure=measure,
        value=asked.value_text(frame, row),
        standing=standing,
        n=asked.n_and_parts(frame, row),
    )
    place = escape(frame.say("compare.slide_place", here=here, of=of))
    name = escape(compared.name(shown))
    return f'<header class="slide-head"><h1>{name}</h1><p>{escape(told)}</p><span>{place}</span></header>'


def _overview(compared: Compared) -> str:
    rows = compared.of()
    ranked = [row for row in rows if row["ranking"] == "ranked"]
    others = [row for row in rows if row["ranking"] != "ranked"]
    whole = compared.whole()
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    if whole["unit"] in ("share", "points") and whole["value"] is not None:
        values.append(float(whole["value"]))
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = (low, (high - low) or 1.0)
    rate = whole["unit"] in ("share", "points") and whole["value"] is not None
    mark = f'<em style="left:{_along(whole["value"], scale):.2f}%"></em>' if rate else ""
    shades = colours.of_counties(compared)
    lines = "".join(_bar(compared, row, scale, mark, shades) for row in ranked)
    apart = f'<li class="apart">{escape(compared.frame.say("compare.apart"))}</li>' if others else ""
    lines += apart + "".join(_bar(compared, row, scale, mark, {}) for row in others)
    told = compared.frame.say(
        "compare.whole_is",
        value=asked.value_text(compared.frame, whole),
        n=asked.n_and_parts(compared.frame, whole),
    )
    count = len(rows) + bool(others)
    return (
        f'<div class="slide" style="--rows:{max(count, 6)}"><div class="bars"><p class="whole">{escape(told)}</p>'
        f'<ol>{lines}</ol></div><div class="lie">{tiles.html(compared)}{colours.legend(compared)}</div></div>'
    )


def _along(value: float, scale: tuple[float, float]) -> float:
    """How far along its track a value stands, in percent."""
    return (float(value) - scale[0]) / scale[1] * 100


def _bar(
    compared: Compared, row: Answer, scale: tuple[float, float], mark: str, shades: dict[str, str]
) -> str:
    frame = compared.frame
    href = escape(frame.link("compare", county=row["county_code"], measure=compared.measure))
    zero = _along(0.0, scale)
    value = row["value"]
    end = zero if value is None else _along(value, scale)
    left, width = min(zero, end), abs(end - zero)
    rank = str(row["rank"]) if row["rank"] else ""
    kind = "ranked" if row["ranking"] == "ranked" else "other"
    colour = shades.get(row["county_code"], theme.BLUE if kind == "ranked" else theme.UNKNOWN)
    reason = asked.reason(frame, row)
    n = " · ".join(part for part in (asked.parts_text(frame, row) or asked.n_text(row), reason) if part)
    return (
        f'<li class="{kind}"><a href="{href}" target="_self"><span class="place">{rank}</span>'
        f'<span class="name">{escape(compared.name(row["county_code"]))}<small>{escape(n)}</small></span>'
        f'<span class="track"><i style="left:{left:.2f}%;width:{width:.2f}%;background:{colour}"></i>{mark}</span>'
        f"<b>{escape(asked.value_text(frame, row, full=False, unit=compared.unit()))}</b></a></li>"
    )
