"""年度计划清单 on the pages: taken by the city after a preview, and told on the project's page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio.model import View
from portfolio.queries import plans
from portfolio.store import Store, uploads
from tests.pages.asked import html
from tests.pages.played import headings, play, sound, view

TITLE = "年度计划清单"
HEAD = "项目编号,年度,年度计划投资（万元）\n"


def plan_of(ledger: Store, asked: View, project: str) -> tuple[Decimal, Decimal, str]:
    """The plan of 2026 in force, 年初计划, and the document."""
    rows = plans.plans(ledger, asked).filter(project_id=project, year=2026)
    found: tuple[Decimal, Decimal, str] = rows.select(
        "planned_amount", "initial_amount", "document_number"
    ).row(0)
    return found


def upload(app: AppTest, rows: str, kind: str = "adjusted") -> AppTest:
    """The page with a list of these rows put in, under a document of 18 November 2026."""
    (sent,) = [one for one in app.file_uploader if "plan_list" in str(one.key)]
    sent.set_value([("调整.csv", (HEAD + rows).encode(), "text/csv")])
    key = str(sent.key).removesuffix("_file")
    app.selectbox(key=f"{key}_kind").select(kind)
    app.text_input(key=f"{key}_document").input("示例发改投资〔2026〕61号")
    app.date_input(key=f"{key}_day").set_value(date(2026, 11, 18))
    app.run()
    sound(app)
    return app


def confirming(app: AppTest) -> list[str]:
    return [str(one.key) for one in app.button if str(one.key).endswith("_confirm")]


def test_a_list_is_taken_after_its_preview(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An adjustment sets one project's plan to 500 万元; the project's page names its document, its cell, 年初计划."""
    asked, before = view(ledger), ledger.version()
    project = plans.plans(ledger, asked).filter(year=2026, kind="project").row(3, named=True)
    name, old = project["project_id"], project["planned_amount"]
    app = play(monkeypatch, folder, "review", "reviewer")
    assert TITLE in headings(app)
    upload(app, f"{name},2026,待定\n")
    assert "C2" in html(app) and "不是数字" in html(app)
    assert (confirming(app), ledger.version()) == ([], before), "a faulty list is taken by nobody"
    upload(app, f"{name},2026,500\n")
    assert "清单 1 行" in html(app)
    (button,) = confirming(app)
    boxes = [one for one in app.checkbox if str(one.key).endswith("_sure")]
    for box in boxes:
        box.check().run()
    app.button(key=button).click().run()
    sound(app)
    assert any("示例发改投资〔2026〕61号" in one.value for one in app.success)
    known = view(ledger)
    assert plan_of(ledger, known, name) == (
        Decimal("5000000.00"),
        project["initial_amount"],
        "示例发改投资〔2026〕61号",
    )
    earlier = known.model_copy(update={"as_of": date(2026, 11, 17)})
    assert plan_of(ledger, earlier, name)[0] == old, "it counts from its document's day"
    taken = plans.plan_lists(ledger, known).row(0, named=True)
    assert uploads.kept_file(ledger, taken["file_sha256"]) is not None
    told = html(play(monkeypatch, folder, "project", "leader", project=name, tab="progress"))
    assert "调整计划，示例发改投资〔2026〕61号（2026年11月18日），调整.csv" in told and "年初计划" in told


def test_a_file_of_several_documents_is_taken_whole(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year's list and its adjustment in one file: both previewed under their documents, two events by one confirmation."""
    asked, before = view(ledger), ledger.version()
    project = plans.plans(ledger, asked).filter(year=2026, kind="project").row(3, named=True)["project_id"]
    head = "项目编号,年度,年度计划投资（万元）,计划文号,发文日期,计划性质\n"
    rows = f"{project},2027,700,示财〔2026〕80号,2026-11-17,年初计划\n"
    rows += f"{project},2027,650,示财〔2026〕81号,2026-11-18,调整计划\n"
    app = play(monkeypatch, folder, "review", "reviewer")
    (sent,) = [one for one in app.file_uploader if "plan_list" in str(one.key)]
    sent.set_value([("全年.csv", (head + rows).encode(), "text/csv")]).run()
    sound(app)
    text = " ".join(one.value for one in app.markdown)
    assert "示财〔2026〕80号" in text and "示财〔2026〕81号" in text and ledger.version() == before
    for box in [one for one in app.checkbox if str(one.key).endswith("_sure")]:
        box.check().run()
    (button,) = confirming(app)
    app.button(key=button).click().run()
    sound(app)
    assert ledger.version() == before + 2
    held = plans.plans(ledger, view(ledger)).filter(project_id=project, year=2027)
    assert held.select("planned_amount", "initial_amount", "document_number").rows() == [
        (Decimal(6_500_000), Decimal(7_000_000), "示财〔2026〕81号")
    ]


@pytest.mark.usefixtures("ledger")
def test_who_may_take_lists(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert TITLE in headings(play(monkeypatch, folder, "admin", "administrator"))
    assert TITLE not in headings(play(monkeypatch, folder, "review", "reviewer.990002"))
