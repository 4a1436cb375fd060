"""Backups are handed to an administrator alone, streamed, and by no path that somebody asks for."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from portfolio.model.permissions import PERMISSIONS
from portfolio.store import Store
from portfolio.store.backup import backup
from portfolio.words import say
from tests.web.access.conftest import AT, PEOPLE, Browser
from tests.web.access.steps import sign_in, told

NOT_OURS = [
    "",
    "../official.duckdb",
    "/etc/passwd",
    "..%2Fofficial.duckdb",
    "official-link.zip",
    "official-20261102-090000.zip/../../official.duckdb",
    "official-20261102-090000.zip\0",
    "demo-20261102-090000.zip",
    ".backup-x.partial",
]


@pytest.fixture
def made(store: Store) -> Path:
    """A backup of the store, beside what looks like one."""
    folder = store.path.parent / "backups"
    file = backup(store, folder, AT)
    (folder / "official-link.zip").symlink_to(store.path)
    (folder / "demo-20261102-090000.zip").write_text("another workspace's")
    (folder / ".backup-x.partial").write_text("half")
    return file


def test_an_administrator_gets_the_file_whole(browser: Browser, made: Path) -> None:
    reader = browser()
    sign_in(reader, "wang")
    answer = reader.get("/backup", params={"file": made.name})
    assert answer.status_code == 200 and answer.content == made.read_bytes()
    assert made.name in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == (
        "no-store",
        "nosniff",
    )
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        assert packed.testzip() is None


@pytest.mark.parametrize("login", [*PEOPLE, None])
def test_nobody_else_gets_it(browser: Browser, made: Path, login: str | None) -> None:
    reader = browser()
    if login:
        sign_in(reader, login)
    answer = reader.get("/backup", params={"file": made.name})
    allowed = login is not None and "administer" in PERMISSIONS[PEOPLE[login]["role"]]  # type: ignore[index]
    assert (answer.content == made.read_bytes()) is allowed
    assert allowed or answer.status_code in {303, 403}


@pytest.mark.usefixtures("bare_store")
def test_where_no_account_exists_nobody_does(browser: Browser, bare_store: Store) -> None:
    made = backup(bare_store, bare_store.path.parent / "backups", AT)
    assert browser().get("/backup", params={"file": made.name}).status_code == 403


@pytest.mark.parametrize("name", NOT_OURS)
def test_no_path_is_followed(browser: Browser, made: Path, name: str) -> None:
    reader = browser()
    sign_in(reader, "wang")
    answer = reader.get("/backup", params={"file": name})
    assert made.exists() and answer.status_code == 400
    assert told(answer) == say("zh", "error.backup_missing", file=name)
