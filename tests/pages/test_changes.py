"""停缓建、复工、调出 on the pages: the city enters them under a document; what an owner only says does nothing and waits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from portfolio import codes, queries
from portfolio.queries import changes, corrections
from portfolio.queries.change_list import change_list
from portfolio.store import Store
from tests.pages.asked import html
from tests.pages.played import headings, play, sound, store, view
from tests.papers import PDF

TITLE = "停缓建、复工、调出"
WAITING = "09-26"
STOPPED = "04-05-03"
"""The demonstration stopped it from 2026-09-30 on."""


def test_the_city_ends_a_stop_and_a_word_alone_waits(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault leaves all as it is; 复工 from 18 November on; the owner's 停缓建 without a document is listed on 审核."""
    before, version = view(ledger), ledger.version()
    state = queries.project_state(ledger, before).filter(project_id=STOPPED).row(0, named=True)
    assert state["state"] == "suspended"
    app = play(monkeypatch, folder, "project", "reviewer", project=STOPPED, tab="reports")
    assert TITLE in headings(app) and "示例市人民政府" in html(app)
    app.session_state["fold_change"] = True
    app.run()
    sound(app)
    (send,) = [one for one in app.button if "change_" in str(one.key) and str(one.key).endswith("_send")]
    key = str(send.key).removesuffix("_send")
    app.selectbox(key=f"{key}_kind").select("resumed")
    app.date_input(key=f"{key}_day").set_value(date(2026, 11, 18))
    app.button(key=f"{key}_send").click().run()
    assert (len(app.error), ledger.version()) == (1, version), "no document, no body, no reason"
    for name, text in (
        ("document", "示例政函〔2026〕99号"),
        ("body", "示例市人民政府"),
        ("reason", "资金落实"),
    ):
        app.text_input(key=f"{key}_{name}").input(text)
    (paper,) = app.file_uploader
    paper.set_value([("批文.pdf", b"MZ", "application/pdf")]).run()
    app.button(key=f"{key}_send").click().run()
    assert ledger.version() == version and any("批文" in one.value for one in app.error), "no paper at all"
    (paper,) = app.file_uploader
    paper.set_value([("批文.pdf", PDF, "application/pdf")])
    app.button(key=f"{key}_send").click().run()
    sound(app)
    assert any("复工" in one.value for one in app.success)
    papers = corrections.papers_of_acts(ledger, view(ledger), STOPPED)
    assert papers.select("file_name", "event_kind").rows() == [("批文.pdf", "project_changed")]
    page = play(monkeypatch, folder, "project", "reviewer", project=STOPPED, tab="evidence")
    assert "批文扫描件（1 份）" in headings(page)
    after = queries.project_state(ledger, view(ledger)).filter(project_id=STOPPED).row(0, named=True)
    assert after["state"] != "suspended"
    assert after["delay_days"] == (state["delay_days"] or 0) + 2, "two days since, none of the stop"
    waiting = changes.claimed_stages(ledger, view(ledger))
    assert STOPPED in waiting["project_id"], "its owner still says 停缓建, which is now a word alone"
    (claimed,) = waiting.filter(project_id=WAITING).rows(named=True)
    assert claimed["state"] != "suspended"
    assert claimed["name"] in html(play(monkeypatch, folder, "review", "reviewer"))
    page = play(
        monkeypatch, folder, "project", "reviewer.990002", project=claimed["project_id"], tab="reports"
    )
    assert not [one for one in page.button if str(one.key).startswith("change_")]


def test_the_list_of_changes_answers_lists_and_narrows(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind is to be seen in the demonstration; a kind and a year narrow the list, which the export holds whole."""
    ledger = store(monkeypatch, demo_folder)
    rows = change_list(ledger, view(ledger))
    assert set(rows["adjustment"]) == set(codes.labels("adjustment", "zh"))
    plans = rows.filter(pl.col("effective_on").dt.year() == 2026, adjustment="plan")
    app = play(monkeypatch, demo_folder, "changes", "reviewer", choice="plan")
    drawn = html(app)
    assert f"年度计划调整 {plans.height} 项" in drawn
    for name in plans["name"]:
        assert name in drawn
    assert "县市区完成率 79.8% → 80.5%" in drawn, "示例县丙: 23,641.13 of 29,611 and of 29,355"
    english = html(
        play(monkeypatch, demo_folder, "changes", "reviewer", lang="en", year="all", choice="merged")
    )
    assert "Figures are added up" in english
