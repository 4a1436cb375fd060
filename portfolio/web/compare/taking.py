"""The table of 县市区 to take away: exact amounts and shares, the places and what they rest on as on screen."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from portfolio.web.compare import figures_table, ranking
from portfolio.web.compare.asked import WHOLE, Answer, Compared
from portfolio.web.tables import Table

IN_WORDS = ("value", "known", "without", "reported")
"""The columns on screen that say more than one number in one cell."""
RESTS_ON = ("known_count", "project_count")


def table(compared: Compared) -> Table:
    """The ranking as a table."""
    rows, whole = compared.of(), compared.whole()
    told: dict[str, pl.Series] = {
        "rank_told": pl.Series([ranking.place_text(compared, row) for row in rows], dtype=pl.String),
        "county_code": pl.Series([row["county_code"] for row in rows], dtype=pl.String),
    }
    totals: dict[str, object] = {}

    def add(name: str, values: list[object], total: object) -> None:
        kind = figures_table.type_of(name)
        told[name] = pl.Series([_whole_number(name, value) for value in values], dtype=kind)
        totals[name] = _whole_number(name, total)

    own = figures_table.COLUMNS.get(compared.measure)
    if own and compared.measure not in ranking.PACED:
        add(own, [figures_table.exact(row) for row in rows], figures_table.exact(whole))
    for column in ranking.columns(compared):
        if column.name not in (*IN_WORDS, own if own in told else ""):
            find = column.of
            add(
                column.name,
                [find(row, _steered(compared, row)) for row in rows],
                find(whole, _steered(compared, whole)),
            )
    for name in RESTS_ON:
        add(name, [row[name] for row in rows], whole[name])
    without = [ranking.without_text(compared, row) for row in rows]
    told["without_told"] = pl.Series(without, dtype=pl.String)
    shares = tuple(name for name in totals if name.endswith("_share"))
    return Table(pl.DataFrame(told), totals=totals, unknown="register.blank", of_whole=shares)


def _steered(compared: Compared, row: Answer) -> Answer:
    return compared.steered.get(row["county_code"] or WHOLE, {})


def _whole_number(name: str, value: object) -> object:
    """The value; of projects, which the comparison tells as money is told, without its two decimals."""
    return int(value) if name.endswith("_count") and isinstance(value, Decimal) else value
