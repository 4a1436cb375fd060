"""填报: two mistakes are told by cell and store nothing; mended, the report is previewed, sent, kept, listed, taken back."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio.model import Decision, Event, Remark
from portfolio.queries import reporting as queries
from portfolio.store import Store, uploads
from portfolio.words import say
from tests.pages import papers_sent
from tests.pages.asked import html, told
from tests.pages.played import (
    OCTOBER,
    context,
    headings,
    play,
    reader,
    send,
    store,
    upload,
    view,
    workbook,
)
from tests.web.seen import links

UNIT, ROLE, PROJECT = "D12", "owner.D12", "06-01-01"
DONE, SHARE, IN_STATISTICS = ("进度", "D3"), ("进度", "F3"), ("进度", "H3")
"""The cells of the one project's work done, physical share and work in statistics."""


@pytest.fixture
def page(folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: ARG001
    return play(monkeypatch, folder, "report", ROLE)


@pytest.fixture
def standing(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demonstration of all tests that store nothing."""
    return store(monkeypatch, demo_folder)


@pytest.fixture
def looked_at(demo_folder: Path, standing: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: ARG001
    """The page of a test that stores nothing."""
    return play(monkeypatch, demo_folder, "report", ROLE)


def last(ledger: Store) -> float:
    """The project's work done as last accepted, in 万元."""
    return float(context(ledger, UNIT).held["progress"]["work_done_amount_last"][0]) / 10_000


def mine(ledger: Store) -> pl.DataFrame:
    return queries.reports_of_unit(ledger, view(ledger, reader(ledger, ROLE)), UNIT)


def confirm(page: AppTest) -> None:
    """Send what was checked, with the reason why the accepted month is corrected."""
    (box,) = [box for box in page.text_input if str(box.key).startswith("word_")]
    box.input("计量确认").run()
    page.button(key="confirm_report").click().run()


def test_the_ended_month_is_offered_first_and_a_closed_one_not_at_all(looked_at: AppTest) -> None:
    (months,) = [box for box in looked_at.selectbox if box.key == "filter_month"]
    assert months.options == ["2026年10月", "2026年11月"]
    assert months.value == "2026-10"
    assert "报送后标记为逾期报送" in told(looked_at)
    months.set_value("2026-11").run()
    assert "2026年11月尚未结束" in told(looked_at)
    assert looked_at.query_params["month"] == "2026-11"


def test_two_mistakes_are_told_by_cell_and_nothing_is_stored(looked_at: AppTest, standing: Store) -> None:
    before, kept = standing.version(), set(standing.path.parent.glob("uploads/*/*"))
    upload(looked_at, workbook(standing, UNIT, {DONE: "约三百万", SHARE: 130}))
    assert looked_at.error[0].value == say("zh", "report.stopped", count=2)
    shown = html(looked_at)
    for cell, value in (("D3", "约三百万"), ("F3", "130")):
        assert f">{cell}</td>" in shown and value in shown
    assert "“约三百万”不是数字" in told(looked_at) and "超过 100%" in told(looked_at)
    assert say("zh", "report.send") not in headings(looked_at), "it cannot be sent"
    labels = [one.proto.label for one in looked_at.get("download_button")]
    assert say("zh", "report.marked") in labels
    assert standing.version() == before
    assert set(standing.path.parent.glob("uploads/*/*")) == kept


def test_a_report_is_previewed_sent_kept_and_listed(page: AppTest, ledger: Store, folder: Path) -> None:
    data = workbook(ledger, UNIT, {DONE: round(last(ledger) + 1, 2)})
    upload(page, data)
    assert say("zh", "report.changes", count=1) in headings(page)
    assert f"{last(ledger):,.2f}万元" in told(page) and f"{last(ledger) + 1:,.2f}万元" in told(page)
    assert mine(ledger).is_empty(), "a preview stores nothing"
    number = send(papers_sent.chosen(page, PROJECT), data)
    papers_sent.stands(ledger, number, PROJECT)
    row = mine(ledger).row(0, named=True)
    assert (row["submission_id"], row["verdict"], row["sent_late"]) == (number, "pending", True)
    assert row["file_sha256"] == hashlib.sha256(data).hexdigest()
    kept = uploads.kept_file(ledger, row["file_sha256"])
    assert kept == folder / "uploads" / "demo" / f"{row['file_sha256']}.xlsx"
    assert kept.read_bytes() == data
    assert row["hash"][:12] in told(page) and row["file_sha256"][:12] in told(page)
    assert f"number={number}" in html(page), "the list opens it"
    assert page.file_uploader[0].value in (None, []), "the next report begins empty"


def test_a_warning_needs_a_word_that_the_reviewer_reads(page: AppTest, ledger: Store) -> None:
    upload(page, workbook(ledger, UNIT, {DONE: round(last(ledger) * 4 + 500, 2)}))
    words = [box for box in page.text_input if str(box.key).startswith("word_") and box.key != "word_for_all"]
    assert len(words) == 3, "two hints, and the reason of the correction"
    page.button(key="confirm_report").click().run()
    assert page.error[0].value == say("zh", "report.words_needed", count=3)
    assert mine(ledger).is_empty()
    page.text_input(key="word_for_all").input("合同增补").run()
    page.text_input(key=str(words[0].key)).input("单位已核对").run()
    page.button(key="confirm_report").click().run()
    number = int(mine(ledger)["submission_id"][0])
    remarks = queries.report_remarks(ledger, view(ledger), number)
    assert sorted(remarks["kind"]) == ["correction", "warning", "warning"]
    assert set(remarks["said"]) == {"单位已核对", "合同增补"}


def test_a_question_is_confirmed_by_itself_and_a_note_only_told(page: AppTest, ledger: Store) -> None:
    """A figure in yuan is asked about with the likely one; a hidden row that was read is told; no word stands for both."""
    book = openpyxl.load_workbook(BytesIO(workbook(ledger, UNIT, {IN_STATISTICS: 90_000_000})))
    book["进度"].row_dimensions[3].hidden = True
    target = BytesIO()
    book.save(target)
    upload(page, target.getvalue())
    asked = " ".join(box.label for box in page.checkbox).replace("\\", "")
    assert not page.error and "是不是 9,000.00万元？" in asked
    assert "有 1 行是隐藏的（第 3 行）" in page.info[0].value.replace("\\", "")
    page.button(key="confirm_report").click().run()
    assert page.error[0].value == say("zh", "report.confirmation_needed", count=1)
    assert mine(ledger).is_empty()
    (box,) = [box for box in page.checkbox if str(box.key).startswith("confirmed_")]
    box.check().run()
    confirm(page)
    remarks = queries.report_remarks(ledger, view(ledger), int(mine(ledger)["submission_id"][0]))
    assert remarks["said"].to_list() == [say("zh", "report.confirmed"), "计量确认"]


def test_the_same_file_twice_is_told(page: AppTest, ledger: Store) -> None:
    data = workbook(ledger, UNIT, {DONE: round(last(ledger) + 1, 2)})
    number = send(page, data)
    upload(page, data, "另存.xlsx")
    assert f"第 {number} 号" in page.warning[-1].value.replace("\\", "")
    assert not [button for button in page.button if button.key == "confirm_report"]
    assert mine(ledger).height == 1


def test_a_newer_report_replaces_the_waiting_one(page: AppTest, ledger: Store) -> None:
    first = send(page, workbook(ledger, UNIT, {DONE: round(last(ledger) + 1, 2)}))
    second = send(page, workbook(ledger, UNIT, {DONE: round(last(ledger) + 2, 2)}))
    verdicts = dict(mine(ledger).select("submission_id", "verdict").iter_rows())
    assert verdicts == {first: "withdrawn", second: "pending"}


def test_a_waiting_report_can_be_taken_back(
    page: AppTest, ledger: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = send(page, workbook(ledger, UNIT, {DONE: round(last(ledger) + 1, 2)}))
    app = play(monkeypatch, folder, "report", ROLE, number=str(number))
    app.button(key=f"withdraw_{number}").click().run()
    assert mine(ledger)["verdict"].to_list() == ["withdrawn"]
    assert app.success[0].value.replace("\\", "") == say("zh", "review.done_withdrawn", number=number)


def test_reason_and_remarks_of_a_returned_report_are_read_by_its_sender(
    page: AppTest, ledger: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remark stands at its own figure, not at the row's first, in 万元: in the report, the month and the field."""
    amount = round(last(ledger) + 1, 2)
    number = send(page, workbook(ledger, UNIT, {DONE: amount, IN_STATISTICS: amount}))
    entries = queries.report_entries(ledger, view(ledger), number)
    assert dict(entries.select("field", "cell").iter_rows()) == {
        "work_done_amount": "D3",
        "in_statistics_amount": "H3",
    }
    said = Remark(kind="review", project_id=PROJECT, sheet="进度", cell="H3", said="与发票不符")
    decision = Decision(submission_id=number, verdict="returned", reason="请附<b>说明</b>")
    judge = reader(ledger, "reviewer")
    decided = Event(kind="report_decided", actor=judge.login, at=view(ledger).known_at)
    ledger.append(decided, [decision, said], by=judge)
    app = play(monkeypatch, folder, "report", ROLE, number=str(number))
    assert "请附<b>说明</b>" in app.error[0].value.replace("\\", "")
    assert "与发票不符" in told(app) and "进度!H3" in told(app) and f"{amount:,.2f} 万元" in told(app)
    (again,) = links(app, say("zh", "report.resend"))
    assert "month=2026-10" in again and "number" not in again
    for name in ("overview", "report"):
        app = play(monkeypatch, folder, name, ROLE)
        assert "还差 1 个项目：未报送 0 个，退回待改 1 个" in app.error[0].value.replace("\\", "")
        assert f"进度!H3 累计入统投资 {amount:,.2f} 万元：与发票不符" in told(
            app
        ) and f"number={number}" in html(app)
        assert '<span class="badge"' in html(app)
    assert f"审核意见：{amount:,.2f} 万元：与发票不符" in told(app), "at the field itself"


def test_an_owner_lands_on_what_is_due_until_it_is_done(
    demo_folder: Path, standing: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The months, how many of the unit's projects are left of each, and a badge; D01 has reported all, another not."""
    done = play(monkeypatch, demo_folder, "overview", ROLE)
    assert "2026年10月月报：1 个项目都已通过审核。" in told(done) and '<span class="badge"' not in html(done)
    view_of = view(standing)
    rows = queries.followup_rows(standing, view_of, OCTOBER).filter(pl.col("standing") == "missing")
    unit = rows["unit_code"].drop_nulls()[0]
    left = rows.filter(unit_code=unit)["project_id"].n_unique()
    app = play(monkeypatch, demo_folder, "overview", f"owner.{unit}")
    assert f"可补报至2026年11月30日，还差 {left} 个项目" in app.warning[0].value.replace("\\", "")
    assert f">{left}</span>" in html(app) and links(app, say("zh", "my_month.to_report"))
    assert '<span class="badge"' not in html(play(monkeypatch, demo_folder, "overview", "leader"))


def test_another_units_project_is_refused_with_its_cell(looked_at: AppTest, standing: Store) -> None:
    upload(looked_at, workbook(standing, UNIT, {("进度", "A3"): "06-01-02", DONE: 1}))
    assert "不归本单位填报" in told(looked_at)


def test_another_county_does_not_see_the_report(
    page: AppTest, ledger: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = send(page, workbook(ledger, UNIT, {DONE: round(last(ledger) + 1, 2)}))
    app = play(monkeypatch, folder, "report", "owner.D02", number=str(number))
    assert say("zh", "error.report_unknown", number=number) in [told.value for told in app.warning]
    other = reader(ledger, "owner.D02")
    assert queries.one_report(ledger, view(ledger, other), number).is_empty()
    assert queries.report_entries(ledger, view(ledger, other), number).is_empty()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["owner.D01", "owner.D12"])
def test_the_page_stands_in_both_languages(
    demo_folder: Path, role: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = play(monkeypatch, demo_folder, "report", role, lang=language)
    assert [title.value for title in app.title] == [say(language, "nav.report")]  # type: ignore[arg-type]
    assert "{" not in told(app)
