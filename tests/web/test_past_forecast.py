"""A forecast that has passed says so in its cell, on screen and in a file alike."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from portfolio.codes import Language
from portfolio.exports.cells import Reader
from portfolio.web.tables.cells import cell

ROWS = pl.DataFrame(
    {
        "forecast_on": [date(2026, 7, 21), date(2027, 2, 12), None],
        "forecast_past_days": [122, 0, None],
    },
    schema_overrides={"forecast_past_days": pl.Int64},
)
TOLD: dict[Language, tuple[str, str]] = {
    "zh": ("2026年7月21日（已过122天）", "2027年2月12日"),
    "en": ("2026-07-21 (122 days ago)", "2027-02-12"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_screen_and_in_a_file(language: Language) -> None:
    shown = [cell("forecast_on", row, {}, language).text for row in ROWS.iter_rows(named=True)]
    assert shown == [*TOLD[language], None]
    days = list(Reader(language, {}, {}).column(ROWS, "forecast_on"))
    assert [one.text for one in days[:2]] == list(TOLD[language])
    assert days[0].value == date(2026, 7, 21), "a spreadsheet still sorts it as a day"
    assert "122" in days[0].pattern and "122" not in days[1].pattern
