"""填报 on screen: what is typed and the report that it gives never come apart, are sent, and come back to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio.model import Decision, Event
from portfolio.queries import reporting as queries
from portfolio.store import Store
from portfolio.words import say
from tests.pages.asked import html, told
from tests.pages.played import headings, play, reader, sound, view
from tests.pages.test_report import PROJECT, ROLE, UNIT, confirm, last, mine


@pytest.fixture
def page(folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: ARG001
    return play(monkeypatch, folder, "report", ROLE)


def key(name: str, sheet: str = "progress", line: str = "") -> str:
    """The key of the project's field on screen."""
    return f"typed_202610_{UNIT}_{PROJECT}_{sheet}_{line}_{name}"


def typed(page: AppTest, **fields: str) -> None:
    """Fill the fields of the project's progress on screen."""
    for name, text in fields.items():
        page.text_input(key=key(name)).input(text).run()
    sound(page)


def check(page: AppTest) -> None:
    page.button(key="check_report").click().run()
    sound(page)


def test_a_report_typed_on_screen_goes_the_same_way(page: AppTest, ledger: Store) -> None:
    typed(page, work_done_amount="一百")
    check(page)
    assert "“一百”不是数字" in told(page)
    assert ">进度</td>" in html(page) and ">累计完成投资（万元）</td>" in html(page)
    typed(page, work_done_amount=str(round(last(ledger) + 3, 2)))
    check(page)
    assert say("zh", "report.changes", count=1) in headings(page)
    confirm(page)
    row = mine(ledger).row(0, named=True)
    assert row["file_name"] is None
    assert any("回执编号" in one.value for one in page.success)
    entries = queries.report_entries(ledger, view(ledger), int(row["submission_id"]))
    assert entries["field"].to_list() == ["work_done_amount"]
    assert page.text_input(key=key("work_done_amount")).value == "", "the draft has gone with its report"


def test_fields_and_the_report_they_give_never_come_apart(page: AppTest, ledger: Store) -> None:
    """What was checked is shown and sent only while every field says it: a figure in no field is never sent."""
    typed(page, work_done_amount=str(round(last(ledger) + 3, 2)))
    check(page)
    page.switch_page("../../pages/followup.py").run()
    page.switch_page("../../pages/report.py").run()
    assert page.text_input(key=key("work_done_amount")).value == str(round(last(ledger) + 3, 2))
    assert say("zh", "report.changes", count=1) in headings(page)
    page.text_input(key=key("physical_share")).input("96").run()
    assert say("zh", "report.send") not in headings(page), "another report than was checked"
    typed(page, physical_share="")
    page.text_input(key=key("work_done_amount")).input("").run()
    assert not [button for button in page.button if button.key == "confirm_report"]
    check(page)
    assert say("zh", "report.nothing") in [info.value for info in page.info]
    assert mine(ledger).is_empty()


def test_a_returned_reports_fields_can_be_mended(page: AppTest, ledger: Store) -> None:
    """What was typed goes as it is sent, stays away while it waits, and is there again once it came back."""
    typed(page, work_done_amount=str(round(last(ledger) + 3, 2)))
    check(page)
    confirm(page)
    number = int(mine(ledger)["submission_id"][0])
    page.run()
    assert page.text_input(key=key("work_done_amount")).value == ""
    judge = reader(ledger, "reviewer")
    decided = Event(kind="report_decided", actor=judge.login, at=view(ledger).known_at)
    ledger.append(decided, [Decision(submission_id=number, verdict="returned", reason="请核对")], by=judge)
    page.run()
    assert page.text_input(key=key("work_done_amount")).value == str(round(last(ledger) + 3, 2))
    assert say("zh", "typing.taken_up", number=number) in [info.value for info in page.info]
