"""管理, 从工作簿载入项目库 and single acts: what is asked, what is shown before, what one confirmation takes."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import clock, queries
from portfolio.intake import annex
from portfolio.model import View
from portfolio.queries.change_list import change_list
from portfolio.store import Store
from portfolio.words import say
from tests.intake.producers import Page, by_openpyxl
from tests.papers import PDF
from tests.web.access.test_admin import one
from tests.web.access.test_permissions import opened, session_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ["序号", "项目名称", "建设地点", "责任单位", "类别", "建设性质", "总投资", "市里出的钱", "建设期限"]
ROWS = [
    ["附件2 咸宁市公共服务项目库（2026年修订）"],
    HEADS,
    ["一、教育类"],
    [
        1,
        "甲小学新建项目",
        "咸安区永安",
        "咸安区教育局",
        "中小学和职业学校",
        "改扩建",
        1000,
        200,
        "2026年3月—2027年9月",
    ],
    [2, "咸宁市儿童校外活动中心", "咸宁市", "市妇联", "儿童福利和活动设施", "新建", 3500, None, "2026-2028"],
    ["合计", None, None, None, None, None, 4500, 200],
]
"""No unit anywhere; a head and a word that nobody knows; one project stands already, as 01-01-01."""


def chosen(page: object, part: str, value: str) -> None:
    (box,) = [box for box in page.selectbox if part in str(box.key)]  # type: ignore[attr-defined]
    box.set_value(value).run()


def test_an_annex_with_heads_of_its_own_becomes_an_edition(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,000 万元 and 200 of them the city's; 3,500 where none was stated: 237 other rows stay, 239 in all."""
    session_of(store, "wang", monkeypatch)
    page = opened("admin")
    before, data = store.version(), by_openpyxl([Page("库", ROWS, merged=("A3:I3",))])
    one(page.file_uploader, "annex_file").set_value(("附件2.xlsx", data, XLSX)).run()
    asked = " ".join(box.label for box in page.selectbox)
    assert not page.exception and "市里出的钱" in asked and "改扩建" in asked
    chosen(page, "annex_head", "source_city")
    chosen(page, "annex_word_nature", "expansion")
    assert any("看来是万元" in warning.value for warning in page.warning)
    one(page.radio, "annex_unit").set_value(10_000).run()
    one(page.radio, "annex_whole").set_value(False).run()
    one(page.text_input, "annex_document_number").set_value("咸发改〔2026〕7号").run()
    assert any("甲小学新建项目" in info.value for info in page.info), "the numbers given are shown"
    assert any("新增 1 个，不再列入 0 个" in caption.value for caption in page.caption)
    one(page.checkbox, "annex_sure").check().run()
    assert store.version() == before, "nothing is stored before it is confirmed"
    one(page.button, "annex_take").click().run()
    assert not page.exception and store.version() == before + 1
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    rows = queries.project_state(store, view)
    new, old = (rows.filter(project_id=number).row(0, named=True) for number in ("02-09", "01-01-01"))
    assert rows.height == 239 and (new["county_code"], new["investment_amount"]) == ("421202", 10_000_000)
    assert (old["name"], old["investment_amount"]) == ("咸宁市儿童校外活动中心", 35_000_000)
    stated = queries.funding_rows(store, view).filter(project_id="02-09")
    assert stated.select("source", "planned_amount").rows() == [("city", 2_000_000)]
    due = queries.milestones(store, view).filter(pl.col("project_id") == "02-09")
    assert set(due.select("milestone", "due_on").iter_rows()) == {
        ("start", date(2026, 3, 31)),
        ("completion", date(2027, 9, 30)),
    }
    kept = annex.remembered(store)
    assert kept.heads == {"市里出的钱": "source_city"} and kept.words == {("nature", "改扩建"): "expansion"}
    one(page.file_uploader, "annex_file").set_value(("附件2.xlsx", data, XLSX)).run()
    known = [info.value for info in page.info]
    assert say("zh", "annex.known", number=before + 1, day="").split("，")[0] in known[0], (
        "the same file is known"
    )
    asked = " ".join(box.label for box in page.selectbox)
    assert "市里出的钱" not in asked, "what was answered is not asked again"


def filled(page: AppTest, act: str, day: date, **texts: str) -> None:
    """Choose the act and fill in its document and these fields, all in one run; nothing is stored."""
    (pills,) = [group for group in page.button_group if "amend_act" in str(group.key)]
    pills.set_value(act).run()
    one(page.date_input, "amend_day").set_value(day)
    document = {"document": f"咸发改〔2026〕{day:%m%d}号", "body": "市发改委", "why": "急需"}
    for name, text in (document | texts).items():
        one(page.text_input, f"amend_{name}").set_value(text)
    page.run()
    assert not page.exception and not page.error, [error.value for error in page.error]


def take(page: AppTest, store: Store) -> None:
    """Attach the document, say that all was looked at, and take the act: one event, by who is signed in."""
    before = store.version()
    one(page.file_uploader, "amend_papers").set_value([("批文.pdf", PDF, "application/pdf")])
    one(page.checkbox, "amend_sure").check().run()
    one(page.button, "amend_take").click().run()
    assert not page.exception and store.version() == before + 1
    row = store.read("SELECT actor, kind, why FROM store.event ORDER BY event_id DESC LIMIT 1").row(0)
    assert row == ("wang", "edition_taken", "急需")


def test_a_project_enters_is_renamed_split_and_merged_on_the_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each under a document with its paper, from its own day on; 项目调整 tells all four."""
    session_of(store, "wang", monkeypatch)
    page = opened("admin")
    filled(page, "entered", date(2026, 11, 26), name="丙中学")
    for name, code in (("county", "421202"), ("category", "school"), ("area", "education")):
        one(page.selectbox, f"amend_{name}").set_value(code)
    one(page.text_input, "amend_code").set_value("2020-421202-47-01").run()
    assert say("zh", "error.national_code_form", value="2020-421202-47-01") in [
        error.value for error in page.error
    ]
    one(page.text_input, "amend_code").set_value("2020-421202-47-01-123456").run()
    assert not page.exception and any("02-09" in caption.value for caption in page.caption)
    take(page, store)
    filled(page, "renamed", date(2026, 11, 27))
    one(page.selectbox, "amend_project").set_value("07-03").run()
    one(page.text_input, "amend_to_07-03").set_value("改名后的项目").run()
    take(page, store)
    filled(page, "split", date(2026, 11, 28))
    one(page.selectbox, "amend_project").set_value("06-02").run()
    one(page.text_input, "amend_part_0").set_value("老旧小区一期")
    one(page.text_input, "amend_part_amount_1").set_value("六百").run()
    assert say("zh", "error.amend_amount", value="六百") in [error.value for error in page.error]
    one(page.text_input, "amend_part_amount_1").set_value("600")
    one(page.text_input, "amend_part_1").set_value("老旧小区二期").run()
    take(page, store)
    filled(page, "merged", date(2026, 11, 29), whole="两县合并的项目")
    assert not [box for box in page.checkbox if "amend_sure" in str(box.key)], "two are needed"
    one(page.multiselect, "amend_several").set_value(["06-03", "06-04"]).run()
    take(page, store)
    after = View(as_of=date(2026, 11, 29), known_at=clock.end_of_today())
    rows = change_list(store, after).filter(
        pl.col("adjustment").is_in(["entered", "renamed", "split", "merged"])
    )
    assert set(rows.select("adjustment", "project_id", "document_number").iter_rows()) == {
        ("entered", "02-09", "咸发改〔2026〕1126号"),
        ("renamed", "07-03", "咸发改〔2026〕1127号"),
        ("split", "06-07", "咸发改〔2026〕1128号"),
        ("split", "06-08", "咸发改〔2026〕1128号"),
        ("merged", "06-09", "咸发改〔2026〕1129号"),
    }
    names = dict(queries.project_state(store, after).select("project_id", "name").iter_rows())
    assert (names["07-03"], names["06-09"], "06-03" in names) == ("改名后的项目", "两县合并的项目", False)
    papered = store.read("SELECT project_id, file_name FROM store.attachment ORDER BY ALL").rows()
    assert papered == [(number, "批文.pdf") for number in ("02-09", "06-07", "06-08", "06-09", "07-03")]
