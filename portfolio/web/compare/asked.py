"""What 县市区对比 rests on, asked once a run, and how its figures read in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.charts import theme
from portfolio.formats import count_text, known_text, money_text, plain, rounded, share_text
from portfolio.model import View
from portfolio.web.frame import Frame

WHOLE = "*"
"""Stands for the whole selection where a county's code stands."""
FALLBACK = ("pacing", "projects")
"""What is compared when the address does not say: the first, or where nobody reported, the number of projects."""
UNJUDGED = ("late", "started")
Answer = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """All comparisons of one run: `rows` of queries.comparison, and the `measure` that is looked at.

    `view` asks for every county, whatever the address chooses: a rank among some counties is none. The counties
    of the address are the ones pointed out.
    """

    frame: Frame
    view: View
    rows: pl.DataFrame
    measure: str

    def of(self, measure: str | None = None) -> list[Answer]:
        """The counties of a comparison, the best first, those not ranked last."""
        rows = self._by_measure.get(measure or self.measure, {})
        return [row for county, row in rows.items() if county != WHOLE]

    def whole(self, measure: str | None = None) -> Answer:
        """The row of a comparison for the whole selection."""
        return self._by_measure[measure or self.measure][WHOLE]

    def of_county(self, county: str, measure: str | None = None) -> Answer | None:
        """The row of a comparison for one county, or WHOLE; None where it has no project."""
        return self._by_measure.get(measure or self.measure, {}).get(county)

    @cached_property
    def _by_measure(self) -> dict[str, dict[str, Answer]]:
        """Comparison to county to row, each in the order of the answer: the page looks up a hundred of them."""
        found: dict[str, dict[str, Answer]] = {}
        for row in self.rows.iter_rows(named=True):
            found.setdefault(row["comparison"], {})[row["county_code"]] = row
        return found

    def unit(self, measure: str | None = None) -> theme.MoneyUnit:
        """The one unit in which all amounts of a comparison are told beside one another."""
        rows = self._by_measure.get(measure or self.measure, {}).values()
        return theme.money_unit([row["part"] for row in rows], self.frame.language)

    @property
    def of_all(self) -> Frame:
        """The frame of every county, whatever the address chooses."""
        return replace(self.frame, view=self.view)

    @property
    def measures(self) -> list[str]:
        """The comparisons in their order."""
        return list(codes.labels("comparison", "zh"))

    @cached_property
    def before(self) -> dict[tuple[str, str], Answer]:
        """Comparison and county to their row a month before; empty where there is no such month."""
        asked = queries.month_before(self.frame.store, self.view)
        if asked is None:
            return {}
        rows = queries.comparison(self.frame.store, asked).iter_rows(named=True)
        return {(row["comparison"], row["county_code"]): row for row in rows}

    @cached_property
    def steered(self) -> dict[str, Answer]:
        """County, or WHOLE, to what 总览 says of it: plan, work, 欠序时投资, old money unpaid, reports."""
        rows = queries.steering(self.frame.store, self.view, self.view).iter_rows(named=True)
        return {row["county_code"]: row for row in rows}

    @property
    def looked_at(self) -> str | None:
        """The county that stands beside the table: the address's one, else of its counties (of all) the furthest behind.

        None where nobody is behind.
        """
        asked = self.frame.filters.counties
        if self.chosen in self.steered:
            return self.chosen
        behind = {
            county: row["behind_amount"]
            for county, row in self.steered.items()
            if county != WHOLE and (row["behind_amount"] or 0) > 0 and (not asked or county in asked)
        }
        return max(behind, key=lambda county: behind[county], default=None)

    @property
    def chosen(self) -> str | None:
        """The one county that the address chooses; None for none or several."""
        counties = self.frame.filters.counties
        return counties[0] if len(counties) == 1 else None

    def name(self, county: str) -> str:
        """The county's name in the reader's language."""
        return self.frame.counties.get(county, county)


def ask(frame: Frame) -> Compared | None:
    """All that the page rests on; None where no project meets the filters."""
    view = frame.view.model_copy(update={"counties": None})
    rows = queries.comparison(frame.store, view)
    return None if rows.is_empty() else Compared(frame, view, rows, _measure(frame, rows))


def _measure(frame: Frame, rows: pl.DataFrame) -> str:
    """The comparison that the address names, else the usual one, else what is known even where nobody reported."""
    if frame.filters.measure in codes.labels("comparison", "zh"):
        return frame.filters.measure
    usual, else_known = FALLBACK
    known = rows.filter((pl.col("comparison") == usual) & (pl.col("known_count") > 0))
    return else_known if known.is_empty() else usual


def title(frame: Frame, measure: str) -> str:
    """The comparison's name."""
    return frame.labels("comparison")[measure]


def better(frame: Frame, measure: str, how: str = "") -> str:
    """Which end is better, in words: 越高越好。; `short_` for a heading."""
    return frame.say(f"compare.better_{how}{fact(measure, 'better')}")


def fact(measure: str, name: str) -> str:
    """What the codelist says of the comparison in the column `name`; "" for nothing."""
    return codes.column("comparison", name)[measure]


def value_text(
    frame: Frame, row: Answer, prefix: str = "", full: bool = True, unit: theme.MoneyUnit | None = None
) -> str:
    """The row's figure in words; what is unknown is said so.

    Not `full`: in as few letters as there is room for, an amount in `unit`, that of those beside it.
    """
    value, kind = row[f"{prefix}value"], row["unit"]
    if value is None:
        return unknown_text(frame, row["comparison"])
    if kind == "points":
        return _points(frame, value, full)
    if kind == "share":
        return share_text(value, frame.language)
    amount: Decimal = row[f"{prefix}part"]
    if kind == "amount":
        return money_text(amount, frame.language) if full else _short(frame, amount, unit)
    return frame.say("compare.count", count=count_text(int(amount), frame.language))


def _short(frame: Frame, amount: Decimal, unit: theme.MoneyUnit | None) -> str:
    """The amount in as few letters as a tile has room for: 3,953.78万元, 39.54m."""
    unit = unit or theme.money_unit([amount], frame.language)
    number = unit.text(amount, frame.language)
    return frame.say("compare.money", number=number, unit=frame.say(f"compare.money_unit_{unit.places}"))


def unknown_text(frame: Frame, measure: str) -> str:
    """The word for a figure that nobody knows."""
    if measure in UNJUDGED:
        return frame.say("overview.not_judged")
    return frame.say("table.not_stated" if measure == "investment" else "table.not_reported")


def _points(frame: Frame, value: float, full: bool) -> str:
    points = rounded(value * 100, 1)
    key = "level" if not points else "behind" if points < 0 else "ahead"
    words = "table.pace" if full else "compare.points"
    return frame.say(f"{words}_{key}", points=plain(abs(points), 1))


def rank_text(frame: Frame, row: Answer, prefix: str = "") -> str:
    """第 2 名, 并列第 2, 各县市区相同; where there is no rank, why not (nothing where neither end is better)."""
    rank, sharing = row[f"{prefix}rank"], row[f"{prefix}sharing_count"]
    if not rank:
        return reason(frame, row, prefix)
    alike = sharing == row[f"{prefix}ranked_count"] > 1
    key = "rank_alike" if alike else "rank_shared" if sharing > 1 else "rank"
    return frame.say(f"compare.{key}", rank=rank)


def reason(frame: Frame, row: Answer, prefix: str = "") -> str:
    """Why the county has no rank: 样本不足, 不参与排名, 其他均不足; nothing for one that has, or has no figure at all."""
    ranking = row[f"{prefix}ranking"]
    if ranking is None:
        return frame.say("compare.no_largest")
    if ranking == "ranked":
        alone = row[f"{prefix}ranked_count"] == 1 and fact(row["comparison"], "better") != "none"
        return frame.say("compare.rank_alone") if alone else ""
    silent = ranking == "too_small" and not row[f"{prefix}known_count"]
    return "" if silent else frame.labels("ranking")[ranking]


def place(frame: Frame, row: Answer) -> str:
    """The rank as a number, or why there is none: what a column of ranks holds."""
    return str(row["rank"]) if row["rank"] else reason(frame, row)


def n_text(row: Answer, prefix: str = "") -> str:
    """12/16: how many of the projects know it."""
    return known_text(row[f"{prefix}known_count"], row[f"{prefix}project_count"])


def parts_text(frame: Frame, row: Answer) -> str:
    """What of a figure was told and what counts because nobody reported, side by side; "" where it has no such parts."""
    if row["silent_part"] is None or row["value"] is None:
        return ""
    silent = int(row["silent_part"])
    return frame.say(f"compare.parts_{row['comparison']}", told=int(row["part"]) - silent, silent=silent)


def n_and_parts(frame: Frame, row: Answer) -> str:
    """n = 33 / 33 · 滞后10＋未报1."""
    return " · ".join(part for part in (n_text(row), parts_text(frame, row)) if part)


def sources_text(compared: Compared, measure: str) -> str:
    """不分来源 of money that is of no single source, where sources are asked for; else ""."""
    return compared.frame.say("compare.all_sources") if compared.whole(measure)["all_sources"] else ""


def rows_link(frame: Frame, measure: str, county: str | None) -> str:
    """The address of the rows behind a figure, all of a county or of the whole selection."""
    place = None if county == WHOLE else county
    return frame.link("compare", county=place, measure=measure, mode=None, tab="rows")


def note(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence of the page."""
    st.html(f'<p class="chosen">{escape(frame.say(f"compare.{key}", **facts))}</p>')
