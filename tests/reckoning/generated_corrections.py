"""Generated corrections: of any field that an entry states, to another value or to none, decided or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Entry
from portfolio.model.corrections import PRECISE, REQUIRED, mendable

from .builders import Story
from .generated_entries import STAGES

VERDICTS: tuple[tuple[str, ...], ...] = (("accepted",),) * 4 + (("refused",), (), ("refused", "accepted"))
AMOUNTS = ("0.00", "10.00", "30.00", "60.00", "100.00")


@dataclass(frozen=True)
class Mending:
    """One correction of one entry of a report: what it says, and the verdicts about it with their moments."""

    entry: Entry
    field: str
    stated: str
    value: str | None
    precision: str | None
    proposed_at: datetime
    verdicts: tuple[tuple[str, datetime], ...]

    def proposed_in(self, told: Story, number: int) -> list[int]:
        """The number of its proposal in the story, where that report holds the entry.

        What no edition named by the day of the report was left out of it.
        """
        (records,) = (one.records for one in told.events if one.event_id == number)
        alike = [one for one in records if type(one) is type(self.entry)]
        places = [place for place, one in enumerate(alike) if one is self.entry]
        known: dict[str, Any] = {"project": self.entry.project_id, "value_precision": self.precision}
        return [
            told.propose(
                self.proposed_at,
                self.entry.table,
                self.field,
                self.value,
                (number, place, self.stated),
                **known,
            )
            for place in places[:1]
        ]


@st.composite
def mendings(draw: st.DrawFn, entries: list[Entry], sent_at: datetime) -> list[Mending]:
    """Seldom one, or two of one report."""
    stated = [
        (entry, field)
        for entry in entries
        for field in mendable(entry.table)
        if getattr(entry, field) is not None
    ]
    if not stated:
        return []
    count = draw(st.sampled_from((0, 0, 0, 1, 1, 2)))
    return [draw(_mending(*draw(st.sampled_from(stated)), sent_at)) for _ in range(count)]


@st.composite
def _mending(draw: st.DrawFn, entry: Entry, field: str, sent_at: datetime) -> Mending:
    at = sent_at + timedelta(days=draw(st.sampled_from((0, 2, 30))))
    decided: list[tuple[str, datetime]] = []
    moment = at
    for verdict in draw(st.sampled_from(VERDICTS)):
        moment += timedelta(days=draw(st.sampled_from((0, 1, 40))))
        decided.append((verdict, moment))
    stated = getattr(entry, field)
    value = draw(_value(entry.table, field, stated))
    precise = field in PRECISE and value is not None
    return Mending(
        entry=entry,
        field=field,
        stated=spelled(field, stated),
        value=value,
        precision="day" if precise and draw(st.booleans()) else None,
        proposed_at=at,
        verdicts=tuple(decided),
    )


def spelled(field: str, stated: Any) -> str:
    """What is stated in the ledger's spelling."""
    if isinstance(stated, bool):
        return "true" if stated else "false"
    if isinstance(stated, Decimal):
        return f"{stated:.8f}" if field.endswith("_share") else f"{stated:.2f}"
    return stated.isoformat() if isinstance(stated, date) else str(stated)


def _value(table: str, field: str, stated: Any) -> st.SearchStrategy[str | None]:
    """Another value of its kind; now and then none."""
    if isinstance(stated, bool):
        found: st.SearchStrategy[Any] = st.just("false" if stated else "true")
    elif isinstance(stated, Decimal):
        shares = ("0.10000000", "0.70000000")
        found = st.sampled_from(shares if field.endswith("_share") else AMOUNTS)
    elif isinstance(stated, date):
        days = st.sampled_from((-400, -90, -1, 1, 30, 91, 9_862))
        found = days.map(lambda more: (stated + timedelta(days=more)).isoformat())
    else:
        coded = {
            "stage": STAGES,
            "basis": ("feasibility", "preliminary"),
            "reason": ("land", "weather"),
            "word": ("on_schedule",),
        }
        found = st.sampled_from(coded.get(field, ("另一个",)))
    return found if (table, field) in REQUIRED else st.one_of(found, found, found, st.none())
