"""县市区对比 a second time: a county's figure, its rank, and both without its largest project or group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portfolio.codes import table
from portfolio.model import View

from .asked import is_asked_of
from .bases import sum_known
from .budget import PUBLIC, budget_sum
from .counted import by_source, pairs
from .county import NOTHING_TOLD, Whole, is_counted_late, whole
from .ledger import Ledger, Row
from .money import as_float
from .ranks import (
    AMOUNTS,
    BETTER,
    KNOWN_BY_BOTH,
    KNOWN_BY_COUNT,
    OF_ONE_SIDE,
    is_ranked,
    nearest,
    rank,
    ranking,
    share_of,
    shown,
)
from .selection import ancestors
from .state import owes_month
from .unpaid import standing_by_source

NINE = Decimal("0.000000001")
ALL_SOURCES = ("pacing", "completion", "annual_payment", "investment")
"""Money that is of no single source, whichever the filter names."""
OF_PUBLIC_MONEY = ("disbursed", "budget_payment")
Sides = tuple[Decimal, Decimal]


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


def comparison(ledger: Ledger, view: View, names: Iterable[str] = tuple(BETTER)) -> list[Row]:
    """One row a comparison (of `names`) and county in which any selected row lies."""
    every = whole(ledger, view)
    assert set(BETTER) == set(table("comparison")["code"])
    return [row for name in names for row in _of_all_counties(every, view, name)]


def _of_all_counties(every: Whole, view: View, name: str) -> list[Row]:
    basis = _basis(every, view, name)
    rows = [_of_county(every, basis, name, county) for county in every.counties()]
    for prefix in ("", "without_"):
        rank(rows, prefix, name)
    field = sum(is_ranked(row["county_code"]) for row in rows)
    split = view.sources is not None and name in ALL_SOURCES
    return [row | {"field_count": field, "all_sources": split} for row in rows]


def _of_county(every: Whole, basis: Basis, name: str, county: str) -> Row:
    row: Row = {"comparison": name, "county_code": county}
    row |= _figure(every, basis, name, county, None)
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


def _figure(every: Whole, basis: Basis, name: str, county: str, taken: frozenset[str] | None) -> Row:
    """The figure of a county without the rows that are taken out; of the rest nothing is told if only services tell it."""
    here = {row_id for row_id in every.selected if _county(every, row_id) == county} - (taken or set())
    counted = sorted(here & basis.sides.keys())
    asked = here & basis.asked
    known = [leaf for leaf in counted if leaf in asked]
    told = [row_id for row_id in counted if every.rows[row_id]["kind"] != "service"]
    value = _value(name, [basis.sides[row_id] for row_id in counted]) if told else None
    if name == "pacing" and value is not None:
        value = float(shown(value) - shown(every.year.month_on.month / 12))
    counted = counted if told or taken is None else []
    by_count = share_of(len(known), len(asked)) if name in KNOWN_BY_COUNT + KNOWN_BY_BOTH else None
    by_amount = None
    if name in KNOWN_BY_BOTH:
        of_known = sum(basis.sides[row_id][1] for row_id in counted)
        by_amount = share_of(of_known, sum(basis.wholes[row_id] for row_id in here & basis.wholes.keys()))
    shares = [one for one in (by_count, by_amount) if one is not None]
    return {
        "value": value,
        "known_count": len(known),
        "project_count": len(asked),
        "known_share": as_float(by_count),
        "known_amount_share": as_float(by_amount),
        "ranking": ranking(every, county, None if value is None else len(known), len(asked), shares),
    } | _parts(basis, name, counted)


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
    return float(nearest(Fraction(part) / Fraction(of), NINE))


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
    if name in OF_PUBLIC_MONEY:
        leaves = {one for one in leaves if is_asked_of(every.facts, every.rows[one], name)}
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
    sides = {row_id: (Decimal(_is_met(name, row)), Decimal(1)) for row_id, row in counted.items()}
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
    return owes_month(row) if name == "reporting" else True


def _is_known(name: str, row: Row) -> bool:
    if name == "late":
        return row["delay_days"] is not None
    return name != "started" or row["state"] not in NOTHING_TOLD


def _is_met(name: str, row: Row) -> bool:
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
        "disbursed": _by_source(every, view, "received_amount", "allocated_amount", PUBLIC),
        "budget_payment": _budget(every, view),
        "idle": _idle(every, view),
    }
    return found[name]


def _wholes(every: Whole, view: View, name: str) -> Callable[[Row], Decimal | None]:
    """A row's denominator, None where it does not know it or the comparison asks for no share by amount."""
    columns = {"disbursed": "allocated_amount", "paid": "received_amount"}

    def of(row: Row) -> Decimal | None:
        if name == "annual_payment":
            one = every.year.rated.get(row["project_id"])
            return None if one is None else one.plan
        if name == "budget_payment":
            return budget_sum(every.facts, row, view.sources, "budget_whole_amount")
        if name not in columns:
            return None
        told = by_source(every.facts, row, columns[name])
        return sum_known(
            amount
            for source, amount in told.items()
            if (view.sources is None or source in view.sources) and (name != "disbursed" or source in PUBLIC)
        )

    return of


def _idle(every: Whole, view: View) -> Callable[[Row], Sides | None]:
    """What of the old money is unpaid or of which no payment is told, over the old money; a group owes no word."""

    def sides(row: Row) -> Sides | None:
        standing = standing_by_source(every.facts, every.facts.library[row["project_id"]])
        told = [one for source, one in standing.items() if view.sources is None or source in view.sources]
        parts = sum_known(one[name] for one in told for name in ("aged_unpaid_amount", "aged_untold_amount"))
        whole = sum_known(one["aged_received_amount"] for one in told)
        return None if parts is None or whole is None else (parts, whole)

    return sides


def _budget(every: Whole, view: View) -> Callable[[Row], Sides | None]:
    def sides(row: Row) -> Sides | None:
        paid = budget_sum(every.facts, row, view.sources, "budget_paid_amount")
        available = budget_sum(every.facts, row, view.sources, "budget_available_amount")
        return None if paid is None or available is None else (paid, available)

    return sides


def _by_source(
    every: Whole, view: View, part: str, of: str, sources: Collection[str] | None = None
) -> Callable[[Row], Sides | None]:
    def sides(row: Row) -> Sides | None:
        told = [
            pair
            for source, pair in pairs(every.facts, row, part, of).items()
            if (view.sources is None or source in view.sources) and (sources is None or source in sources)
        ]
        parts, wholes = sum_known(one for one, _ in told), sum_known(two for _, two in told)
        return None if parts is None or wholes is None else (parts, wholes)

    return sides
