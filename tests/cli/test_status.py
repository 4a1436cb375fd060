"""`portfolio status` beside people who report: the chain is checked as it stood when the check began."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio import clock
from portfolio.cli import status
from portfolio.cli.protocol import Request
from portfolio.model import Event
from portfolio.store import Store, writing
from portfolio.words import say


def test_an_event_that_comes_while_the_chain_is_checked_breaks_nothing(
    own_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(own_copy)
    hashes = writing.content_hashes

    def then_one_more(cursor: Any, first: int, last: int, tables: Any) -> dict[int, str]:
        found = hashes(cursor, first, last, tables)
        if first == 1:
            at = clock.now() + timedelta(days=1)
            store.append(Event(kind="backup_made", actor="operator", at=at, why="meanwhile"))
        return found

    before = store.version()
    monkeypatch.setattr(writing, "content_hashes", then_one_more)
    told = status.respond(store, Request("status", "zh"))
    assert store.version() == before + 1
    assert told.exit_code == 0 and say("zh", "cli.unbroken") in told.said
    monkeypatch.undo()
    assert store.broken_link() is None
    store.close()
