"""The tile map: one tile a county, placed as the edition places it, with value, rank and n; a link to the county."""

from __future__ import annotations

from html import escape

from portfolio.charts import theme
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Answer, Compared

PALEST = 0.12
"""Where the scale of the tiles begins, so that the last in rank is not white like a county without a figure."""


def html(compared: Compared) -> str:
    """The map as HTML, and under it the rows that have no place on a map."""
    rows = {row["county_code"]: row for row in compared.of()}
    shades = _shades(list(rows.values()))
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


def _shades(rows: list[Answer]) -> dict[str, float]:
    """County to its place between the last (pale) and the best (dark) of the ranked; 0 to 1. One alone has none."""
    merits = {row["county_code"]: _merit(row) for row in rows if row["ranking"] == "ranked"}
    if len(merits) < 2:
        return {}
    low, high = min(merits.values()), max(merits.values())
    return {
        code: PALEST + (1 - PALEST) * ((merit - low) / (high - low) if high > low else 0.5)
        for code, merit in merits.items()
    }


def _merit(row: Answer) -> float:
    return -float(row["value"]) if row["better"] == "low" else float(row["value"])


def _tile(
    compared: Compared, code: str, rows: dict[str, Answer], shades: dict[str, float], place: str
) -> str:
    frame, row = compared.frame, rows.get(code)
    name = escape(compared.name(code))
    if row is None:
        told = escape(frame.say("compare.no_project"))
        return f'<span class="tile none" style="grid-area:{place}"><strong>{name}</strong><span>{told}</span></span>'
    fill = theme.heat(shades[code]) if code in shades else ""
    look = f"background:{fill};color:{theme.on_colour(fill)};" if fill else ""
    kind = "ranked" if fill else "unknown" if row["value"] is None else row["ranking"]
    href = frame.link("compare", county=code, measure=compared.measure)
    href += "" if frame.filters.mode else "#county"
    current = ' aria-current="true"' if code in frame.filters.counties else ""
    standing = asked.rank_text(frame, row)
    lines = [f"<b>{escape(asked.value_text(frame, row, full=False, unit=compared.unit()))}</b>"]
    lines += [f"<span>{escape(standing)}</span>"] if standing else []
    # beside a slide's bars the parts stand with these: a fifth line has no room on a screen that does not scroll
    parts = None if frame.filters.mode else asked.parts_text(frame, row)
    lines += [f'<span class="n">{escape(told)}</span>' for told in (asked.n_text(row), parts) if told]
    return (
        f'<a class="tile {kind}" href="{escape(href)}" target="_self" style="{look}grid-area:{place}"{current}>'
        f"<strong>{name}</strong>{''.join(lines)}</a>"
    )
