"""县市区对比 a second time: a county's figure, its rank, and both without its largest project or group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portfolio.codes import table
from portfolio.model import County, View

from .counted import pairs
from .county import LIGHTS, NOTHING_TOLD, Whole, whole
from .ledger import Ledger, Row
from .money import sum_known
from .selection import ancestors
from .state import owes_reports

CENT, NINE, THREE = Decimal("0.01"), Decimal("0.000000001"), Decimal("0.001")
BETTER = {
    "pacing": "high",
    "completion": "high",
    "late": "low",
    "started": "high",
    "received": "high",
    "paid": "high",
    "annual_payment": "high",
    "idle": "low",
    "reporting": "high",
    "investment": "none",
    "projects": "none",
}
AMOUNTS = ("idle", "investment", "projects")
Sides = tuple[Decimal, Decimal]
NAMED = ("421200", "421221", "421222", "421223")
COUNTIES = tuple(
    County(
        county_code=code,
        name=f"县{order}",
        name_en=f"County {order}",
        short_name=f"县{order}",
        level="city" if code == "421200" else "county",
        ranked=code != "421200",
        sort_order=order,
        tile_row=None,
        tile_column=None,
        belts=None,
    )
    for order, code in enumerate(NAMED, start=1)
)
"""The counties of every story: the city level is not ranked, nor is one that no edition names."""
RANKED = {county.county_code for county in COUNTIES if county.ranked}


@dataclass(frozen=True)
class Basis:
    """What one comparison rests on: of each row that counts, both sides and the size; the leaves that are known."""

    sides: Mapping[str, Sides]
    sizes: Mapping[str, Decimal]


def comparison(ledger: Ledger, view: View) -> list[Row]:
    """One row a comparison and county in which any selected row lies."""
    every = whole(ledger, view)
    assert set(BETTER) == set(table("comparison")["code"])
    return [row for name in BETTER for row in _of_all_counties(every, view, name)]


def _of_all_counties(every: Whole, view: View, name: str) -> list[Row]:
    basis = _basis(every, view, name)
    rows = [_of_county(every, basis, name, county) for county in every.counties()]
    for prefix in ("", "without_"):
        _rank(rows, prefix, name)
    return rows


def _of_county(every: Whole, basis: Basis, name: str, county: str) -> Row:
    row: Row = {"comparison": name, "county_code": county}
    row |= _figure(every, basis, name, county, frozenset())
    here = {
        row_id: size for row_id, size in basis.sizes.items() if _county(every, row_id) == county and size > 0
    }
    largest = min(here, key=lambda row_id: (-here[row_id], row_id)) if here else None
    row["largest_id"] = largest
    taken = frozenset(
        row_id
        for row_id in every.selected
        if _county(every, row_id) == county
        and largest is not None
        and largest in (row_id, *_above(every, row_id))
    )
    without = _figure(every, basis, name, county, taken)
    if largest is None:
        without |= {"value": None, "ranking": None}
    return row | {f"without_{column}": value for column, value in without.items()}


def _above(every: Whole, row_id: str) -> list[str]:
    return [group.project_id for group in ancestors(every.facts, every.facts.library[row_id])]


def _county(every: Whole, row_id: str) -> str:
    return str(every.rows[row_id]["county_code"])


def _figure(every: Whole, basis: Basis, name: str, county: str, taken: frozenset[str]) -> Row:
    """The figure of a county without the rows that are taken out."""
    counted = [row_id for row_id in basis.sides if _county(every, row_id) == county and row_id not in taken]
    leaves = [row["project_id"] for row in every.leaves(county) if row["project_id"] not in taken]
    known = [leaf for leaf in leaves if leaf in basis.sides]
    told = [row_id for row_id in counted if every.rows[row_id]["kind"] != "service"]
    value = _value(name, [basis.sides[row_id] for row_id in counted]) if told else None
    if name == "pacing" and value is not None:
        value = float(_shown(value) - _shown(every.year.month_on.month / 12))
    enough = value is not None and len(known) >= every.facts.limits["county_minimum_count"]
    ranking = "unranked" if county not in RANKED else "ranked" if enough else "too_small"
    return {
        "value": value,
        "known_count": len(known),
        "project_count": len(leaves),
        "ranking": ranking,
    }


def _value(name: str, sides: Iterable[Sides]) -> float | None:
    pairs = list(sides)
    part, of = sum((one for one, _ in pairs), Decimal(0)), sum((two for _, two in pairs), Decimal(0))
    if name in AMOUNTS:
        return float(part) if pairs else None
    if not of:
        return None
    return float(_nearest(Fraction(part) / Fraction(of), NINE))


def _nearest(number: Fraction, step: Decimal) -> Decimal:
    """The number at the step's decimals, half away from zero."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def _rank(rows: list[Row], prefix: str, name: str) -> None:
    """Give every ranked row its place, and the number of those ranked and of those with that place.

    Of one alone there is no place: 第 1 名 of nobody else would be taken for praise.
    """
    ranked = [row for row in rows if row[f"{prefix}ranking"] == "ranked"]
    merits = {row["county_code"]: _merit(name, row[f"{prefix}value"]) for row in ranked}
    for row in rows:
        merit = merits.get(row["county_code"])
        placed = merit is not None and BETTER[name] != "none" and len(ranked) > 1
        better = sum(other > merit for other in merits.values()) if merit is not None else 0
        row[f"{prefix}rank"] = 1 + better if placed else None
        row[f"{prefix}sharing_count"] = sum(other == merit for other in merits.values()) if placed else None
        row[f"{prefix}ranked_count"] = len(ranked)


def _merit(name: str, value: float) -> Decimal:
    """More is better: the figure as shown, turned round where less is better."""
    shown = Decimal(str(value))
    if name not in AMOUNTS:
        shown = _shown(value)
    return -shown if BETTER[name] == "low" else shown


def _shown(share: float) -> Decimal:
    """The share as it is shown, per cent with one decimal."""
    return Decimal(str(share)).quantize(THREE, rounding=ROUND_HALF_UP)


def _basis(every: Whole, view: View, name: str) -> Basis:
    if name in ("late", "started", "reporting", "projects"):
        return _tallied(every, name)
    sides = _money(every, view, name)
    told = {row_id: sides(every.rows[row_id]) for row_id in every.selected}
    counted = {row_id: pair for row_id, pair in told.items() if pair is not None}
    size = 0 if name in AMOUNTS else 1
    return Basis(counted, {row_id: pair[size] for row_id, pair in counted.items()})


def _tallied(every: Whole, name: str) -> Basis:
    """Comparisons that count projects; the largest is the one with the largest investment of its own."""
    leaves = [every.rows[row_id] for row_id in every.selected if every.rows[row_id]["kind"] == "project"]
    within: dict[str, Callable[[Row], bool]] = {
        "late": lambda row: row["state"] in LIGHTS,
        "started": lambda row: (
            row["state"] not in NOTHING_TOLD
            and row["start_due_on"] is not None
            and every.facts.as_of > row["start_due_on"]
        ),
        "reporting": owes_reports,
        "projects": lambda _: True,
    }
    met: dict[str, Callable[[Row], bool]] = {
        "late": lambda row: row["late"],
        "started": lambda row: row["started"],
        "reporting": lambda row: row["reported"],
        "projects": lambda _: True,
    }
    counted = {row["project_id"]: row for row in leaves if within[name](row)}
    sides = {row_id: (Decimal(bool(met[name](row))), Decimal(1)) for row_id, row in counted.items()}
    sizes = {
        row_id: row["investment_amount"]
        for row_id, row in counted.items()
        if row["investment_amount"] is not None
    }
    return Basis(sides, sizes)


def _money(every: Whole, view: View, name: str) -> Callable[[Row], Sides | None]:
    """A row's two sides, None where it does not know them; with a source filter of money only that source's."""

    def completion(row: Row) -> Sides | None:
        one = every.year.rated.get(row["project_id"])
        return None if one is None else (one.work or Decimal(0), one.plan)

    def payment(row: Row) -> Sides | None:
        one, paid = every.year.rated.get(row["project_id"]), every.paid_under.get(row["project_id"])
        return None if one is None or paid is None else (paid, one.plan)

    def investment(row: Row) -> Sides | None:
        amount = every.amounts[row["project_id"]]["investment"]
        return None if amount is None else (amount, Decimal(0))

    found: dict[str, Callable[[Row], Sides | None]] = {
        "pacing": completion,
        "completion": completion,
        "annual_payment": payment,
        "investment": investment,
        "received": _by_source(every, view, "received_amount", "planned_amount"),
        "paid": _by_source(every, view, "paid_amount", "received_amount"),
        "idle": _by_source(every, view, "idle_amount", "idle_amount"),
    }
    return found[name]


def _by_source(every: Whole, view: View, part: str, of: str) -> Callable[[Row], Sides | None]:
    def sides(row: Row) -> Sides | None:
        told = [
            pair
            for source, pair in pairs(every.facts, row, part, of).items()
            if view.sources is None or source in view.sources
        ]
        parts, wholes = sum_known(one for one, _ in told), sum_known(two for _, two in told)
        return None if parts is None or wholes is None else (parts, wholes)

    return sides
