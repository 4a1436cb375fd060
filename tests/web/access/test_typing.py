"""A draft is its account's alone, in every page that it has open: the newest word stands, and the other page hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import clock
from portfolio.model import Assignment, Decision, Event, Period, ProgressEntry, StatusEntry, Submission
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web import session
from portfolio.web.access import present
from portfolio.web.access.keeping import KEPT
from portfolio.web.reporting.drafts import FILE
from portfolio.words import say
from tests.web.access.test_permissions import SIGNED_OUT, opened, session_of
from tests.web.seen import text

OCTOBER = date(2026, 10, 31)


def field(name: str, project: str = "06-01", unit: str = "U2") -> str:
    return f"typed_202610_{unit}_{project}_progress__{name}"


@pytest.fixture
def open_month(store: Store) -> Iterator[Store]:
    """October open for a week; U2 answers for 06-01 and 06-02."""
    until = clock.today() + timedelta(days=7)
    told = {"actor": "operator", "at": clock.now()}
    store.append(
        Event(kind="period_changed", why="补报", **told),
        [Period(period_on=OCTOBER, state="reopened", until_on=until)],
    )
    yield store


def typed(page: AppTest, name: str, said: str) -> None:
    page.text_input(key=field(name)).input(said).run()
    assert not page.exception


def test_two_pages_of_one_account_share_a_draft_and_nobody_else_sees_it(
    open_month: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = session_of(open_month, "zhou", monkeypatch)
    first, second = opened("report", month="2026-10"), opened("report", month="2026-10")
    typed(first, "work_done_amount", "约三百万")
    assert (session.data_folder() / FILE).stat().st_mode & 0o777 == 0o600
    typed(second, "physical_share", "40")
    assert second.text_input(key=field("work_done_amount")).value == "约三百万"
    assert [one.value[:12] for one in second.toast] == [say("zh", "typing.elsewhere", count=1, at="")[:12]]
    typed(second, "work_done_amount", "300")
    typed(first, "in_statistics_amount", "12")
    assert first.text_input(key=field("work_done_amount")).value == "300"
    assert first.text_input(key=field("physical_share")).value == "40"
    again = opened("report", month="2026-10")
    assert "尚未报送的 3 格" in text(again) or any("尚未报送的 3 格" in one.value for one in again.info)
    session_of(open_month, "sun", monkeypatch)
    assert "约三百万" not in text(opened("report", month="2026-10"))
    first.run()
    assert "300" not in [box.value for box in first.text_input], "the same page, now another reader's"
    account = people.account(open_month, "zhou")
    assert account
    gone = account.model_copy(update={"active": False})
    open_month.append(Event(kind="account_changed", actor="operator", at=clock.now()), [gone])
    monkeypatch.setattr(present, "key", lambda: key)
    assert SIGNED_OUT in text(opened("report", month="2026-10"))


def test_what_cannot_be_saved_stays_on_the_page_and_is_saved_later(
    open_month: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_of(open_month, "zhou", monkeypatch)
    page = opened("report", month="2026-10")
    typed(page, "work_done_amount", "300")
    file = session.data_folder() / FILE
    aside = file.rename(file.with_suffix(".aside"))
    file.mkdir()
    typed(page, "physical_share", "40")
    shown = [page.text_input(key=field(name)).value for name in ("work_done_amount", "physical_share")]
    assert shown == ["300", "40"]
    assert any("现在不能保存或读取" in one.value.replace("\\", "") for one in page.error)
    file.rmdir()
    aside.rename(file)
    page.run()
    assert not page.error
    again = opened("report", month="2026-10")
    assert [again.text_input(key=field(name)).value for name in ("work_done_amount", "physical_share")] == [
        "300",
        "40",
    ]


def test_typing_counts_as_being_there(open_month: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    key = str(session_of(open_month, "zhou", monkeypatch))
    page = opened("report", month="2026-10")
    held = KEPT.sessions.lasting(key)
    assert held
    held.seen -= 50 * 60
    seen = held.seen
    typed(page, "work_done_amount", "300")
    assert held.seen > seen


FIVE = ("06-01", "06-02", "06-03", "06-04", "06-05")


def test_a_month_with_one_project_changed_of_five_takes_six_clicks(
    open_month: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page, the project, its field, 其余均无变化, 核对, 确认报送."""
    own = [Assignment(unit_code="U2", project_id=number) for number in FIVE]
    told = {"actor": "operator", "at": clock.now()}
    open_month.append(Event(kind="assignment_changed", **told), own)
    month = date(2026, 9, 30)
    stages = [StatusEntry(project_id=number, period_on=month, stage="continuing") for number in FIVE]
    done = ProgressEntry(project_id=FIVE[1], period_on=month, work_done_amount=Decimal(2_000_000))
    sent = Submission(period_on=month, unit_code="U2")
    number = open_month.append(Event(kind="report_submitted", **told), [sent, *stages, done])
    accepted = Decision(submission_id=number, verdict="accepted")
    open_month.append(Event(kind="report_decided", **told), [accepted])
    session_of(open_month, "zhou", monkeypatch)
    page = opened("report")
    (projects,) = page.get("button_group")
    projects.set_value(FIVE[1]).run()  # type: ignore[union-attr]
    page.text_input(key=field("work_done_amount", FIVE[1])).input("300").run()
    (rest,) = [box for box in page.checkbox if box.label == say("zh", "typing.rest", count=4)]
    rest.check().run()
    page.button(key="check_report").click().run()
    page.button(key="confirm_report").click().run()
    (receipt,) = [one.value for one in page.success if "回执编号" in one.value]
    newest = "SELECT project_id FROM store.report WHERE event_id = (SELECT max(event_id) FROM store.report)"
    entries = open_month.read(newest)
    assert sorted(entries["project_id"]) == list(FIVE), receipt
