"""示例市: its tables, its counties and how each of them goes about its projects."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from portfolio.library.columns import CONTRADICTION, COUNTY, EDITION, Columns

FOLDER = Path(__file__).parent
TAKEN_AT = datetime(2021, 1, 4, 9)
"""When the made-up library is taken and the rules are set."""
LAST_DAY = date(2026, 11, 20)
"""The demonstration's latest day: its reports end with October 2026, so that it does not grow stale."""
CITY, UNNAMED = "990000", "000000"
UNIT: Columns = {name: pl.String() for name in ("unit_code", "name", "county_code", "projects")}
"""A project's number, 04-01-01, would be read as a day of the year 1."""
SCHEMAS: dict[str, Columns] = {
    "counties": COUNTY,
    "edition": EDITION,
    "contradictions": CONTRADICTION,
    "units": UNIT,
}


@dataclass(frozen=True)
class Character:
    """How a county's projects fare and how it reports; shares are chances, `plan` is annual plan over what gets done."""

    count: int
    slip: float
    plan: tuple[float, float]
    ahead: float = 0.03
    behind: float = 0.06
    missed: float = 0.01
    late: float = 0.03
    untold: float = 0.03
    idle: float = 0.1
    gone: float = 0.04
    size: float = 1.0


CHARACTERS: dict[str, Character] = {
    "990000": Character(27, 0.08, (0.90, 1.15), idle=0.0),
    "990001": Character(
        38, 0.0, (0.86, 1.02), ahead=0.0, behind=0.0, missed=0.002, late=0.01, untold=0.0, idle=0.0
    ),
    "990002": Character(36, 0.10, (0.92, 1.25)),
    "990003": Character(34, 0.20, (1.25, 1.9), size=0.35),
    "990004": Character(34, 0.09, (0.92, 1.25), ahead=0.45, behind=0.25, idle=0.7),
    "990005": Character(34, 0.17, (0.92, 1.3), missed=0.1, late=0.25, untold=0.12, gone=0.55),
    "990006": Character(12, 0.10, (0.92, 1.2), untold=1.0, gone=0.0),
    "000000": Character(6, 0.12, (0.95, 1.25)),
}
GIANT = "04-01-03"
"""The one project that makes up most of 示例县丙's annual plan and runs ahead while the rest lags."""
TELLERS = ("04-01-06", "09-01-06")
"""The two projects of 示例县己 that report."""
BAD_REPORTER = "990005"


@cache
def table(name: str) -> pl.DataFrame:
    """The made-up table `name`, blank read as unknown; a table of a library has the library's columns."""
    overrides = SCHEMAS.get(name)
    return pl.read_csv(FOLDER / "tables" / f"{name}.csv", schema_overrides=overrides, try_parse_dates=True)


@cache
def rows(name: str) -> list[dict[str, object]]:
    """The rows of the made-up table `name`."""
    return table(name).to_dicts()


@cache
def county_names() -> dict[str, str]:
    """County code to name."""
    return dict(table("counties").select("county_code", "name").iter_rows())


def digest() -> str:
    """The SHA-256 over this package's code and tables: another simulation has another one."""
    hashed = hashlib.sha256()
    for file in sorted([*FOLDER.glob("*.py"), *FOLDER.glob("tables/*.csv")]):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()
