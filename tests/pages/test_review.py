"""审核: old beside new, warnings on top; accepted or returned once, by somebody else in scope; months opened and closed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import intake, queries
from portfolio.model import Decision, Event, PortfolioError
from portfolio.queries import reporting
from portfolio.store import Store
from portfolio.web.reporting import acting
from portfolio.words import say
from tests.pages.asked import html, told
from tests.pages.played import (
    OCTOBER,
    context,
    headings,
    play,
    reader,
    send,
    sound,
    view,
    workbook,
)

PROJECT = "06-01-01"


def sent(
    ledger: Store, unit: str = "D12", factor: float = 1.0, more: float = 1.0, name: str = "月报.xlsx"
) -> int:
    """The number of a report on the unit's first project: its work done times `factor` and `more` 万元 on top."""
    known = context(ledger, unit)
    done = float(known.held["progress"]["work_done_amount_last"].drop_nulls()[0]) / 10_000
    place = known.held["progress"]["work_done_amount_last"].is_not_null().arg_true()[0]
    data = workbook(ledger, unit, {("进度", f"D{3 + place}"): round(done * factor + more, 2)})
    checked = intake.check(intake.read(data, name), known)
    said = {warning.key: "已核实" for warning in checked.warnings}
    by = reader(ledger, f"owner.{unit}")
    records, frames = intake.submission(checked, known, name, str(more) * 8, said)
    event = Event(kind="report_submitted", actor=by.login, at=view(ledger).known_at.replace(day=20))
    return ledger.append(event, records, frames, by=by)


def verdict(ledger: Store, number: int) -> str:
    return str(reporting.one_report(ledger, view(ledger), number)["verdict"][0])


def work_done(ledger: Store) -> object:
    asked = view(ledger).model_copy(update={"projects": (PROJECT,)})
    return queries.project_state(ledger, asked)["work_done_amount"][0]


def review(
    monkeypatch: pytest.MonkeyPatch, folder: Path, role: str = "reviewer", **parameters: str
) -> AppTest:
    return play(monkeypatch, folder, "review", role, **parameters)


def test_a_report_is_seen_beside_what_it_replaces_and_counts_from_acceptance(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, before = sent(ledger), work_done(ledger)
    app = review(monkeypatch, folder)
    assert f"number={number}" in html(app)
    app = review(monkeypatch, folder, number=str(number))
    shown = told(app)
    assert f"{float(before) / 10_000:,.2f} 万元" in shown and "进度!D3" in shown  # type: ignore[arg-type]
    assert "+1.00" in shown, "by how much"
    assert say("zh", "report.lights") in headings(app) and "75.2%  75.3%" in shown
    (mends,) = [one.value for one in app.warning]
    assert "有 1 处改动了已通过审核的2026年10月数据，属于更正" in mends.replace("\\", "")
    assert work_done(ledger) == before
    app.button(key=f"accept_{number}").click().run()
    sound(app)
    assert verdict(ledger, number) == "accepted"
    history = queries.history(ledger, view(ledger), PROJECT).filter(event_id=number)
    assert history["correction_reason"].to_list() == ["已核实"], "kept with the figure"
    (event,) = reporting.events(ledger, view(ledger)).filter(event_id=number).iter_rows(named=True)
    assert (event["said"], event["subjects"]) == ("mended", [{"code": PROJECT, "value": "已核实"}])
    assert float(work_done(ledger)) == pytest.approx(float(before) + 10_000)  # type: ignore[arg-type]
    assert say("zh", "review.decided") in [info.value for info in app.info]


def test_returning_needs_a_reason_and_takes_located_remarks(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sent(ledger, factor=4.0, more=500)
    app = review(monkeypatch, folder, number=str(number))
    names = headings(app)
    assert names.index(say("zh", "reporting.warnings", count=2)) < names.index(
        say("zh", "reporting.changes", count=1)
    )
    assert "已核实" in told(app) and "超过原数的三倍" in told(app)
    assert "更正已审数据；已核实" in told(app), "what is said beside the figure"
    app.button(key=f"return_{number}").click().run()
    assert app.error[0].value.replace("\\", "") == say("zh", "review.reason_needed")
    assert verdict(ledger, number) == "pending"
    app.multiselect(key=f"pick_{number}").set_value([0]).run()
    app.text_input(key=f"remark_{number}_0").input("请核对单位").run()
    app.text_area(key=f"reason_{number}").input("数据偏大").run()
    app.button(key=f"return_{number}").click().run()
    row = reporting.one_report(ledger, view(ledger), number).row(0, named=True)
    assert (row["verdict"], row["reason"]) == ("returned", "数据偏大")
    remarks = reporting.report_remarks(ledger, view(ledger), number).filter(pl.col("kind") == "review")
    assert remarks.select("project_id", "sheet", "cell", "said").rows() == [
        (PROJECT, "进度", "D3", "请核对单位")
    ]


def test_the_second_of_two_reviewers_is_told(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sent(ledger)
    app = review(monkeypatch, folder, number=str(number))
    other = reader(ledger, "reviewer.990001")
    event = Event(kind="report_decided", actor=other.login, at=view(ledger).known_at)
    ledger.append(event, [Decision(submission_id=number, verdict="returned", reason="缺附件")], by=other)
    app.button(key=f"accept_{number}").click().run()
    sound(app)
    assert verdict(ledger, number) == "returned"
    assert say("zh", "error.own_report") not in told(app)
    assert any("缺附件" in one.value for one in app.error), "the page shows what the other decided"


def test_a_county_reviewer_sees_and_decides_the_own_county_only(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sent(ledger)
    app = review(monkeypatch, folder, "reviewer.990002", number=str(number))
    assert say("zh", "error.report_unknown", number=number) in [one.value for one in app.warning]
    assert f"number={number}" not in html(app)
    stranger = reader(ledger, "reviewer.990002")
    decided = Event(kind="report_decided", actor=stranger.login, at=view(ledger).known_at)
    with pytest.raises(PortfolioError) as refusal:
        ledger.append(decided, [Decision(submission_id=number, verdict="accepted")], by=stranger)
    assert refusal.value.code == "not_yours"
    app = review(monkeypatch, folder, "reviewer.990001", number=str(number))
    app.button(key=f"accept_{number}").click().run()
    assert verdict(ledger, number) == "accepted"


def test_all_clean_ones_are_accepted_at_once_and_those_with_warnings_wait(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean, warned = sent(ledger, "D12"), sent(ledger, "D01", factor=4.0, more=900)
    app = review(monkeypatch, folder)
    waiting = reporting.pending_reports(ledger, view(ledger))
    assert waiting["submission_id"][0] == warned, "warnings stand first"
    app.button(key="accept_clean_button").click().run()
    assert (verdict(ledger, clean), verdict(ledger, warned)) == ("pending", "pending")
    # two of the demonstration, on four projects, wait besides
    assert say("zh", "review.at_once", count=3, projects=5) in app.warning[-1].value.replace("\\", "")
    assert say("zh", "report.lights") in headings(app) and "75.2%  75.3%" in told(app), "what it would do"
    app.button(key="accept_clean_confirm").click().run()
    sound(app)
    assert (verdict(ledger, clean), verdict(ledger, warned)) == ("accepted", "pending")


def test_some_projects_are_accepted_and_another_comes_back(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three that wait two count, one stands as before: with its reason before its owner, and in the record."""
    waits = reporting.pending_reports(ledger, view(ledger)).filter(project_count=3).row(0, named=True)
    number, unit = waits["submission_id"], waits["unit_code"]
    *kept, back = reporting.report_verdicts(ledger, view(ledger), number)["project_id"].to_list()

    def months() -> dict[str, object]:
        states = queries.project_state(ledger, view(ledger)).select("project_id", "last_period_on")
        return {name: month for name, month in states.iter_rows() if name in (*kept, back)}

    before = months()
    app = review(monkeypatch, folder, number=str(number))
    app.multiselect(key=f"some_{number}").set_value([back]).run()
    app.button(key=f"each_{number}").click().run()
    assert app.error[0].value.replace("\\", "") == say("zh", "error.remark_needed")
    assert verdict(ledger, number) == "pending"
    app.text_input(key=f"why_{number}_{back}").input("请附计量支付证书").run()
    app.button(key=f"each_{number}").click().run()
    sound(app)
    assert verdict(ledger, number) == "partly" and before[back] != OCTOBER
    assert months() == dict.fromkeys(kept, OCTOBER) | {back: before[back]}
    assert say("zh", "reporting.parts", count=3) in headings(app) and "请附计量支付证书" in told(app)
    owner = play(monkeypatch, folder, "report", f"owner.{unit}")
    assert "请附计量支付证书" in told(owner) and back in told(owner)
    record = reporting.events(ledger, view(ledger)).row(0, named=True)
    assert (record["verdict"], record["submission_id"], record["subject_count"]) == ("partly", number, 3)


def test_a_month_is_reopened_with_a_reason_for_one_unit(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = review(monkeypatch, folder)
    app.selectbox(key="month_of").set_value("2026-08").run()
    app.selectbox(key="month_unit").set_value("D02").run()
    before = ledger.version()
    app.button(key="month_do").click().run()
    assert app.error[0].value.replace("\\", "") == say("zh", "review.month_why_needed")
    assert ledger.version() == before
    app.text_input(key="month_why").input("系统故障").run()
    app.button(key="month_do").click().run()
    sound(app)
    august = pl.col("period_on") == pl.date(2026, 8, 31)
    states = {
        unit: reporting.unit_months(ledger, view(ledger), unit).filter(august)["state"][0]
        for unit in ("D01", "D02")
    }
    assert states == {"D01": "closed", "D02": "reopened"}
    assert "系统故障" in told(app)


def test_a_month_is_closed_early_for_all(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = review(monkeypatch, folder)
    app.selectbox(key="month_of").set_value("2026-10").run()
    app.selectbox(key="month_kind").set_value("closed").run()
    app.text_input(key="month_why").input("补报结束").run()
    app.button(key="month_do").click().run()
    row = reporting.months(ledger, view(ledger)).filter(pl.col("period_on") == OCTOBER).row(0, named=True)
    assert (row["state"], row["why"]) == ("closed", "补报结束")
    with pytest.raises(PortfolioError) as refusal:
        sent(ledger)
    assert refusal.value.code == "period_closed"


@pytest.mark.parametrize("mark", ["<img src=x>", "**bold** [a](http://x)", "$x^2$ :red[a] `c` # 1", "=1+1"])
def test_what_people_write_is_shown_as_they_wrote_it(mark: str) -> None:
    plain = acting.plain(mark)
    assert plain.replace("\\", "") == mark
    assert all(f"\\{one}" in plain for one in mark if one in "<*[`$:#=")


def test_a_reviewer_reports_for_a_unit_under_their_own_name(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = review(monkeypatch, folder)
    app.session_state["fold_stand_in"] = True
    app.run()
    app.selectbox(key="stand_in_unit").set_value("D12").run()
    known = context(ledger, "D12")
    done = float(known.held["progress"]["work_done_amount_last"].drop_nulls()[0]) / 10_000
    place = known.held["progress"]["work_done_amount_last"].is_not_null().arg_true()[0]
    number = send(app, workbook(ledger, "D12", {("进度", f"D{3 + place}"): round(done + 1, 2)}))
    row = reporting.one_report(ledger, view(ledger), number).row(0, named=True)
    assert (row["unit_code"], row["on_behalf"], row["verdict"]) == ("D12", True, "pending")
    assert f"代{row['unit_name']}报送" in told(app), "on the receipt"
    assert say("zh", "error.own_report") in [
        info.value for info in review(monkeypatch, folder, number=str(number)).info
    ]
    assert f"代{row['unit_name']}报送" in told(review(monkeypatch, folder)), "in the list"
