"""Amounts and shares as people write them, read exactly: digits are moved, money is never multiplied as a float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, InvalidOperation

import polars as pl

from portfolio.intake.cells import LONGEST_VALUE, narrow_texts
from portfolio.model.fields import LARGEST

MONEY = pl.Decimal(18, 2)
SHARE = pl.Decimal(9, 8)
_UNITS = {"亿": 10**8, "亿元": 10**8, "万": 10**4, "万元": 10**4, "元": 1, "": 0}
_NUMBER = r"^¥?([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?(亿元|亿|万元|万|元|)$"
_SHARE = r"^([+-]?)(\d*)(?:\.(\d*))?(%|)$"
_EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel holds fifteen digits; what stands behind them is noise of its arithmetic."""


def amounts(frame: pl.DataFrame, unit: int) -> pl.DataFrame:
    """Yuan, exactly: the digits are moved, never multiplied as floats."""
    parts = _parts(frame, _NUMBER, ("sign", "whole", "part", "unit"))
    stands = pl.col("unit").replace_strict(_UNITS, return_dtype=pl.Int64, default=None)
    places = (
        pl.when(stands == 0).then(pl.lit(unit, pl.Int64)).otherwise(stands).log10().round(0).cast(pl.Int64)
    )
    parts = parts.with_columns(places=places)
    moved = (
        pl.when(pl.col("places") == 8)
        .then(pl.col("part").str.pad_end(10, "0"))
        .when(pl.col("places") == 4)
        .then(pl.col("part").str.pad_end(6, "0"))
        .otherwise(pl.col("part").str.pad_end(2, "0"))
    )
    digits = (pl.col("whole") + moved).str.strip_chars_start("0")
    yuan = digits.str.pad_start(3, "0")
    fen = yuan.str.head(-2) + "." + yuan.str.tail(2)
    fault = (
        pl.when(pl.col("text").is_null())
        .then(None)
        .when(pl.col("sign").is_null())
        .then(pl.lit("number_unreadable"))
        .when((pl.col("whole") == "") & (pl.col("part") == ""))
        .then(pl.lit("number_unreadable"))
        .when((pl.col("sign") == "-") & (digits != ""))
        .then(pl.lit("negative"))
        .when(pl.col("part").str.len_chars() > pl.col("places") + 2)
        .then(pl.lit("too_precise"))
        .when(yuan.str.len_chars() > len(LARGEST.as_tuple().digits))
        .then(pl.lit("amount_large"))
    )
    parts = parts.with_columns(fault=fault, fen=fen)
    return parts.select(
        value=pl.when(pl.col("fault").is_null()).then(pl.col("fen")).cast(MONEY, strict=False), fault="fault"
    )


def _parts(frame: pl.DataFrame, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    """The parts of a number by name, null where it is none; idle zeros behind the point left out."""
    whole = frame.with_columns(bare=_without_noise(narrow_texts(frame["text"])))
    number = pl.col("sign").is_not_null()
    groups = pl.col("bare").str.extract_groups(pattern).struct.rename_fields(list(names))
    return (
        whole.with_columns(parts=groups)
        .unnest("parts")
        .with_columns(
            whole=pl.when(number).then(pl.col("whole").fill_null("").str.replace_all(",", "")),
            part=pl.when(number).then(pl.col("part").fill_null("").str.strip_chars_end("0")),
            unit=pl.col("unit").fill_null(""),
        )
    )


def _without_noise(texts: pl.Series) -> pl.Series:
    """The texts, those of more digits than Excel holds rounded as it shows them, exponents written out."""
    odd = texts.filter(texts.str.len_chars().gt(16) | texts.str.contains(r"\de[+-]?\d")).unique().drop_nulls()
    if odd.is_empty():
        return texts
    return texts.replace(odd, pl.Series([_plain(text) for text in odd], dtype=pl.String))


def _plain(text: str) -> str:
    found = re.fullmatch(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)(亿元|亿|万元|万|元|%|)", text)
    if not found or len(text) > LONGEST_VALUE:
        return text
    try:
        number = _EXACT.create_decimal(found[1])
    except InvalidOperation:
        return text
    if abs(number.adjusted()) > 40:
        return text
    return f"{number:f}{found[2]}"


def shares(frame: pl.DataFrame) -> pl.DataFrame:
    """A share of 1: 62, 62% and 62.0 are 0.62; what stands behind six decimals of a percent is rounded off."""
    parts = _parts(frame, _SHARE, ("sign", "whole", "part", "unit"))
    number = pl.col("whole") + "." + pl.col("part") + "0"
    fault: pl.Expr = (
        pl.when(pl.col("text").is_null())
        .then(None)
        .when(pl.col("sign").is_null() | ((pl.col("whole") == "") & (pl.col("part") == "")))
        .then(pl.lit("number_unreadable"))
        .when(
            (pl.col("sign") == "-") & ((pl.col("whole").str.strip_chars("0") != "") | (pl.col("part") != ""))
        )
        .then(pl.lit("negative"))
        .when(pl.col("whole").str.strip_chars_start("0").str.len_chars() > 3)
        .then(pl.lit("share_over"))
    )
    parts = parts.with_columns(fault=fault)
    percent = pl.when(pl.col("fault").is_null()).then("0" + number).cast(pl.Float64, strict=False)
    parts = parts.with_columns(percent=percent)
    share = (pl.col("percent") / 100).round(8)
    fault = (
        pl.when(pl.col("percent") > 100)
        .then(pl.lit("share_over"))
        .when((pl.col("percent") > 0) & (share == 0))
        .then(pl.lit("unreadable"))
        .otherwise(pl.col("fault"))
    )
    return parts.with_columns(fault=fault).select(
        value=pl.when(pl.col("fault").is_null()).then(share).cast(SHARE, strict=False), fault="fault"
    )
