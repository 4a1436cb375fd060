"""县市区对比 as charts: the counties in the order of a figure, and their ranks with and without the largest project."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from portfolio.charts import row_labels, theme
from portfolio.charts.vega import Chart, Layer, Spec, expr, field, layer, mark, told_apart, value
from portfolio.codes import Language
from portfolio.words import say

CHOSEN = "#12325c"
ROW = {"step": 46}
FORMATS = {"share": ".0%", "points": "+.0f", "amount": ",.2~f", "count": ",.0f"}
"""Unit of a comparison to how its axis writes numbers."""
NO_SIGN_AT_ZERO = "datum.value === 0 ? '0' : datum.label"
ROOM, PHONE_ROOM = 1.35, 2.1
"""How far the axis reaches past the longest bar, so that the number beside it is not cut off."""
LINE = 14
"""The height of one of the lines that a head or a name is broken into on a telephone."""
Row = dict[str, Any]


def ranked_bars(
    rows: pl.DataFrame, whole: Row, heading: str, words: dict[str, str], language: Language
) -> Chart:
    """One bar a county, the best on top, those not ranked apart below in grey; a line at the whole city's figure.

    `rows`: label, rank, reason (why not ranked, the parts of the figure), ranking, unit, value, part, told (the figure in
    words), n, chosen, href. `whole`: value, part, told. `words`: `apart` (over those not ranked), `whole` (at the line),
    `description`.
    """
    unit = theme.money_unit([*rows["part"], whole["part"]], language)
    shown = _lines(rows, words["apart"]).with_columns(
        pl.Series("at", [_at(row, unit) for row in rows.iter_rows(named=True)], dtype=pl.Float64)
    )
    shown = shown.with_columns(pl.max_horizontal("at", pl.lit(0.0)).fill_null(0.0).alias("end"), *_colour())
    base = {
        "y": row_labels.channel(_in_order(shown, words["apart"])),
        "href": field("href:N"),
        "tooltip": _tips(heading),
    }
    kind = rows["unit"][0]
    at_whole = _at(whole, unit) if whole["unit"] in ("share", "points") else None
    title = unit.titled(heading, language) if kind == "amount" else heading
    x = field("at:Q", title=title, scale=_reach(shown["at"], at_whole), axis=_axis(kind))
    own = {"x": x, "color": field("colour:N", scale=None), "stroke": field("edge:N", scale=None)}
    told = base | {"x": field("end:Q"), "text": field("told:N")}
    return theme.chart(
        layer(shown, mark("bar", height={"band": 0.62}), base | own),
        *([] if at_whole is None else _whole(at_whole, words["whole"], x)),
        layer(shown, mark("text", align="left", dx=8, stroke="#ffffff", strokeWidth=5), told),
        layer(shown, mark("text", align="left", dx=8), told),
        description=words["description"],
        height=ROW,
    )


def _lines(rows: pl.DataFrame, apart: str) -> pl.DataFrame:
    """The rows with `line`, their label on two lines: rank and name, n and why not ranked; a mark for the chosen."""
    front = pl.when("chosen").then(pl.lit("▶ ")).otherwise(pl.lit(""))
    place = (
        pl.when(pl.col("rank").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format("{}  ", pl.col("rank").cast(pl.String)))
    )
    why = pl.when(pl.col("reason") == "").then(pl.lit("")).otherwise(pl.format("|{}", "reason"))
    place = place.fill_null("")
    return rows.with_columns(
        pl.concat_str(front, place, "label", pl.lit("|"), "n", why).alias("line"), apart=pl.lit(apart)
    )


def _in_order(rows: pl.DataFrame, apart: str) -> list[str]:
    """The lines of the rows in their order, and before the first that is not ranked one that says so."""
    ranked = rows.filter(pl.col("ranking") == "ranked")["line"].to_list()
    others = rows.filter(pl.col("ranking") != "ranked")["line"].to_list()
    return [*ranked, *([apart] if others else []), *others]


def _at(row: Row, unit: theme.MoneyUnit) -> float | None:
    """Where the figure stands on the axis: money in its unit, points of a hundred, else as it is."""
    if row["value"] is None:
        return None
    if row["unit"] == "amount":
        return unit.of(row["part"])
    return float(row["value"]) * (100 if row["unit"] == "points" else 1)


def _colour() -> list[pl.Expr]:
    """Those ranked in blue, the chosen darker and edged, those not ranked in grey."""
    ranked, chosen = pl.col("ranking") == "ranked", pl.col("chosen")
    fill = pl.when(~ranked).then(pl.lit(theme.UNKNOWN)).when(chosen).then(pl.lit(CHOSEN))
    edge = pl.when(~ranked).then(pl.lit(theme.QUIET)).otherwise(pl.lit("#ffffff"))
    return [fill.otherwise(pl.lit(theme.BLUE)).alias("colour"), edge.alias("edge")]


def _reach(ends: pl.Series, whole: float | None) -> Spec:
    """From the lowest or nothing to past the highest, with room for the words at the right of each bar."""
    known = [float(end) for end in [*ends.drop_nulls(), *([whole] if whole is not None else [])]]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1.0
    end = f"{high} + {span} * ({theme.PHONE} ? {PHONE_ROOM - 1} : {ROOM - 1})"
    return {"domainMin": expr(str(low * 1.03)), "domainMax": expr(end), "nice": False}


def _axis(unit: str) -> Spec:
    return {
        "format": FORMATS[unit],
        "labelExpr": NO_SIGN_AT_ZERO,
        "tickCount": theme.by_screen(6, 3),
        "grid": False,
    }


def _whole(at: float, told: str, x: Spec) -> list[Layer]:
    """A dashed line at the whole city's rate, said above it; there is none for sums, which no county could reach."""
    rows = pl.DataFrame({"at": [at], "told": [told]})
    line = mark("rule", color=theme.INK, strokeWidth=2, strokeDash=[6, 4])
    text = mark("text", baseline="bottom", dy=-4, color=theme.INK)
    return [layer(rows, line, {"x": x}), layer(rows, text, {"x": x, "y": value(0), "text": field("told:N")})]


def _tips(heading: str) -> list[Spec]:
    return [
        field("label:N", title=" "),
        field("told:N", title=heading),
        field("n:N", title=" "),
        field("reason:N", title=" "),
    ]


def both_ranks(rows: pl.DataFrame, description: str, language: Language) -> Chart:
    """A line a county from its rank to its rank without its largest project, both names and figures at its ends.

    `rows`: label, rank, without_rank, value, without_value (in words), largest (the project's name), chosen.
    """
    ends = [say(language, f"compare.chart_{name}") for name in ("with", "without")]
    shown = _both_ends(rows, ends)
    scale = {"domain": ends, "padding": theme.by_screen(0.9, 2.2, 1.5)}
    places = {"domain": [0.5, rows.height + 0.5], "reverse": True, "nice": False}
    largest = field("largest:N", title=say(language, "column.largest_name"))
    base = {
        "x": field("end:N", sort=ends, title=None, scale=scale, axis=_heads(ends)),
        "y": field("at:Q", scale=places, axis=None),
        "tooltip": [field("label:N", title=" "), largest],
    }
    colour = {"color": told_apart("datum.moved", theme.MONEY["idle"], theme.BLUE)}
    dash = {"strokeDash": told_apart("datum.moved", [7, 4], [1, 0]), "detail": field("label:N")}
    return theme.chart(
        layer(shown, mark("line", strokeWidth=3), base | colour | dash),
        layer(shown, mark("point", filled=True, size=110, opacity=1), base | colour),
        *(_at_end(shown, base, end, side) for end, side in zip(ends, (-1, 1), strict=True)),
        description=description,
        height=46 * rows.height + 20,
    )


def _both_ends(rows: pl.DataFrame, ends: list[str]) -> pl.DataFrame:
    """One row a county and end: its place from the top there, and its rank, name and figure in words."""
    told = zip(ends, ("rank", "without_rank"), ("value", "without_value"), strict=True)
    return pl.concat(
        rows.select(
            "label",
            (pl.col("rank") != pl.col("without_rank")).alias("moved"),
            "largest",
            pl.lit(end).alias("end"),
            _stacked(rank).alias("at"),
            pl.format("{} {}|{}", rank, "label", figure).alias("told"),
        )
        for end, rank, figure in told
    )


def _heads(ends: list[str]) -> Spec:
    """The heads of both ends: on a telephone, where the ends lie close together, a word a line."""
    lines = max(len(end.split(" ")) for end in ends)
    return {
        "orient": "top",
        "labelAngle": 0,
        "labelExpr": f"{theme.PHONE} ? split(datum.label, ' ') : datum.label",
        "labelLineHeight": LINE,
        "labelPadding": expr(f"{theme.PHONE} ? {4 + LINE * (lines - 1)} : 4"),
        "labelLimit": 260,
        "domain": False,
        "ticks": False,
    }


def _at_end(rows: pl.DataFrame, base: Spec, end: str, side: int) -> Layer:
    """Rank, name and figure outside one end of the lines: on one line, on a telephone the figure under the name."""
    align = "left" if side > 0 else "right"
    dy = theme.by_screen(0, -7)
    text = mark("text", align=align, dx=12 * side, dy=dy, lineBreak="|", lineHeight=LINE)
    written = f"{theme.PHONE} ? datum.told : replace(datum.told, '|', '  ')"
    here = {"filter": f"datum.end == {json.dumps(end)}"}
    return layer(
        rows, text, base | {"text": field("written:N")}, here, {"calculate": written, "as": "written"}
    )


def _stacked(column: str) -> pl.Expr:
    """The place of each county from the top, so that two with one rank do not lie on each other."""
    return pl.col(column).rank("ordinal")
