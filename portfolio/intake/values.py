"""The texts of one column understood by its kind: values, or what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import polars as pl

from portfolio import codes
from portfolio.codes import Language
from portfolio.intake.cells import ERROR, FORMULA, HIDDEN, is_marked, narrow_texts
from portfolio.intake.dates import EARLIEST, LATEST, told
from portfolio.intake.numbers import MONEY, SHARE, amounts, shares
from portfolio.intake.sheets import Column

TEN_THOUSAND = 10_000
CLEARING = ("清除", "清空", "clear")
"""The words that take a value back; a blank does not."""
ON_SCHEDULE = ("按期", "按期完成", "onschedule")
"""The words that end a forecast."""
YES = ("是", "yes", "y", "true", "1", "√", "✓", "有", "已")
NO = ("否", "no", "n", "false", "0", "×", "无", "没有")
CURRENCIES = {
    "人民币": "CNY",
    "元": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "港元": "HKD",
    "英镑": "GBP",
}
KNOWN_CURRENCIES = frozenset({*CURRENCIES.values(), "CHF", "SDR", "AUD", "CAD", "KRW", "SGD", "KWD", "SAR"})
TYPES: dict[str, pl.DataType] = {
    "amount": MONEY,
    "share": SHARE,
    "day": pl.Date(),
    "stated_day": pl.Date(),
    "year": pl.Int32(),
    "flag": pl.Boolean(),
}


@dataclass(frozen=True)
class Understood:
    """A column of values beside its texts: `value` (null where blank, cleared or faulty), `cleared`, `fault` (a code or
    null), of a coarse day its `precision`, and whether 按期 stands there in the place of a day (`on_schedule`)."""

    value: pl.Series
    cleared: pl.Series
    fault: pl.Series
    precision: pl.Series | None = None
    on_schedule: pl.Series | None = None


def understood(column: Column, texts: pl.Series, unit: int = TEN_THOUSAND) -> Understood:
    """The column's texts by its kind; `unit` is how many yuan 1 stands for in an amount without a unit of its own."""
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    read = _READERS[column.kind](column, frame, unit)
    clearing = pl.col("text").is_in(_clearing(frame["text"]).implode()).fill_null(value=False)
    word = pl.col("text").is_in(_on_schedule(column, frame["text"]).implode()).fill_null(value=False)
    broken = (
        pl.when(pl.col("text").str.starts_with(FORMULA))
        .then(pl.lit("formula_empty"))
        .when(pl.col("text").str.starts_with(ERROR))
        .then(pl.lit("cell_error"))
    )
    may = column.clearable
    found = frame.with_columns(read).select(
        value=pl.when(clearing | pl.col("fault").is_not_null()).then(None).otherwise(pl.col("value")),
        cleared=clearing & pl.lit(may),
        on_schedule=word,
        fault=pl.when(~word).then(
            pl.coalesce(
                broken,
                pl.when(clearing).then(None if may else pl.lit("not_clearable")).otherwise(pl.col("fault")),
                # nothing that was written may pass for a blank
                pl.when(pl.col("text").is_not_null() & pl.col("value").is_null() & ~clearing).then(
                    pl.lit("unreadable")
                ),
            )
        ),
        precision=pl.col("precision") if "precision" in read.columns else pl.lit(None, pl.String),
    )
    stated = found["precision"] if column.kind == "stated_day" or column.coarse else None
    return Understood(found["value"], found["cleared"], found["fault"], stated, found["on_schedule"])


def _on_schedule(column: Column, texts: pl.Series) -> pl.Series:
    """Those of the texts that say 按期, where the column keeps such a word."""
    if column.word_field is None:
        return texts.clear()
    likely = texts.filter(texts.str.contains("[按oOｏＯ]").fill_null(value=False)).unique()
    return likely.filter(narrow_texts(likely).is_in(ON_SCHEDULE))


def _clearing(texts: pl.Series) -> pl.Series:
    """Those of the texts that mean: take the value back."""
    likely = texts.filter(texts.str.contains("[清cCｃＣ]").fill_null(value=False)).unique()
    return likely.filter(narrow_texts(likely).is_in(CLEARING))


def _mapped(
    frame: pl.DataFrame, read: Callable[[str], tuple[object, str | None, str | None]], kind: pl.DataType
) -> pl.DataFrame:
    """Each different text is read once: `read` gives value, precision and fault."""
    each = frame["text"].unique().drop_nulls()
    found = [read(text) for text in narrow_texts(each)]
    table = pl.DataFrame(
        {
            "text": each,
            "value": pl.Series([value for value, _, _ in found], dtype=kind),
            "precision": pl.Series([precision for _, precision, _ in found], dtype=pl.String),
            "fault": pl.Series([fault for _, _, fault in found], dtype=pl.String),
        }
    )
    return frame.select("text").join(table, on="text", how="left", maintain_order="left").drop("text")


def _day(column: Column, frame: pl.DataFrame, _: int) -> pl.DataFrame:
    def read(text: str) -> tuple[object, str | None, str | None]:
        found = told(text, coarse=column.coarse or column.kind == "stated_day")
        return found.day, found.precision, found.fault

    return _mapped(frame, read, pl.Date())


def _code(column: Column, frame: pl.DataFrame, _: int) -> pl.DataFrame:
    known = code_words(column.codelist or "")
    return _mapped(frame, lambda text: _known(known.get(text), "code_unknown"), pl.String())


def _known(value: object, fault: str) -> tuple[object, None, str | None]:
    return value, None, fault if value is None else None


@cache
def code_words(codelist: str) -> dict[str, str]:
    """What may be written for each code of the list: the code and its labels, narrowed."""
    languages: tuple[Language, ...] = ("zh", "en")
    words = {code: code for code in codes.labels(codelist, "zh")}
    for language in languages:
        words |= {
            narrowed(label): code
            for code, label in codes.labels(codelist, language).items()
            if code != "plan"
        }
    if codelist == "basis":
        # the plan's own figure is the library's, nobody reports it
        words.pop("plan", None)
    return words


def narrowed(text: str) -> str:
    """As cells.narrow, of one text."""
    return "".join(normalize("NFKC", text).split()).lower()


def _flag(_: Column, frame: pl.DataFrame, __: int) -> pl.DataFrame:
    known = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    return _mapped(frame, lambda text: _known(known.get(text), "flag_unknown"), pl.Boolean())


def _year(_: Column, frame: pl.DataFrame, __: int) -> pl.DataFrame:
    def read(text: str) -> tuple[object, str | None, str | None]:
        found = re.fullmatch(r"(\d{4})(?:\.0*)?年?(?:度)?", text)
        if not found:
            return None, None, "year_unreadable"
        year = int(found[1])
        return (year, None, None) if EARLIEST <= year <= LATEST else (None, None, "date_range")

    return _mapped(frame, read, pl.Int32())


def _currency(_: Column, frame: pl.DataFrame, __: int) -> pl.DataFrame:
    def read(text: str) -> tuple[object, str | None, str | None]:
        code = CURRENCIES.get(text, text.upper())
        return _known(code if code in KNOWN_CURRENCIES else None, "currency_unknown")

    return _mapped(frame, read, pl.String())


def _text(column: Column, frame: pl.DataFrame, _: int) -> pl.DataFrame:
    length = pl.col("text").str.len_chars()
    broken = is_marked(pl.col("text"))
    return frame.select(
        value=pl.col("text"),
        fault=pl.when(broken)
        .then(None)
        .when(length > column.longest)
        .then(pl.lit("text_long"))
        .when(pl.col("text").str.contains(HIDDEN))
        .then(pl.lit("text_hidden")),
    )


_READERS: dict[str, Callable[[Column, pl.DataFrame, int], pl.DataFrame]] = {
    "amount": lambda _, frame, unit: amounts(frame, unit),
    "share": lambda _, frame, __: shares(frame),
    "day": _day,
    "stated_day": _day,
    "code": _code,
    "flag": _flag,
    "year": _year,
    "currency": _currency,
    "text": _text,
    "label": _text,
    "project": _text,
}
