"""Those who wait for their turn are written together, each stored or refused by itself."""

from __future__ import annotations

import threading
from typing import Any

from portfolio.model import Event as Happened
from portfolio.model import PortfolioError, StatusEntry, Submission
from portfolio.store import Store
from tests.test_store import AT, JUNE, send


def transactions(ledger: Store) -> int:
    """How many transactions have written: each moves the guard row on."""
    return int(ledger.read("SELECT max(turn) AS turn FROM store.guard")["turn"][0])


def test_who_waits_is_written_in_one_transaction_and_a_refused_one_takes_nobody_along(ledger: Store) -> None:
    """Twelve send while somebody else writes, one of them about a project that no edition holds."""
    answers: dict[int, Any] = {}

    def report(place: int) -> None:
        try:
            answers[place] = unknown(ledger) if place == 5 else send(ledger, f"{place}.00")
        except PortfolioError as refused:
            answers[place] = refused.code

    before, first = transactions(ledger), ledger.version() + 1
    threads = [threading.Thread(target=report, args=(place,)) for place in range(12)]
    with ledger._turns.alone():
        for thread in threads:
            thread.start()
        while len(ledger._turns._queue) < 12:
            pass
    for thread in threads:
        thread.join()
    assert answers.pop(5) == "project_unknown"
    assert sorted(answers.values()) == list(range(first, first + 11))
    amounts = ledger.read("SELECT work_done_amount AS told FROM store.progress_entry ORDER BY told")["told"]
    assert [int(amount) for amount in amounts] == [place for place in range(12) if place != 5]
    assert ledger.broken_link() is None
    assert transactions(ledger) == before + 1, "the one that was refused left no transaction"


def unknown(ledger: Store) -> int:
    """Send a report about a project that there is not."""
    stranger = StatusEntry(project_id="no-such", period_on=JUNE, stage="continuing")
    return ledger.append(
        Happened(kind="report_submitted", actor="owner", at=AT), [Submission(period_on=JUNE), stranger]
    )
