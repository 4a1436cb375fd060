"""A copy of the demonstration that a test may write to, and its store as the pages have it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.store import Store
from tests.conftest import close_opened
from tests.pages.played import own_copy, store


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own with a copy of the demonstration."""
    copy = own_copy(demo_folder, tmp_path / "data")
    yield copy
    close_opened(copy)


@pytest.fixture
def ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demonstration's store in that folder."""
    return store(monkeypatch, folder)
