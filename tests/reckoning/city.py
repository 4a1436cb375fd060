"""What the city itself decided, as it counts on the day asked about: lists of the plan, changes of projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portfolio.model import ProjectChange

from .changes import changes_of
from .editions import Line
from .issued import Issued, issued_plans

if TYPE_CHECKING:
    from .ledger import LedgerEvent


@dataclass(frozen=True)
class City:
    """The rows of all lists, the newest last; by project the changes, the newest last."""

    issued: Sequence[Issued]
    changed: Mapping[str, Sequence[ProjectChange]]


def decided(events: Iterable[LedgerEvent], as_of: date, editions: Line) -> City:
    """What of these events the city decided and counts by that day."""
    told = list(events)
    return City(issued_plans(told, as_of, editions), changes_of(told, as_of, editions))
