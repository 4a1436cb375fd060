"""定稿 on the pages: made on 审核 after one confirmation, shown by the address, and unmoved by what comes later."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import queries
from portfolio.exports import notice
from portfolio.exports.notice_facts import Asked
from portfolio.model import Reader, View
from portfolio.queries import finals
from portfolio.store import Store
from portfolio.web import finals as shown
from tests.pages.asked import html
from tests.pages.played import OCTOBER, headings, play, sound, view
from tests.test_moved import adds_up
from tests.web.seen import unfolded

TITLE = "月份定稿"


def make(app: AppTest, why: str = "") -> AppTest:
    """The page once its newest month was asked for, with this reason, and confirmed where that is asked."""
    if why:
        app.text_input(key="final_why").input(why).run()
    app.button(key="final_do").click().run()
    if "final_confirm" in [one.key for one in app.button]:
        app.button(key="final_confirm").click().run()
    sound(app)
    return app


def test_a_month_is_made_final_and_shown(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """October, then October again with a reason; the former stays to be looked at, and what stands now is a choice."""
    app = play(monkeypatch, folder, "review", "reviewer")
    assert TITLE in headings(app) and "定稿 · 2026年9月" in html(app)
    app.button(key="final_do").click().run()
    (asked,) = [one.value for one in app.warning if "不能撤销" in one.value]
    assert "2026年10月" in asked and "2026年11月11日" in asked
    before = ledger.version()
    make(app)
    assert ledger.version() == before + 1 and any("2026年10月已定稿" in one.value for one in app.success)
    row = finals.finals(ledger, view(ledger)).row(0, named=True)
    assert (row["period_on"], row["as_of"], row["kept"]) == (OCTOBER, date(2026, 11, 11), True)
    _the_notice_tells_how_items_went(ledger, row)
    make(app, "补报3个项目")
    assert ledger.version() == before + 2 and "定稿2 · 2026年10月" in html(app)
    first = unfolded(play(monkeypatch, folder, "overview", "leader", final="2026-10"), "menu_when")
    assert first.selectbox(key=shown.WIDGET).value == "2026-10"
    assert "本期仅供查对" in html(first) and "数据截至2026年11月11日" in html(first)
    first.selectbox(key=shown.WIDGET).select("live").run()
    assert "live" in first.query_params["final"] and "定稿，数据截至" not in html(first)
    strange = play(monkeypatch, folder, "overview", "leader", final="2026-01")
    assert any("没有“2026-01”这一期定稿" in one.value for one in strange.warning)


def _the_notice_tells_how_items_went(ledger: Store, row: dict[str, Any]) -> None:
    """One kept, one late, one sent back and overdue; what is open; the item of November's meeting is not in October's."""
    shown_view = finals.view_of(view(ledger), row)
    names = {one["county_code"]: one["name"] for one in queries.counties(ledger, shown_view).to_dicts()}
    asked = Asked(ledger, shown_view, row, "zh", "示例市", names, lambda *_, **__: "")
    paper = docx.Document(io.BytesIO(notice.made(asked)))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    told = "上期以来督办事项7项：按期办结1项，逾期办结1项，在办3项，逾期未办结1项，撤销1项。详见附件5。"
    assert "四、上期交办事项办理情况" in text and told in text
    assert "示例县戊第一人民医院住院楼建设项目：落实缺口资金，办结开工手续。" in text and "已逾期11天" in text
    assert "五、下一步工作要求" in text and "备齐竣工验收资料" not in text
    items = paper.tables[-1]
    assert [cell.text for cell in items.rows[1].cells][6] == "逾期（逾期11天），已退回"
    september = queries.month_before(ledger, shown_view)
    assert september and september.final
    adds_up(ledger, september, shown_view, "completion")


def test_a_leader_sees_the_newest_final_month_first(ledger: Store) -> None:
    """And no other role does; nor does anybody in the demonstration, where a leader is who chose no role."""
    known = shown.made(ledger, View(as_of=date(2026, 11, 20), known_at=view(ledger).known_at))
    roles = ("leader", "visitor", "owner", "reviewer", "administrator")
    usual = {role: shown.usual(Reader(login="x", name="x", role=role), "official", known) for role in roles}
    assert usual == dict.fromkeys(roles, "live") | {"leader": next(iter(known))}
    assert next(iter(known)) == "2026-09", "the fixture's own copy: October is still to be made"
    assert shown.usual(Reader(login="x", name="x", role="leader"), "official", {}) == "live"
    assert shown.usual(Reader(login="x", name="x", role="leader"), "demo", known) == "live"
