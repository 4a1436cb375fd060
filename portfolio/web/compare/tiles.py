"""The tile map: one tile a county, placed as the edition places it, with value, rank and n; a link to the county."""

from __future__ import annotations

from html import escape

from portfolio.charts import theme
from portfolio.web.compare import asked, colours
from portfolio.web.compare.asked import Answer, Compared


def html(compared: Compared) -> str:
    """The map as HTML, and under it the rows that have no place on a map."""
    rows = {row["county_code"]: row for row in compared.of()}
    shades = colours.of_counties(compared)
    placed = [county for county in compared.frame.county_rows if county.tile_row and county.tile_column]
    tiles = "".join(
        _tile(compared, county.county_code, rows, shades, f"{county.tile_row} / {county.tile_column}")
        for county in placed
    )
    kept = {county.county_code for county in placed}
    apart = "".join(_tile(compared, code, rows, shades, "auto") for code in rows if code not in kept)
    label = escape(
        compared.frame.say("compare.map_label", measure=asked.title(compared.frame, compared.measure))
    )
    beside = f'<div class="tiles apart">{apart}</div>' if apart else ""
    return f'<nav class="tile-map" aria-label="{label}"><div class="tiles">{tiles}</div>{beside}</nav>'


def _tile(compared: Compared, code: str, rows: dict[str, Answer], shades: dict[str, str], place: str) -> str:
    frame, row = compared.frame, rows.get(code)
    name = escape(compared.name(code))
    if row is None:
        told = escape(frame.say("compare.no_project"))
        return f'<span class="tile none" style="grid-area:{place}"><strong>{name}</strong><span>{told}</span></span>'
    fill = shades.get(code, "")
    look = f"background:{fill};color:{theme.on_colour(fill)};" if fill else ""
    kind = "ranked" if fill else "unknown" if row["value"] is None else row["ranking"]
    on_slide = bool(frame.filters.mode)
    href = (
        frame.link("compare", county=code, measure=compared.measure) if on_slide else frame.county_link(code)
    )
    current = ' aria-current="true"' if code in frame.filters.counties else ""
    standing = asked.rank_text(frame, row)
    lines = [f"<b>{escape(asked.value_text(frame, row, full=False, unit=compared.unit()))}</b>"]
    lines += [f"<span>{escape(standing)}</span>"] if standing else []
    # beside a slide's bars the parts stand with these: a fifth line has no room on a screen that does not scroll
    parts = None if on_slide else asked.parts_text(frame, row)
    lines += [f'<span class="n">{escape(told)}</span>' for told in (asked.n_text(row), parts) if told]
    return (
        f'<a class="tile {kind}" href="{escape(href)}" target="_self" style="{look}grid-area:{place}"{current}>'
        f"<strong>{name}</strong>{''.join(lines)}</a>"
    )
