"""What lies between allocation, receipt and payment, by source: 下达未到位, 到位未支付, 支付未报 and their ages.

Payments use up the oldest money first. Its age is known where batches make up all that was received; elsewhere it is
estimated from what had been received by then. What was received since and given back is not there to lie idle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portfolio.model import Project, View

from . import figures, treasury
from .bases import difference, sum_known
from .batches import issued_to
from .days import months_before
from .groups import ALLOCATED, PAID, RECEIVED, REST, below, has_members, row_split
from .ledger import Known, Ledger, Row, known
from .money import funding_rows
from .selection import funding_keys
from .unpaid_total import under_a_total, untold

NOTHING = Decimal(0)
STANDING = (
    "not_arrived_amount",
    "unpaid_amount",
    "payment_untold_amount",
    "aged_received_amount",
    "aged_unpaid_amount",
    "aged_untold_amount",
    "long_unpaid_amount",
    "two_year_unpaid_amount",
)
"""The figures of a source; `aged_received` is what of the money received by then is still there to be paid."""
BLANK: Row = dict.fromkeys(STANDING) | {"age_basis": None}


@dataclass(frozen=True)
class Purse:
    """A source's money as it stands, what had been received by a day, and the batches that make it up."""

    source: str
    allocated: Decimal | None
    received: Decimal | None
    paid: Decimal | None
    received_by: Callable[[date], Decimal | None]
    batches: tuple[tuple[date, Decimal], ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the batches issued make up all that was received."""
        issued = sum_known(amount for _, amount in self.batches)
        return issued is not None and self.received is not None and issued >= self.received

    def there_by(self, day: date) -> Decimal | None:
        """What of the money of then is still there to be paid: no more than is received now."""
        if self.received is None:
            return None
        if self.dated:
            then = sum_known(amount for issued_on, amount in self.batches if issued_on <= day) or NOTHING
        else:
            told = self.received_by(day)
            if told is None:
                return None
            then = told
        return min(then, self.received)


def source_standing(facts: Known, project: Project, source: str, currency: str) -> Row:
    """The source's figures; of a group none, since its row amounts alone count.

    Where more is paid from no source that is told than was received from none, the project's money stands together.
    """
    if has_members(facts, project):
        return dict(BLANK)
    own = own_standing(facts, project, source, currency)
    if currency != "CNY" or not treasury.in_force(facts, project, facts.as_of):
        return own
    if source != REST:
        return untold(own)
    every = purses(facts, project)
    others = [own_standing(facts, project, one.source, currency) for one in every if one.source != REST]
    return under_a_total(facts, project, own, every, others, _days_of_old_money(facts))


def _days_of_old_money(facts: Known) -> dict[str, date]:
    return {
        "aged_unpaid_amount": months_ago(facts, "unpaid_months"),
        "long_unpaid_amount": months_ago(facts, "idle_months"),
        "two_year_unpaid_amount": two_budget_years_ago(facts),
    }


def own_standing(facts: Known, project: Project, source: str, currency: str) -> Row:
    """The source's figures as the sources tell them, whatever a total says."""
    purse = _purse(facts, project, source, currency)
    overpaid = _paid_from_no_source(facts, project, currency)
    if not overpaid:
        return _standing(facts, purse)
    allocation = {"not_arrived_amount": difference(purse.allocated, purse.received)}
    if source != REST:
        return BLANK | allocation
    every = purses(facts, project, currency)
    return _together(facts, every, overpaid, purse.received is not None) | allocation


def purses(facts: Known, project: Project, currency: str = "CNY") -> list[Purse]:
    """Every source's money in that currency."""
    keys = [key for key in funding_keys(facts, project) if key[1] == currency]
    return [_purse(facts, project, *key) for key in keys]


def _together(facts: Known, every: list[Purse], overpaid: Decimal, rest_received: bool) -> Row:
    """Sums over the sources, of which a payment from no source that is told may have used up any.

    It sets off what lies there, not what another source has paid beyond its receipts. `rest_received`: whether the sum
    of what is unpaid holds that payment already, as money without a source was received too.
    """
    told = [replace(one, paid=one.paid or NOTHING) for one in every if one.received is not None]
    found = [_standing(facts, one) for one in told]
    sums = {name: sum_known(one[name] for one in found) for name in STANDING}
    beside = NOTHING if rest_received else overpaid
    return {
        "unpaid_amount": difference(sums["unpaid_amount"], beside),
        "payment_untold_amount": None,
        "aged_received_amount": sums["aged_received_amount"],
        "aged_unpaid_amount": _left(sums["aged_unpaid_amount"], overpaid),
        "aged_untold_amount": None,
        "long_unpaid_amount": _left(sums["long_unpaid_amount"], overpaid),
        "two_year_unpaid_amount": _left(sums["two_year_unpaid_amount"], overpaid),
        "age_basis": None if not told else "batches" if all(one.dated for one in told) else "estimate",
    }


def _purse(facts: Known, project: Project, source: str, currency: str) -> Purse:
    key = project, source, currency
    batches = tuple(
        (one.issued_on, one.amount)
        for one in issued_to(facts.batches, facts.editions, project.project_id, facts.as_of)
        if currency == "CNY" and one.source == source
    )

    def received_by(day: date) -> Decimal | None:
        return figures.source_figure(facts, *key, "received_amount", day)

    return Purse(
        source=source,
        allocated=figures.source_figure(facts, *key, "allocated_amount", facts.as_of),
        received=received_by(facts.as_of),
        paid=figures.source_figure(facts, *key, "paid_amount", facts.as_of),
        received_by=received_by,
        batches=batches,
    )


def _paid_from_no_source(facts: Known, project: Project, currency: str) -> Decimal:
    """What is paid from no source that is told beyond what was received from none."""
    rest = _purse(facts, project, REST, currency)
    return max(NOTHING, (rest.paid or NOTHING) - (rest.received or NOTHING))


def _standing(facts: Known, purse: Purse) -> Row:
    then = purse.there_by(months_ago(facts, "unpaid_months"))
    untold = purse.received is not None and purse.paid is None
    return {
        "not_arrived_amount": difference(purse.allocated, purse.received),
        "unpaid_amount": difference(purse.received, purse.paid),
        "payment_untold_amount": purse.received if untold else None,
        "aged_received_amount": then,
        "aged_unpaid_amount": _left(then, purse.paid),
        "aged_untold_amount": then if untold else None,
        "long_unpaid_amount": _left(purse.there_by(months_ago(facts, "idle_months")), purse.paid),
        "two_year_unpaid_amount": _left(purse.there_by(two_budget_years_ago(facts)), purse.paid),
        "age_basis": None if purse.received is None else "batches" if purse.dated else "estimate",
    }


def _left(there: Decimal | None, paid: Decimal | None) -> Decimal | None:
    """What payments have not used up, never below nothing."""
    left = difference(there, paid)
    return None if left is None else max(NOTHING, left)


def months_ago(facts: Known, threshold: str) -> date:
    return months_before(facts.as_of, int(facts.limits[threshold]))


def two_budget_years_ago(facts: Known) -> date:
    """The last day of the newest year whose money is unpaid after the 31 December of the year that followed it."""
    return date(facts.as_of.year - 2, 12, 31)


def standing_by_source(facts: Known, project: Project) -> dict[str, Row]:
    """By source in yuan the row's figures: a leaf's own, a group's from its row amounts."""
    if has_members(facts, project):
        return _of_a_group(facts, project)
    return {
        source: source_standing(facts, project, source, currency)
        for source, currency in funding_keys(facts, project)
        if currency == "CNY"
    }


def _of_a_group(facts: Known, project: Project) -> dict[str, Row]:
    """Unknown where a side is, below nothing where it is; no group owes a word about its payments.

    Old money unpaid is below nothing at most by what lies unpaid and old below the group: of the same source, and of
    what is of no source that is told by what lies there and with the group of every source.
    """
    day = facts.as_of
    allocated = row_split(facts, project, ALLOCATED, day)
    received = row_split(facts, project, RECEIVED, day)
    paid = row_split(facts, project, PAID, day)

    def then(since: date) -> dict[str, Decimal]:
        before = row_split(facts, project, RECEIVED, since)
        return _over(before, received, min) if paid else {}

    aged = then(months_ago(facts, "unpaid_months"))
    columns: dict[str, dict[str, Decimal]] = {
        "not_arrived_amount": _less(allocated, received),
        "unpaid_amount": _less(received, paid),
        "aged_received_amount": aged,
        "aged_unpaid_amount": _less(aged, paid),
        "long_unpaid_amount": _less(then(months_ago(facts, "idle_months")), paid),
        "two_year_unpaid_amount": _less(then(two_budget_years_ago(facts)), paid),
    }
    for name in ("aged_unpaid_amount", "long_unpaid_amount", "two_year_unpaid_amount"):
        columns[name] = _no_less_than_members(columns[name], _of_leaves(facts, project, name))
    sources = sorted({source for column in columns.values() for source in column})
    return {
        source: BLANK | {name: column.get(source) for name, column in columns.items()} for source in sources
    }


def _of_leaves(facts: Known, project: Project, name: str) -> dict[str, Decimal]:
    """By source what the leaves below the group have of the figure."""
    found: dict[str, Decimal] = {}
    for one in below(facts, project):
        if not has_members(facts, one):
            for source, row in standing_by_source(facts, one).items():
                found[source] = found.get(source, NOTHING) + (row[name] or NOTHING)
    return found


def _no_less_than_members(own: dict[str, Decimal], members: dict[str, Decimal]) -> dict[str, Decimal]:
    """The group's by source, bounded so that with its members' it is never below nothing."""
    told = {source: max(amount, -members.get(source, NOTHING)) for source, amount in own.items()}
    if REST in told:
        others = sum((amount for source, amount in told.items() if source != REST), NOTHING)
        told[REST] = max(own[REST], -(others + sum(members.values(), NOTHING)))
    return told


def _less(whole: dict[str, Decimal], part: dict[str, Decimal]) -> dict[str, Decimal]:
    return _over(whole, part, lambda one, other: one - other)


def _over(
    one: dict[str, Decimal], other: dict[str, Decimal], how: Callable[[Decimal, Decimal], Decimal]
) -> dict[str, Decimal]:
    """Source by source; where either whole is unknown nothing is known, a source that one does not name is nothing."""
    if not one or not other:
        return {}
    return {
        source: how(one.get(source, NOTHING), other.get(source, NOTHING))
        for source in one.keys() | other.keys()
    }


def with_standing(ledger: Ledger, view: View) -> list[Row]:
    """The funding rows, each with what lies between allocation, receipt and payment."""
    facts = known(ledger, view)
    return [
        row | source_standing(facts, facts.library[row["project_id"]], row["source"], row["currency"])
        for row in funding_rows(ledger, view)
    ]


def standing_sums(facts: Known, project: Project) -> Row:
    """The project's figures over its sources in yuan; of a group none, since its row amounts alone count."""
    if has_members(facts, project):
        return dict.fromkeys(STANDING)
    return summed(standing_by_source(facts, project).values(), STANDING)


def summed(rows: Iterable[Row], names: Iterable[str]) -> Row:
    """The sums of what is known, by name."""
    told = list(rows)
    return {name: sum_known(row[name] for row in told) for name in names}
