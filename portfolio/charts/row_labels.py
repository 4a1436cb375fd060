"""Labels of rows that take two lines: a name, and under it what it rests on."""

from __future__ import annotations

import polars as pl

from portfolio.charts import theme
from portfolio.charts.vega import Spec, field
from portfolio.codes import Language
from portfolio.words import say

RANKINGS = ("short_of_reports", "too_small", "unranked")
ROW = {"step": 52}
"""The height of a row whose label has two lines."""
LIMIT = theme.by_screen(340, 128, 260)


def two_lines(lower: str | pl.Expr) -> pl.Expr:
    """`line`: the row's `label` and, under it, the column or words `lower`; a | in these breaks a phone's line."""
    return pl.format("{}|{}", "label", lower).alias("line")


def ranked(language: Language) -> pl.Expr:
    """What is said behind the lower line of a county that is not ranked: 报送不足, 样本不足, 不排名."""
    words = {code: f"|{say(language, f'spending.chart_{code}')}" for code in RANKINGS}
    return pl.col("ranking").replace_strict(words | {"ranked": ""}, default="")


def channel(lines: list[str]) -> Spec:
    """The rows by their `line`, in the order of the `lines`, one step each even where nothing is drawn in it."""
    parts = "split(datum.label, '|')"
    wide = f"[{parts}[0], join(slice({parts}, 1), ' ')]"
    axis = {
        "labelExpr": f"{theme.PHONE} ? {parts} : {wide}",
        "title": None,
        "labelOverlap": False,
        "labelLimit": LIMIT,
        "domain": False,
        "ticks": False,
    }
    return field("line:N", sort=lines, axis=axis, scale={"domain": lines})
