"""县市区对比 a second time: a county's figure, its rank, and both without its largest project or group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portfolio.codes import table
from portfolio.model import County, View

from .counted import by_source, pairs
from .county import NOTHING_TOLD, Whole, is_counted_late, whole
from .ledger import Ledger, Row
from .money import as_float, sum_known
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
OF_ONE_SIDE = ("idle", "investment")
KNOWN_BY_COUNT = ("late", "started", "reporting", "idle")
KNOWN_BY_BOTH = ("received", "paid", "annual_payment")
"""How it is seen whether a county knows enough to be ranked: by projects alone, or by the denominator's amount too.

The year's rate needs neither (who is silent stands in it with what it last said); what is not ranked needs neither.
"""
ALL_SOURCES = ("pacing", "completion", "annual_payment", "investment")
"""Money that is of no single source, whichever the filter names."""
Sides = tuple[Decimal, Decimal]
NAMED = ("421200", "421221", "421222", "421223", "421224")
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
    """What one comparison rests on: of each row that counts, both sides and the size."""

    sides: Mapping[str, Sides]
    sizes: Mapping[str, Decimal]
    asked: frozenset[str]
    """The leaves that the comparison is about, whether they are known or not."""
    wholes: Mapping[str, Decimal]
    """The denominator of every row that knows it, whether or not it knows the other side."""
    silent: frozenset[str] = frozenset()
    """The rows that count against the county because nothing was reported."""


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
    field = sum(row["county_code"] in RANKED for row in rows)
    split = view.sources is not None and name in ALL_SOURCES
    return [row | {"field_count": field, "all_sources": split} for row in rows]


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
    here = {row_id for row_id in every.selected if _county(every, row_id) == county} - taken
    counted = sorted(here & basis.sides.keys())
    asked = here & basis.asked
    known = [leaf for leaf in counted if leaf in asked]
    told = [row_id for row_id in counted if every.rows[row_id]["kind"] != "service"]
    value = _value(name, [basis.sides[row_id] for row_id in counted]) if told else None
    if name == "pacing" and value is not None:
        value = float(_shown(value) - _shown(every.year.month_on.month / 12))
    by_count = _share(len(known), len(asked)) if name in KNOWN_BY_COUNT + KNOWN_BY_BOTH else None
    by_amount = None
    if name in KNOWN_BY_BOTH:
        of_known = sum(basis.sides[row_id][1] for row_id in counted)
        by_amount = _share(of_known, sum(basis.wholes[row_id] for row_id in here & basis.wholes.keys()))
    shares = [one for one in (by_count, by_amount) if one is not None]
    return {
        "value": value,
        "known_count": len(known),
        "project_count": len(asked),
        "known_share": as_float(by_count),
        "known_amount_share": as_float(by_amount),
        "ranking": ranking(every, county, None if value is None else len(known), len(asked), shares),
    } | _parts(basis, name, counted)


def ranking(every: Whole, county: str, known: int | None, asked: int, shares: Sequence[Fraction] = ()) -> str:
    """Whether the county is ranked: who leaves too much untold stands after the ranked, as 报送不足.

    That comes before 样本不足: a county that has projects enough may not grow too small to compare by its silence.
    """
    limits = every.facts.limits
    if county not in RANKED:
        return "unranked"
    if asked >= limits["county_minimum_count"] and any(
        one < Fraction(limits["county_known_share"]) for one in shares
    ):
        return "short_of_reports"
    return "ranked" if known is not None and known >= limits["county_minimum_count"] else "too_small"


def _share(part: int | Decimal, of: int | Decimal) -> Fraction | None:
    return Fraction(part) / Fraction(of) if of else None


def _parts(basis: Basis, name: str, counted: Sequence[str]) -> Row:
    """Both sides of the figure, and of its part what counts because nobody reported."""
    silent = [basis.sides[one][0] for one in counted if one in basis.silent]
    return {
        "part": sum_known(basis.sides[one][0] for one in counted),
        "whole": None if name in OF_ONE_SIDE else sum_known(basis.sides[one][1] for one in counted),
        "silent_part": sum(silent, Decimal(0)) if name == "late" and counted else None,
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
    sides, whole_of = _money(every, view, name), _wholes(every, view, name)
    told = {row_id: sides(every.rows[row_id]) for row_id in every.selected}
    counted = {row_id: pair for row_id, pair in told.items() if pair is not None}
    size = 0 if name in AMOUNTS else 1
    wholes = {row_id: whole_of(every.rows[row_id]) for row_id in every.selected}
    leaves = {row_id for row_id in every.selected if every.rows[row_id]["kind"] == "project"}
    if name == "annual_payment":
        leaves = {row_id for row_id in leaves if row_id in every.year.rated}
    return Basis(
        counted,
        {row_id: pair[size] for row_id, pair in counted.items()},
        frozenset(leaves),
        {row_id: amount for row_id, amount in wholes.items() if amount is not None},
    )


def _tallied(every: Whole, name: str) -> Basis:
    """Comparisons that count projects; the largest is the one with the largest investment of its own."""
    leaves = [every.rows[row_id] for row_id in every.selected if every.rows[row_id]["kind"] == "project"]
    asked = [row for row in leaves if _is_asked(every, name, row)]
    counted = {row["project_id"]: row for row in asked if _is_known(name, row)}
    sides = {row_id: (Decimal(_is_met(every, name, row)), Decimal(1)) for row_id, row in counted.items()}
    sizes = {
        row_id: row["investment_amount"]
        for row_id, row in counted.items()
        if row["investment_amount"] is not None
    }
    silent = frozenset(row_id for row_id, row in counted.items() if name == "late" and not row["late"])
    return Basis(sides, sizes, frozenset(row["project_id"] for row in asked), {}, silent)


def _is_asked(every: Whole, name: str, row: Row) -> bool:
    """Whether the comparison is about the project at all, whatever is known of it."""
    if name == "late":
        return is_counted_late(row)
    if name == "started":
        due = row["start_due_on"]
        return due is not None and every.facts.as_of > due and row["state"] not in ("suspended", "withdrawn")
    return owes_reports(row) if name == "reporting" else True


def _is_known(name: str, row: Row) -> bool:
    if name == "late":
        return row["delay_days"] is not None
    return name != "started" or row["state"] not in NOTHING_TOLD


def _is_met(every: Whole, name: str, row: Row) -> bool:
    """Whether the project is one of those that the comparison counts."""
    met: dict[str, Callable[[], bool]] = {
        "late": lambda: row["late"] or row["passed_unreported"],
        "started": lambda: row["started"],
        "reporting": lambda: row["reported"],
        "projects": lambda: True,
    }
    return bool(met[name]())


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


def _wholes(every: Whole, view: View, name: str) -> Callable[[Row], Decimal | None]:
    """A row's denominator, None where it does not know it or the comparison asks for no share by amount."""
    columns = {"received": "planned_amount", "paid": "received_amount"}

    def of(row: Row) -> Decimal | None:
        if name == "annual_payment":
            one = every.year.rated.get(row["project_id"])
            return None if one is None else one.plan
        if name not in columns:
            return None
        told = by_source(every.facts, row, columns[name])
        return sum_known(
            amount for source, amount in told.items() if view.sources is None or source in view.sources
        )

    return of


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
