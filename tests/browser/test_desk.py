"""A clerk, a leader and a newcomer at a desk's screen: their tasks from 总览 on, clicks counted."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, ViewportSize, expect

from portfolio.words import say
from tests.browser.server import overflow, settled
from tests.browser.tabs import Tabs

pytestmark = pytest.mark.browser
DESK: ViewportSize = {"width": 1366, "height": 630}
"""What a desk's screen leaves of 1366×768 for a page."""
CLICKS = "() => { window.__clicks = 0; addEventListener('click', e => { if (e.isTrusted) window.__clicks++; }, true); }"
KEPT_CLICKS = """window.__kept ||= addEventListener('click',
    e => { if (e.isTrusted) sessionStorage.clicks = +(sessionStorage.clicks || 0) + 1 }, true) || true"""
"""The same over pages that are loaded anew; once, though a tab that is lent twice has it twice."""
ASKED = {"项目名称", "项目单位", "最长逾期天数", "原因", "解决措施", "责任人", "解决期限"}


def whole_rows(page: Page) -> int:
    """How many rows of the table stand whole on the screen, below its heading."""
    return int(
        page.evaluate(
            "() => { const box = document.querySelector('.st-key-register .table-scroll').getBoundingClientRect();"
            "return [...document.querySelectorAll('.st-key-register tbody tr')].filter(row => {"
            "const at = row.getBoundingClientRect(); return at.bottom <= Math.min(box.bottom, innerHeight); }).length }"
        )
    )


def longest_bar(page: Page) -> int:
    """The place of the county whose bar of 欠序时投资 is the longest on 总览."""
    widths = page.locator("table.steering:not(.projects) tbody td.bar i")
    return max(range(widths.count()), key=lambda place: widths.nth(place).bounding_box()["width"])  # type: ignore[index]


def test_which_hospitals_are_late_whose_and_why_as_a_workbook_in_four_clicks(
    address: str, tabs: Tabs
) -> None:
    with tabs.lent(DESK) as page:
        page.goto(f"{address}/?workspace=demo&role=reviewer")
        settled(page)
        page.evaluate(CLICKS)
        page.locator(".st-key-navigation").get_by_role("link", name="项目台账", exact=True).click()
        expect(page.locator(".way.here")).to_have_text(["项目台账"])
        settled(page)
        search = page.get_by_label(say("zh", "filter.q"))
        search.click()
        page.keyboard.type("医院 戊")
        page.keyboard.press("Enter")
        expect(page.locator(".taken")).to_contain_text("医院 戊")
        settled(page)
        page.locator(".st-key-views button", has_text=say("zh", "register.view_late")).click()
        page.wait_for_url("**only=late**")
        settled(page)
        with page.expect_download() as download:
            page.locator(".st-key-export_main button").click()
        assert page.evaluate("window.__clicks") == 4
        rows = list(
            load_workbook(io.BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True)
        )
        head = next(row for row in rows if "项目编号" in row)
        told = dict(zip(head, rows[rows.index(head) + 1], strict=True))
        assert told["项目编号"] == "04-01-05" and told["最长逾期天数"] == 173
        assert set(head) >= ASKED
        assert told["解决措施"] and told["责任人"]


def test_six_rows_stand_on_a_desks_first_screen_and_columns_are_chosen_by_a_click(
    address: str, tabs: Tabs
) -> None:
    with tabs.lent(DESK) as page:
        page.goto(f"{address}/library?workspace=demo&columns=county_code,state,delay_days,paid_amount")
        settled(page)
        assert whole_rows(page) >= 6
        assert overflow(page) <= 0
        page.locator(".st-key-menu_category button").click()
        page.get_by_role("button", name="医院和妇幼保健院").click()
        expect(page.locator(".taken")).to_contain_text("医院和妇幼保健院")
        settled(page)
        assert "category=hospital" in page.url and "columns=county_code%2Cstate" in page.url
        page.locator(".taken .chip", has_text="医院和妇幼保健院").click()
        expect(page.locator(".taken .chip")).to_have_count(0)
        settled(page)
        assert "category=" not in page.url


def test_which_county_drags_why_who_sees_to_it_and_what_is_done_in_two_clicks(
    address: str, tabs: Tabs
) -> None:
    """A leader: 总览 says which county is furthest behind; its page which projects, who, and what is being done.

    戊 is 11,438.76 万元 behind, the most of all; of its 14 projects behind the hospital's new wing is one that told
    what is done and by whom, on whose page the second click ends.
    """
    with tabs.lent(DESK) as page:
        page.add_init_script(KEPT_CLICKS)
        page.goto(f"{address}/?workspace=demo&role=leader")
        settled(page)
        page.locator("table.steering:not(.projects) tbody th a").nth(longest_bar(page)).click()
        expect(page.get_by_role("heading", name="示例县戊", exact=True)).to_be_visible()
        settled(page)
        heads = page.locator("table.projects thead th").all_inner_texts()
        row = page.locator("table.projects tbody tr", has_text="示例县戊第一人民医院住院楼")
        expect(row).to_be_in_viewport(ratio=1)
        told = dict(
            zip((head.split("\n")[0] for head in heads), row.locator("td").all_inner_texts(), strict=True)
        )
        assert told["欠序时投资"] == "2,247.50" and told["原因"] == "资金未到位"
        assert "示例县戊卫生健康局" in told["项目单位 · 责任人"]
        assert told["措施"] and told["措施"] != "—" and told["解决期限"] == "2026年4月29日"
        row.get_by_role("link").click()
        expect(page.get_by_role("heading", name="示例县戊第一人民医院住院楼建设项目")).to_be_visible()
        settled(page)
        assert page.evaluate("sessionStorage.clicks") == "2", "three are allowed"


def test_a_newcomer_finds_who_drags_why_and_where_the_number_comes_from_in_five_clicks(
    address: str, tabs: Tabs
) -> None:
    """A newcomer opens the city's own library, of which nobody has reported yet, and has read no guide.

    总览 says in a sentence what is known (218 projects, 14 amounts) and what is missing, and what the next step is and
    whose. The demonstration stands beside it with a picture: one click. There 戊 has the longest bar of 欠序时投资
    (two); its page says which project is how far behind and why (three: the project); its tab 进度 (four) and an ⓘ
    (five) say by which document and in which cell of which workbook the year's plan stands: 2,697.00 万元, of which
    ten of twelve months are the 2,247.50 that are lacking, since no work was reported.
    """
    with tabs.lent(DESK) as page:
        page.add_init_script(KEPT_CLICKS)
        page.goto(address)
        settled(page)
        expect(page.locator("p.say")).to_contain_text("218个项目")
        expect(page.locator("p.say")).to_contain_text(say("zh", "overview.begin_missing"))
        expect(page.locator("section.begin")).to_contain_text(say("zh", "overview.begin_accounts"))
        expect(page.locator(".st-key-offered img")).to_be_in_viewport(ratio=1)
        page.locator(".st-key-offered a").click()
        expect(page.locator("table.steering:not(.projects) tbody tr")).to_have_count(8)
        settled(page)
        county = page.locator("table.steering:not(.projects) tbody th a").nth(longest_bar(page))
        expect(county).to_have_text("示例县戊")
        county.click()
        expect(page.get_by_role("heading", name="示例县戊", exact=True)).to_be_visible()
        settled(page)
        row = page.locator("table.projects tbody tr", has_text="示例县戊第一人民医院住院楼")
        expect(row).to_contain_text("2,247.50")
        expect(row).to_contain_text("资金未到位")
        row.get_by_role("link").click()
        expect(page.get_by_role("heading", name="示例县戊第一人民医院住院楼建设项目")).to_be_visible()
        settled(page)
        page.get_by_role("tab", name=say("zh", "tab.project.progress"), exact=True).click()
        page.wait_for_url("**tab=progress**")
        settled(page)
        named = page.locator("h3", has_text=re.compile(f"^{say('zh', 'column.annual_plan_amount')}"))
        plan = page.locator("section.figure", has=named)
        expect(plan).to_contain_text("2,697.00")
        plan.locator("summary").click()
        expect(plan.locator("details[open]")).to_contain_text("年度计划.xlsx 年度计划 D26")
        expect(plan.locator("details[open]")).to_be_in_viewport()
        assert page.evaluate("sessionStorage.clicks") == "5"
