"""A final month is answered from what was kept of it: no later report, rule, number of a rule or macro changes it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import docx
import polars as pl
import pytest

from portfolio import queries
from portfolio.day import day_of
from portfolio.day.frames import NAMES
from portfolio.day.reckoning import Reckoning
from portfolio.exports import notice
from portfolio.exports.notice_facts import Asked
from portfolio.model import (
    Event,
    FinalFrame,
    FinalKind,
    FinalMonth,
    PortfolioError,
    ProgressEntry,
    Threshold,
    View,
)
from portfolio.queries import actions, finals
from portfolio.store import Store, backup, checking, restoring, uploads
from tests import sample

OCTOBER, AUGUST = date(2026, 10, 31), date(2026, 8, 31)
AT = datetime(2026, 11, 12, 9)
ASKED = (
    queries.comparison,
    queries.pace,
    queries.project_state,
    queries.funding_sum,
    queries.calendar,
    lambda store, view: queries.steering(store, view, view),
    actions.actions,
    lambda store, view: queries.year_curve(store, view, 2026),
    lambda store, view: queries.steering(store, *[queries.month_before(store, view) or view] * 2),
)


TODAY = AT.date()


def live(day: date = TODAY) -> View:
    return View(as_of=day, known_at=datetime(2027, 3, 1))


def make(
    store: Store, month: date, kind: FinalKind = "final", why: str | None = None, at: datetime = AT
) -> int:
    records = finals.made_final(store, live(at.date()), month, kind, why)
    return store.append(Event(kind="month_finalised", actor="operator", at=at, why=why), records)


def shown(store: Store, number: int) -> View:
    """The view of a final month, as a page asks it."""
    row = finals.finals(store, live()).filter(final_id=number).row(0, named=True)
    known = {"newest_event": row["known_event"], "final": number, "as_of": row["as_of"]}
    return View(known_at=row["made_at"], **known)


def answers(store: Store, view: View) -> list[pl.DataFrame]:
    return [ask(store, view) for ask in ASKED]


def paper_of(store: Store, view: View) -> list[str]:
    """Every word of the notice of the final month, cell by cell."""
    row = finals.finals(store, live()).filter(final_id=view.final).row(0, named=True)
    names = {one["county_code"]: one["name"] for one in queries.counties(store, view).to_dicts()}
    asked = Asked(store, view.of_all(), row, "zh", "咸宁市", names, lambda *_, **__: "")
    paper = docx.Document(io.BytesIO(notice.made(asked)))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    return [*(one.text for one in paper.paragraphs), *cells]


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    with closing(Store(own_copy)) as opened:
        yield opened


def test_what_was_shown_stays_whatever_comes_later(
    store: Store, own_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    september = make(store, date(2026, 9, 30))
    number = make(store, OCTOBER)
    view = shown(store, number)
    assert (view.as_of, finals.finals(store, live())["number"].to_list()) == (date(2026, 11, 11), [1, 1])
    live_day = day_of(store, view.model_copy(update={"final": None}))
    for name in NAMES:  # what is read is what was worked out
        assert day_of(store, view).frame(name).equals(live_day.frame(name)), name
    before, paper = answers(store, view), paper_of(store, view)
    earlier = queries.month_before(store, view)
    assert earlier and earlier.final == september
    late = ProgressEntry(project_id="06-02", period_on=OCTOBER, work_done_amount="9000000.00")
    sample.report(store, OCTOBER, [late])
    rule = Threshold(name="late_red_days", value=1, effective_on=date(2026, 1, 1))
    store.append(Event(kind="threshold_set", actor="operator", at=AT), [rule])
    store.close()
    with closing(Store(own_copy)) as again:

        def changed(*_: object) -> Reckoning:
            raise AssertionError("worked out again")

        monkeypatch.setattr(Reckoning, "of_ledger", changed)
        now = [ask(again, view) for ask in ASKED[:8]]  # the others rest on months that were never final, too
        assert all(was.equals(is_now) for was, is_now in zip(before, now, strict=False))
        assert paper_of(again, view) == paper, "the notice, too"
        then = queries.steering(again, earlier, earlier)
        assert then.equals(before[8])


@pytest.mark.parametrize("name", ["project", "register"])
def test_a_column_that_came_later_is_unknown_in_a_month_made_final_before(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    view = shown(store, make(store, OCTOBER))
    column = {"project": "state", "register": "reason"}[name]
    read = pl.read_parquet
    monkeypatch.setattr(pl, "read_parquet", lambda file: read(file).drop(column, strict=False))
    frame = day_of(store, view).frame(name)
    assert frame[column].null_count() == frame.height > 0


def test_a_month_is_final_once_closed_and_again_with_a_reason(store: Store) -> None:
    refused: tuple[tuple[date, FinalKind, str | None, str], ...] = (
        (date(2026, 11, 30), "final", None, "final_not_closed"),
        (date(2026, 1, 31), "final", None, "final_not_closed"),
        (OCTOBER, "flash", None, "final_flash"),
    )
    for month, kind, why, code in refused:
        with pytest.raises(PortfolioError, match=code):
            make(store, month, kind, why)
    first = finalised(store, AUGUST, date(2026, 9, 11))
    for number, why, code in ((1, None, "final_made"), (2, " ", "final_reason"), (3, "补报", "final_made")):
        with pytest.raises(PortfolioError, match=code):
            finalised(store, AUGUST, date(2026, 9, 11), number, why)
    with pytest.raises(PortfolioError, match="final_reason"):
        make(store, AUGUST)
    second = finalised(store, AUGUST, date(2026, 9, 11), 2, "补报")
    rows = finals.finals(store, live())
    assert rows.select("final_id", "number", "is_newest", "reason").rows() == [
        (second, 2, True, "补报"),
        (first, 1, False, None),
    ]
    december, after, january = date(2026, 12, 31), date(2027, 1, 11), datetime(2027, 1, 15, 9)
    flash = finalised(store, december, after, kind="flash", at=january)
    assert finalised(store, december, after, at=january) > flash
    with pytest.raises(PortfolioError, match="final_flash"):
        finalised(store, december, after, kind="flash", at=january)


def finalised(
    store: Store,
    month: date,
    as_of: date,
    number: int = 1,
    why: str | None = None,
    kind: FinalKind = "final",
    at: datetime = AT,
) -> int:
    """The month made final without its frames, which the rules do not ask about."""
    told = FinalMonth(period_on=month, kind=kind, number=number, as_of=as_of, reason=why)
    return store.append(Event(kind="month_finalised", actor="operator", at=at), [told])


def test_a_kept_file_that_is_gone_or_changed_is_said_and_a_backup_brings_all(
    store: Store, tmp_path: Path
) -> None:
    number = make(store, OCTOBER)
    view = shown(store, number)
    kept = store.read("SELECT sha256, name, year, size_bytes FROM store.final_frame")
    assert kept.height == len(NAMES) + 3 and kept["size_bytes"].sum() < 2_000_000
    file = backup.backup(store, tmp_path / "backups", AT)
    sums = dict(zip(kept["name"], kept["sha256"], strict=True))
    project, amount = (uploads.kept_file(store, sums[name]) for name in ("project", "amount"))
    assert project and amount
    project.unlink()
    amount.write_bytes(amount.read_bytes()[:-1] + b"x")
    for name, code in (("project", "final_missing"), ("amount", "final_damaged")):
        with pytest.raises(PortfolioError, match=code):
            day_of(store, view).frame(name)
    assert [one.code for one in checking.problems(store)] == ["check_file_damaged", "check_file_missing"]
    assert restoring.restore(file, tmp_path / "restored", AT) is None
    with closing(Store(tmp_path / "restored" / "copy.duckdb")) as restored:
        assert day_of(restored, view).frame("project").height > 200
        assert checking.problems(restored) == []


def test_frames_are_kept_of_one_month(store: Store) -> None:
    loose = FinalFrame(name="day", size_bytes=1, sha256="0" * 64)
    with pytest.raises(ValueError, match="one final month"):
        store.append(Event(kind="month_finalised", actor="operator", at=AT), [loose])
