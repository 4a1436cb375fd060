"""The clock is read in one place, on Shanghai time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from portfolio import clock

ROOT = Path(__file__).resolve().parents[2]


def test_the_day_is_shanghais() -> None:
    clock.set_to(None)
    shanghai = datetime.now(UTC).astimezone(clock.ZONE)
    assert abs((clock.now() - shanghai.replace(tzinfo=None)).total_seconds()) < 5
    assert clock.end_of_today() >= clock.now()


def test_a_clock_that_is_set_runs_on_from_there() -> None:
    clock.set_to(datetime(2028, 2, 29, 23, 59))
    assert datetime(2028, 2, 29, 23, 59) <= clock.now() < datetime(2028, 3, 1)
    assert clock.today() == date(2028, 2, 29)


def test_nothing_in_the_product_sets_the_clock() -> None:
    files = [ROOT / "app.py", *(ROOT / "portfolio").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert [file.name for file in files if "set_to(" in file.read_text(encoding="utf-8")] == ["clock.py"]
