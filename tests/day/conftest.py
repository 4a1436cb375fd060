from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from portfolio.day.reckoning import Counties, Reckoning
from portfolio.store import Store


@pytest.fixture
def reckonings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What days were reckoned from the ledger, in order: "whole", "counties", or "touched" after some reports."""
    noted: list[str] = []
    real = Reckoning.of_ledger

    def of_ledger(
        store: Store, as_of: date, newest_event: int, counties: Counties, touched_since: int | None = None
    ) -> Reckoning:
        noted.append("touched" if touched_since is not None else "whole" if counties is None else "counties")
        return real(store, as_of, newest_event, counties, touched_since)

    monkeypatch.setattr(Reckoning, "of_ledger", of_ledger)
    yield noted
