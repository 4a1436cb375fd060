"""规划指标 as a chart: each indicator's way from its baseline to its target, as a share of the target."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import polars as pl

from portfolio import codes
from portfolio.charts import theme
from portfolio.charts.vega import Chart, Layer, Spec, expr, field, layer, mark, value
from portfolio.codes import Language
from portfolio.formats import date_text, plain, share_text
from portfolio.words import say

BINDING = "◆"
"""Stands before the name of a binding indicator (约束性)."""
VALUE = "#b5651d"
"""The newest known value, drawn as a diamond."""
JOINED = ("%", "‰")
"""The units that are written at the number without a space."""
WRAP = 18
"""Latin letters' width after which a name breaks on a telephone; a Chinese character is two."""
REASON_WRAP, REASON_LINE = 28, 15
"""The same for why a row has no arrow, and the height of one of its lines."""
ROW = {"step": 58}
ROOM = {"phone": 1.4, "room": 1.55, "desk": 1.75}
"""How far the axis reaches past the target, so that the words beside it are not cut off."""
HALO_AND_TEXT: tuple[Spec, ...] = ({"stroke": "white", "strokeWidth": 7}, {})
"""How words are drawn that a line runs through: first wide and white, then themselves."""
LIMIT = theme.by_screen(520, 132, 320)


def reach(rows: pl.DataFrame) -> float:
    """The largest share of a target that any of the rows shows: charts of one page share it as their end."""
    shares = [float(share) for name in ("baseline_share", "value_share") for share in rows[name].drop_nulls()]
    return max([1.0, *shares])


def drawable(rows: pl.DataFrame) -> bool:
    """Whether any of the rows has a share of its target to draw."""
    return any(rows[name].count() for name in ("baseline_share", "value_share"))


def journey(rows: pl.DataFrame, end: float, language: Language) -> Chart:
    """One row an indicator, in the rows' order: a ring at the baseline, an arrow to the target, a diamond at the value.

    `rows` as queries.indicators has them, with `href`, what a click opens; `end` as reach has it. Where the plan's
    two numbers are not to be compared, or one is missing, the row says so in words and has no arrow.
    """
    shown = _told(rows, language)
    lines = shown["line"].to_list()
    base = {
        "y": field("line:N", sort=lines, axis=_axis(), scale={"domain": lines}),
        "href": field("href:N"),
        "tooltip": _tips(language),
    }
    return theme.chart(
        *_goal(language),
        *_arrows(shown, base, end, language),
        *_values(shown, base),
        _words(shown, base),
        description=say(language, "indicators.chart_description"),
        height=ROW,
    )


def _told(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The rows with their label, and in words what stands beside each mark; shares as they are."""
    told = [_words_of(row, language) for row in rows.iter_rows(named=True)]
    names = ("line", "printed", "at_baseline", "at_value", "short", "without", "broken")
    made = pl.DataFrame(told, dict.fromkeys(names, pl.String), orient="row")
    labels = {"course": codes.labels("course", language), "nature": codes.labels("nature", language)}
    worded = [pl.col(name).replace_strict(held, default=pl.col(name)) for name, held in labels.items()]
    kept = rows.select("name", "baseline_share", "value_share", "covered_share", "href", *worded)
    return pl.concat([kept, made], how="horizontal")


def _words_of(row: dict[str, Any], language: Language) -> tuple[str | None, ...]:
    """Label, both numbers as printed, the baseline's share, the value in words and shorter, why there is no arrow, twice."""
    name = f"{BINDING} {row['name']}" if row["nature"] == "binding" else str(row["name"])
    printed = printed_text(row, language)
    share = row["baseline_share"]
    drawn = row["course"] in ("toward", "level")
    value = value_text(row, language)
    reasons = [] if drawn else [codes.label("course", str(row["course"]), language)]
    if value and row["value_share"] is None:
        reasons.append(value)
    without = say(language, "filter.pair_separator").join(reasons)
    line = f"{'|'.join(_wrapped(name))}‖{printed}"
    at_baseline = None if share is None else share_text(share, language)
    broken = "|".join(piece for reason in reasons for piece in _broken(reason, language))
    return line, printed, at_baseline, value, _short(row, language), without, broken


def printed_text(row: dict[str, Any], language: Language) -> str:
    """Baseline and target as the plan prints them, with the unit at the last number: 90 → 95%, 100% → 应保尽保."""
    unprinted = say(language, "indicators.none_printed")
    baseline, target = (row[f"{name}_printed"] or unprinted for name in ("baseline", "target"))
    if any(letter.isdigit() for letter in target):
        target = sized(target, row["unit_printed"], language)
    elif row["baseline_printed"]:
        baseline = sized(baseline, row["unit_printed"], language)
    return say(language, "indicators.printed", baseline=baseline, target=target)


def sized(value: str, unit: str | None, language: Language) -> str:
    """A number with its unit: 95%, 11.4 年, ≤10（1/10万）, where a unit that begins with a digit stands in brackets."""
    if not unit:
        return value
    key = "sized_within" if _within(unit) else "sized" if unit in JOINED else "sized_apart"
    return say(language, f"indicators.{key}", value=value, unit=unit)


def _within(unit: str | None) -> bool:
    """Whether the unit begins with a digit, so that it would run on from the number before it."""
    return (unit or "")[:1].isdigit()


def value_text(row: dict[str, Any], language: Language) -> str | None:
    """The newest known value with its day, and how much of the way it is: 57%（2025年6月），完成进度 88.5%."""
    if row["value"] is None:
        return None
    day = date_text(row["value_on"], str(row["value_precision"]), language)
    value, unit = plain(row["value"]), row["unit_printed"]
    if _within(unit):
        told = say(language, "indicators.value_within", value=value, unit=unit, day=day)
    else:
        told = say(language, "indicators.value", size=sized(value, unit, language), day=day)
    if row["covered_share"] is None:
        return told
    share = share_text(row["covered_share"], language)
    return say(language, "indicators.and_covered", told=told, share=share)


def _short(row: dict[str, Any], language: Language) -> str | None:
    """What a telephone has room for beside a value: how much of the way it is, else the value itself."""
    if row["covered_share"] is not None:
        return share_text(row["covered_share"], language)
    return None if row["value"] is None else sized(plain(row["value"]), row["unit_printed"], language)


def _broken(reason: str, language: Language) -> list[str]:
    """The reason in lines that fit a telephone, in English between words."""
    return wrap(reason, REASON_WRAP) if language == "en" else _wrapped(reason, REASON_WRAP)


def _wrapped(name: str, width: int = WRAP) -> list[str]:
    """The name in pieces that fit a telephone's label."""
    pieces: list[str] = []
    while (piece := theme.cut(name, width).removesuffix("…")) != name:
        pieces.append(piece)
        name = name[len(piece) :]
    return [*pieces, name]


def _axis() -> Spec:
    """The axis of the names: the name and under it what is printed; on a telephone the name broken where it must."""
    whole = "split(datum.label, '‖')"
    wide = f"[join(split({whole}[0], '|'), ''), {whole}[1]]"
    narrow = f"split(join({whole}, '|'), '|')"
    return {
        "labelExpr": f"{theme.PHONE} ? {narrow} : {wide}",
        "title": None,
        "labelOverlap": False,
        "labelLimit": LIMIT,
        "minExtent": LIMIT,
        "domain": False,
        "ticks": False,
    }


def _scale(end: float) -> Spec:
    ends = {screen: end * room for screen, room in ROOM.items()}
    return {"domainMin": 0, "domainMax": theme.by_screen(**ends), "nice": False}


def _goal(language: Language) -> list[Layer]:
    """The line at the target, with its word."""
    rows = pl.DataFrame({"share": [1.0], "told": [say(language, "indicators.chart_target")]})
    x = {"x": field("share:Q")}
    line = mark("rule", color=theme.INK, strokeDash=[5, 4], strokeWidth=1.5)
    text = mark("text", align="left", dx=5, baseline="top", color=theme.QUIET)
    return [layer(rows, line, x), layer(rows, text, x | {"y": value(-16), "text": field("told:N")})]


def _arrows(rows: pl.DataFrame, base: Spec, end: float, language: Language) -> list[Layer]:
    """From baseline to target: the line, its head, the ring at the baseline and its share."""
    title = say(language, "indicators.chart_axis")
    axis = {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "title": title}
    at = base | {"x": field("baseline_share:Q", scale=_scale(end), axis=axis)}
    share = at | {"text": field("at_baseline:N")}
    known = {"filter": "isValid(datum.baseline_share)"}
    apart = (known, {"filter": "datum.baseline_share != 1"}, {"calculate": "1", "as": "target"})
    line = mark("rule", color=theme.BLUE, strokeWidth=3)
    turned = expr("datum.baseline_share > 1 ? -90 : 90")
    head = mark("point", shape="triangle", filled=True, size=150, color=theme.BLUE, opacity=1, angle=turned)
    ring = mark(
        "point", shape="circle", fill="white", stroke=theme.BLUE, strokeWidth=2.5, size=150, opacity=1
    )
    text = mark("text", align="center", dy=theme.by_screen(-17, -14, -16))
    return [
        layer(rows, line, at | {"x2": {"field": "target"}}, *apart),
        layer(rows, head, base | {"x": field("target:Q")}, *apart),
        layer(rows, ring, at, known),
        *(layer(rows, text | edge, share, known) for edge in HALO_AND_TEXT),
    ]


def _values(rows: pl.DataFrame, base: Spec) -> list[Layer]:
    """The newest known value: a diamond, and its words past both it and the target."""
    known = {"filter": "isValid(datum.value_share)"}
    past = {"calculate": "max(datum.value_share, datum.baseline_share || 0, 1)", "as": "beside"}
    written = {"calculate": f"{theme.PHONE} ? datum.short : datum.at_value", "as": "written"}
    point = mark("point", shape="diamond", filled=True, size=190, color=VALUE, opacity=1)
    text = mark("text", align="left", dx=14, dy=theme.by_screen(18, 12, 15), color=VALUE)
    beside = base | {"x": field("beside:Q"), "text": field("written:N")}
    return [
        layer(rows, point, base | {"x": field("value_share:Q")}, known, past),
        layer(rows, text, beside, known, past, written),
    ]


def _words(rows: pl.DataFrame, base: Spec) -> Layer:
    """Why a row has no arrow."""
    start = {"calculate": "0", "as": "start"}
    written = {"calculate": f"{theme.PHONE} ? datum.broken : datum.without", "as": "written"}
    lifted = expr(f"{theme.PHONE} ? (1 - length(split(datum.broken, '|'))) * {REASON_LINE / 2} : 0")
    text = mark("text", align="left", dx=8, dy=lifted, color=theme.QUIET)
    lines = {"lineBreak": "|", "lineHeight": REASON_LINE}
    at = base | {"x": field("start:Q"), "text": field("written:N")}
    return layer(rows, text | lines, at, {"filter": "datum.without != ''"}, start, written)


def _tips(language: Language) -> list[Spec]:
    titles = {
        "name": "column.indicator",
        "nature": "column.nature",
        "printed": "column.printed",
        "course": "column.course",
        "at_baseline": "column.baseline_share",
        "at_value": "column.newest",
    }
    return [field(f"{name}:N", title=say(language, key)) for name, key in titles.items()]
