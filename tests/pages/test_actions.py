"""督办事项 on the pages: given from a project, answered on 填报 without and with a proof, sent back and closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio.demo.mending import PAPER
from portfolio.queries import actions as queries
from portfolio.store import Store
from tests.pages.asked import html
from tests.pages.played import headings, play, sound, view

PROJECT = "09-12-05"
"""A red project of 示例县戊 that has no item yet."""


def said(app: AppTest) -> list[str]:
    return [one.value for one in (*app.success, *app.warning, *app.error)]


def answer(app: AppTest, number: int, text: str, papers: list[tuple[str, bytes, str]]) -> AppTest:
    """The page once the item was answered."""
    app.session_state["fold_answer_item"] = True
    app.run()
    app.selectbox(key="action_chosen").select(number).run()
    turn = next(str(one.key) for one in app.text_area if str(one.key).startswith(f"action_said_{number}"))
    app.text_area(key=turn).input(text)
    if papers:
        app.file_uploader(key=turn.replace("said", "papers")).set_value(papers)
    app.run()
    app.button(key=turn.replace("said", "send")).click().run()
    sound(app)
    return app


def test_an_item_goes_from_the_project_to_its_end(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = play(monkeypatch, folder, "project", "reviewer", project=PROJECT)
    app.session_state[f"give_{PROJECT}_0"] = True
    app.run()
    assert app.text_input(key="give_who").value == "示例县戊发展和改革局 韩示"
    assert app.text_input(key="give_meeting").value == "11月份调度会（虚构）"
    app.text_input(key="give_what").input("补报延期原因和新的完成日期")
    app.session_state[f"give_{PROJECT}_0"] = True
    next(one for one in app.button if one.label == "交办").click().run()
    assert any("已交办" in one for one in said(app)), said(app)
    sound(app)
    rows = queries.actions(ledger, view(ledger)).filter(project_id=PROJECT)
    assert rows["action_state"].to_list() == ["open"]
    number = rows["action_id"].item()

    owner = play(monkeypatch, folder, "report", "owner.D05")
    assert "督办事项（3项没有办结）" in headings(owner)
    answer(owner, number, "正在办理", [])
    assert any("没有附依据" in one for one in said(owner))

    def on(role: str = "reviewer") -> AppTest:
        return play(monkeypatch, folder, "actions", role, number=str(number))

    waiting = on()
    assert waiting.button(key="action_close").disabled, "words alone close nothing"
    waiting.button(key="action_send_back").click().run()
    assert any("须写明原因" in one for one in said(waiting))
    waiting.text_input(key="action_reason").input("请附批复").run()
    waiting.button(key="action_send_back").click().run()
    sound(waiting)

    again = play(monkeypatch, folder, "report", "owner.D05")
    assert "请附批复" in html(again)
    answer(again, number, "批复已附", [("批复.pdf", PAPER, "application/pdf")])
    assert any("等待市级审核人销号" in one for one in said(again))
    closing = on()
    assert "批复已附" in html(closing)
    closing.button(key="action_close").click().run()
    sound(closing)
    row = queries.one_action(ledger, view(ledger), number).row(0, named=True)
    assert (row["action_state"], row["late_days"], row["proved"]) == ("closed", 0, True)
    assert "action_close" not in [one.key for one in on("reviewer.990005").button]
    other = on("owner.D01")
    assert any(f"没有编号为 {number} 的督办事项" in one for one in said(other)), "another unit's"
    listed = play(monkeypatch, folder, "actions", "leader", choice="closed")
    assert "办结3项（按期2项）" in html(listed) and "补报延期原因" in html(listed)
    counties = play(monkeypatch, folder, "actions", "leader", tab="counties", lang="en")
    assert "In time" in html(counties)
