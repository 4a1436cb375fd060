"""笔误更正: one person proposes, a second accepts; the page shows the right value, what was known before the old one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import queries
from portfolio.model import CorrectionDecision, Event, MilestoneEntry, ProgressEntry
from portfolio.queries import corrections
from portfolio.store import Store, attachments, uploads
from tests import reports
from tests.pages.asked import html, told
from tests.pages.played import OCTOBER, headings, play, sound, view
from tests.papers import PNG

PROJECT = "09-11-03"
SLIP, MEANT = date(2052, 6, 30), date(2025, 6, 30)


def accepted(ledger: Store, *entries: MilestoneEntry | ProgressEntry) -> int:
    """The number of a report of October that was accepted."""
    return reports.accept(ledger, view(ledger).known_at, OCTOBER, *entries)


def due(ledger: Store, **changes: object) -> date:
    asked = view(ledger).model_copy(update={"projects": (PROJECT,), **changes})
    days: dict[str, date] = dict(queries.milestones(ledger, asked).select("milestone", "due_on").iter_rows())
    return days["final_account"]


@pytest.fixture
def slip(ledger: Store) -> int:
    """The report whose 竣工财务决算 says 2052 for 2025; nothing else speaks of it."""
    row = MilestoneEntry(project_id=PROJECT, period_on=OCTOBER, milestone="final_account", due_on=SLIP)
    return accepted(ledger, row)


def correcting(monkeypatch: pytest.MonkeyPatch, folder: Path, role: str, figure: str) -> AppTest:
    """The project's page with the form open on the figure that has these words."""
    app = play(monkeypatch, folder, "project", role, project=PROJECT, tab="reports")
    app.session_state["fold_correct"] = True
    app.run()
    sound(app)
    (box,) = [one for one in app.selectbox if str(one.key).endswith("_figure")]
    box.select(next(one for one in box.options if figure in one)).run()
    return app


def field(app: AppTest, ending: str) -> str:
    """The key of the form's widget that ends so."""
    widgets = [*app.text_input, *app.button, *app.checkbox, *app.file_uploader]
    return next(str(one.key) for one in widgets if str(one.key).endswith(ending))


def fill(app: AppTest, **told: str) -> AppTest:
    for ending, text in told.items():
        app.text_input(key=field(app, f"_{ending}")).input(text).run()
    return app


def propose(app: AppTest) -> AppTest:
    app.button(key=field(app, "_send")).click().run()
    sound(app)
    return app


def waiting(ledger: Store) -> list[int]:
    """The corrections of the project that wait; the demonstration has others."""
    rows = corrections.pending_corrections(ledger, view(ledger)).filter(project_id=PROJECT)
    return rows["correction_id"].to_list()


def test_a_slip_is_proposed_by_one_and_accepted_by_another(
    folder: Path, ledger: Store, slip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert due(ledger) == SLIP
    app = correcting(monkeypatch, folder, "administrator", "竣工财务决算")
    propose(fill(app, right="2025-06-30", reason="年份写错"))
    (number,) = waiting(ledger)
    assert due(ledger) == SLIP, "proposed is not accepted"
    assert any("已提交" in one.value for one in app.success)
    assert not [one for one in app.button if str(one.key) == f"accept_correction_{number}"]

    listed = play(monkeypatch, folder, "review", "reviewer")
    assert any(one.startswith("待审定的笔误更正") for one in headings(listed))
    assert f"project={PROJECT}" in html(listed)

    app = play(monkeypatch, folder, "project", "reviewer", project=PROJECT, tab="reports")
    app.button(key=f"accept_correction_{number}").click().run()
    sound(app)
    assert due(ledger) == MEANT
    row = queries.milestones(ledger, view(ledger).model_copy(update={"projects": (PROJECT,)}))
    mended = row.filter(pl.col("milestone") == "final_account").row(0, named=True)
    assert (mended["original_due_on"], mended["slip_days"], mended["postponement_count"]) == (MEANT, 0, 0)

    before = view(ledger).model_copy(update={"newest_event": ledger.version() - 1})
    assert due(ledger, newest_event=before.newest_event) == SLIP, (
        "what was known before answers the old value"
    )
    page = told(app)
    assert "2052年6月30日 → 2025年6月30日" in page and "年份写错" in page
    assert queries.history(ledger, view(ledger), PROJECT).filter(event_id=slip)["value"].to_list() == [
        str(SLIP)
    ]

    month = f"{view(ledger).known_at:%Y-%m}"
    quality = play(monkeypatch, folder, "quality", "leader", month=month, tab="records")
    assert "年份写错" in told(quality) and "笔误更正" in headings(quality)
    audit = play(monkeypatch, folder, "audit", "administrator")
    assert "审定笔误更正" in told(audit) and "提出笔误更正" in told(audit)


def test_the_known_at_of_before_answers_the_old_value(ledger: Store, slip: int) -> None:
    """By the clock, not only by the event's number: what is known is named by a moment."""
    at = view(ledger).known_at
    told = {"project_id": PROJECT, "entry": "milestone_entry", "field": "due_on", "value": "2025-06-30"}
    proposed = reports.correction(slip, 0, "2052-06-30", **told)
    number = ledger.append(Event(kind="correction_proposed", actor="library", at=at), proposed)
    decided = [CorrectionDecision(correction_id=number, verdict="accepted")]
    ledger.append(Event(kind="correction_decided", actor="library", at=at + timedelta(hours=2)), decided)
    assert due(ledger, known_at=at + timedelta(hours=1)) == SLIP
    assert due(ledger, known_at=at + timedelta(hours=3)) == MEANT


@pytest.mark.usefixtures("slip")
def test_the_form_asks_before_it_takes_a_far_day(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = correcting(monkeypatch, folder, "reviewer", "竣工财务决算")
    fill(app, right="2062-06-30", reason="年份写错")
    assert any("远在规划期" in one.value for one in app.warning)
    propose(app)
    assert not waiting(ledger) and any("确认" in one.value for one in app.error)
    app.file_uploader(key=field(app, "_files")).set_value([("批文.png", PNG, "image/png")]).run()
    propose(fill(app, odd="百年工程"))
    assert waiting(ledger)


@pytest.mark.usefixtures("slip")
def test_less_late_needs_a_paper_that_is_one(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = accepted(
        ledger, ProgressEntry(project_id=PROJECT, period_on=OCTOBER, work_done_amount="987654321.00")
    )
    app = correcting(monkeypatch, folder, "reviewer", "累计完成投资")
    fill(app, right="98765.43", reason="多写一位")
    propose(app)
    assert not waiting(ledger) and any("佐证材料" in one.value for one in app.error)
    app.file_uploader(key=field(app, "_files")).set_value([("凭证.png", b"<html>", "image/png")]).run()
    propose(app)
    assert not waiting(ledger) and any("不是完整的" in one.value for one in app.error)
    app.file_uploader(key=field(app, "_files")).set_value([("凭证.png", PNG, "image/png")]).run()
    propose(app)
    (proposed,) = waiting(ledger)
    (paper,) = corrections.attachments(ledger, view(ledger), proposed).iter_rows(named=True)
    assert (paper["file_name"], paper["kind"], paper["size_bytes"]) == ("凭证.png", "png", len(PNG))
    assert attachments.handed_out(ledger, paper["sha256"]) == PNG
    assert paper["sha256"] == uploads.checksum(PNG) and number

    kept = uploads.kept_file(ledger, paper["sha256"])
    assert kept is not None
    kept.write_bytes(PNG + b"\0")
    app = play(monkeypatch, folder, "project", "reviewer", project=PROJECT, tab="reports")
    app.session_state["fold_papers"] = True
    app.run()
    assert any("校验码不符" in one.value for one in app.error)


@pytest.mark.usefixtures("slip")
def test_an_owner_and_a_leader_see_what_was_mended_and_mend_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("leader", "owner.D03"):
        app = play(monkeypatch, folder, "project", role, project=PROJECT, tab="reports")
        assert "提出更正" not in {one.label for one in app.expander}
        assert "笔误更正" not in headings(app)


def test_an_accepted_report_is_taken_back_by_the_city(
    folder: Path, ledger: Store, slip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = play(monkeypatch, folder, "review", "reviewer.990001", number=str(slip))
    assert "撤销通过" not in {one.label for one in county.expander}
    app = play(monkeypatch, folder, "review", "reviewer", number=str(slip))
    app.session_state["fold_take_back"] = True
    app.run()
    app.button(key=f"take_back_{slip}").click().run()
    assert any("请写明撤销原因" in one.value for one in app.error)
    app.session_state["fold_take_back"] = True
    app.text_input(key=f"back_{slip}").input("金额有误").run()
    app.button(key=f"take_back_{slip}").click().run()
    sound(app)
    gone = queries.milestones(ledger, view(ledger).model_copy(update={"projects": (PROJECT,)}))
    assert gone.filter(pl.col("milestone") == "final_account", pl.col("due_on").is_not_null()).is_empty()
    assert any("金额有误" in one.value for one in app.error)
