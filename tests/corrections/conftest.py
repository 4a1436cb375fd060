"""Stores with slips of the pen, of which each test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio import library
from portfolio.model import Account, Event
from portfolio.store import Store
from tests.conftest import copy_library
from tests.corrections.slips import ACCOUNTS, AT, PAPER, PROJECT, decide, propose, report


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has an account of every kind, and one accepted report with slips of the pen."""
    opened = library.open_official(copy_library(tmp_path_factory.mktemp("corrections") / "data"), AT)
    county = opened.read(
        "SELECT county_code FROM library_row(9223372036854775807) WHERE project_id = $p", {"p": PROJECT}
    ).item()
    told = [Account(login=login, name=login, **of) for login, of in ACCOUNTS.items()]
    told += [
        Account(login="county", name="county", role="reviewer", county_code=county),
        Account(login="other", name="other", role="reviewer", county_code="421202"),
    ]
    opened.append(Event(kind="account_changed", actor="operator", at=AT), told)
    report(opened)
    opened.close()
    return opened.path.parent


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that store of the test's own."""
    opened = library.open_official(Path(shutil.copytree(made, tmp_path / "data")), AT)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def decided(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The file of a store in which a correction with a paper was proposed and accepted, and the numbers of both events."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("decided") / "data"))
    opened = library.open_official(folder, AT)
    proposed = propose(opened, "city", PAPER)
    events = {"first": 1, "proposed": proposed, "decided": decide(opened, "city2", proposed)}
    assert opened.broken_link() is None
    opened.close()
    return opened.path, events
