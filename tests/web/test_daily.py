"""The server prepares a large library's day when it starts and after midnight, and goes on where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from portfolio import clock
from portfolio.day import files
from portfolio.store import opening
from portfolio.web import daily, session
from portfolio.words import say
from tests.conftest import close_opened

PATIENCE_S = 20


@pytest.fixture
def folder(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of a server of this process, whose library counts as a large one."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(data_folder))
    monkeypatch.setenv("PORTFOLIO_LANGUAGE", "zh")
    monkeypatch.setattr(opening, "LARGE", 100)
    yield data_folder
    close_opened(data_folder)


def kept(folder: Path) -> list[str]:
    """The days that stand in files, whole."""
    days = folder / "official-days"
    return sorted(path.name[:10] for path in days.glob("2*")) if days.exists() else []


def test_the_day_is_prepared_at_the_start_and_the_next_after_midnight(folder: Path) -> None:
    session.store("official")
    clock.set_to(datetime(2026, 11, 26, 23, 59, 57))
    with daily.preparing():
        begun = monotonic()
        seen: list[list[str]] = []
        while monotonic() < begun + PATIENCE_S and ["2026-11-27"] not in seen:
            seen.append(kept(folder))
            sleep(0.02)
    assert ["2026-11-26"] in seen and seen[-1] == ["2026-11-27"]


def test_a_small_library_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE", 10**9)
    daily.prepare_today()
    assert kept(folder) == []


def test_a_store_that_cannot_be_opened_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "official.duckdb").write_bytes(b"no store")
    daily.prepare_today()
    assert capsys.readouterr().out == "", "the console is told once, as the server comes up"


def test_where_the_day_cannot_be_kept_the_console_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_mark", full)
    daily.prepare_today()
    sentence = say("zh", "error.folder_unwritable", folder=folder / "official-days")
    assert capsys.readouterr().out.strip() == sentence
    assert kept(folder) == []


def test_an_unexpected_error_does_not_end_the_preparing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def failing() -> None:
        asked.append(1)
        raise MemoryError

    monkeypatch.setattr(daily, "prepare_today", failing)
    monkeypatch.setattr(daily, "until_midnight", lambda _: timedelta(milliseconds=5))
    with daily.preparing():
        begun = monotonic()
        while len(asked) < 2 and monotonic() < begun + PATIENCE_S:
            sleep(0.01)
    assert len(asked) >= 2


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        (datetime(2026, 11, 30, 23, 59, 59), timedelta(seconds=2)),
        (datetime(2026, 12, 31, 0, 0, 1), timedelta(days=1)),
        (datetime(2028, 2, 28, 12), timedelta(hours=12, seconds=1)),
    ],
)
def test_the_next_day_is_prepared_when_it_has_begun(now: datetime, wait: timedelta) -> None:
    assert daily.until_midnight(now) == wait
