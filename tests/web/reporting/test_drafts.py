"""Drafts: kept field by field, the newest word counts, gone with their report, whole after a kill, nobody else's."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from portfolio.model import PortfolioError
from portfolio.web.reporting import drafts
from portfolio.web.reporting.drafts import Drafts, Owned, Place
from tests.conftest import ROOT

AT = datetime(2026, 11, 2, 10, 32)
MINE = Owned("sun", "U1", date(2026, 10, 31))
DONE, PAID = (
    Place("06-01", "progress", "", "work_done_amount"),
    Place("06-01", "funding", "city|CNY", "paid_amount"),
)


@pytest.fixture(params=["file", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / drafts.FILE if request.param == "file" else None)


def says(kept: Drafts, of: Owned = MINE) -> dict[Place, str]:
    return {place: one.said for place, one in kept.fields(of).items()}


def test_a_field_is_kept_as_typed_and_the_newest_word_counts(kept: Drafts) -> None:
    assert says(kept) == {}
    kept.save(MINE, {DONE: "约三百万", PAID: " １２"}, AT)
    kept.save(MINE, {DONE: "300"}, AT + timedelta(minutes=1))
    assert says(kept) == {DONE: "300", PAID: " １２"}
    kept.save(MINE, {PAID: ""}, AT)
    assert says(kept) == {DONE: "300", PAID: ""}, "an emptied field is a word, too"
    assert kept.fields(MINE)[DONE].saved_at == AT + timedelta(minutes=1)


@pytest.mark.parametrize(
    "other",
    [MINE._replace(login="zhou"), MINE._replace(unit="U2"), MINE._replace(period_on=date(2026, 11, 30))],
)
def test_another_account_unit_or_month_has_another_draft(kept: Drafts, other: Owned) -> None:
    kept.save(MINE, {DONE: "1"}, AT)
    kept.save(other, {DONE: "2"}, AT)
    kept.sent(other, 7, AT)
    assert (says(kept), says(kept, other)) == ({DONE: "1"}, {})


def test_a_draft_goes_with_its_report_and_can_be_taken_up_again(kept: Drafts) -> None:
    kept.save(MINE, {DONE: "1", PAID: "2"}, AT)
    kept.sent(MINE, 7, AT)
    assert (says(kept), kept.set_aside(MINE)) == ({}, 7)
    kept.take_up(MINE, 7)
    assert (says(kept), kept.set_aside(MINE)) == ({DONE: "1", PAID: "2"}, None)
    kept.sent(MINE, 8, AT)
    kept.save(MINE, {DONE: "3"}, AT)
    assert kept.set_aside(MINE) is None, "a new draft stands"
    kept.sent(MINE, 9, AT)
    assert kept.set_aside(MINE) == 9
    kept.take_up(MINE, 8)
    assert says(kept) == {}
    other = DONE._replace(project="06-09")
    kept.save(MINE, {DONE: "1", other: "2"}, AT)
    kept.sent(MINE, 10, AT)
    kept.take_up(MINE, 10, [other.project])
    assert (says(kept), kept.set_aside(MINE)) == ({other: "2"}, None), "what came back, and no more"


def test_what_is_too_long_too_much_or_too_old_is_not_kept(
    kept: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PortfolioError, match="draft_full"):
        kept.save(MINE, {DONE: "9" * (drafts.LONGEST + 1)}, AT)
    monkeypatch.setattr(drafts, "MOST", 2)
    kept.save(MINE, {DONE: "1", PAID: "2"}, AT - drafts.KEPT_FOR - timedelta(days=1))
    with pytest.raises(PortfolioError, match="draft_full"):
        kept.save(MINE._replace(period_on=date(2026, 11, 30)), {DONE: "3"}, AT)
    kept.sent(MINE._replace(login="zhou"), 7, AT)
    assert says(kept) == {}, "swept out"


def test_the_file_is_its_users_alone_and_no_link_is_followed(tmp_path: Path) -> None:
    file = tmp_path / drafts.FILE
    Drafts(file).save(MINE, {DONE: "1"}, AT)
    assert file.stat().st_mode & 0o777 == 0o600
    link = tmp_path / "elsewhere.sqlite3"
    link.symlink_to(file)
    with pytest.raises(PortfolioError, match="drafts_unreadable"):
        Drafts(link).save(MINE, {DONE: "2"}, AT)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / drafts.FILE
    file.write_bytes(b"no base at all" * 100)
    with pytest.raises(PortfolioError, match="drafts_unreadable"):
        Drafts(file).fields(MINE)


def test_pages_that_save_at_once_lose_no_field(tmp_path: Path) -> None:
    kept = Drafts(tmp_path / drafts.FILE)

    def type_into(page: int) -> None:
        for number in range(10):
            kept.save(MINE, {DONE._replace(line=f"{page}-{number}"): "1"}, AT)

    pages = [threading.Thread(target=type_into, args=(page,)) for page in range(4)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert len(says(kept)) == 40


KILLED = """
import sys
from datetime import date, datetime
from pathlib import Path
from portfolio.web.reporting.drafts import Drafts, Owned, Place
kept, number = Drafts(Path(sys.argv[1])), 0
while True:
    number += 1
    fields = {Place("06-01", "progress", "", name): str(number) for name in ("first", "second")}
    kept.save(Owned("sun", "U1", date(2026, 10, 31)), fields, datetime(2026, 11, 2))
    print(number, flush=True)
"""


def test_a_kill_leaves_every_acknowledged_field_and_no_half_change(tmp_path: Path) -> None:
    file = tmp_path / drafts.FILE
    own = os.environ | {"PYTHONPATH": str(ROOT)}
    for _ in range(3):
        typing = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE, text=True, env=own
        )
        assert typing.stdout is not None
        for _ in range(5):
            acknowledged = int(typing.stdout.readline())
        typing.send_signal(signal.SIGKILL)
        told = [acknowledged, *map(int, typing.stdout.read().split())]
        typing.wait()
        first, second = (int(one) for one in says(Drafts(file)).values())
        assert first == second >= told[-1]
        with sqlite3.connect(file) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
