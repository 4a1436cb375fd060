"""In a real browser: the printed address, signing in and out, a page left open, the city's own sign-in, a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page, expect

from portfolio import library, passwords
from portfolio.model import Account, Event
from portfolio.web.access.keeping import WRONG
from portfolio.words import say
from tests.browser.server import copied, menu, overflow, serving, settled, unfold
from tests.browser.tabs import PHONE, Tabs, listening

pytestmark = pytest.mark.browser
PASSWORD = "maple-river-4217"
AT = datetime(2026, 11, 2, 9)


def sign_in(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    page.goto(address)
    page.fill("#login", login)
    page.fill("#password", password)
    page.get_by_role("button").click()


def peopled(folder: Path) -> Path:
    """The folder, whose official store now has an administrator and a leader whom the city's sign-in knows too."""
    store = library.open_official(copied(folder), AT)
    kept = passwords.hashed(PASSWORD)
    made = [
        Account(login="wang", name="王敏", role="administrator", password_hash=kept),
        Account(login="li", name="李强", role="leader", password_hash=kept, subject="li@city"),
    ]
    store.append(Event(kind="account_changed", actor="operator", at=AT), made)
    store.close()
    return folder


@pytest.fixture(scope="module")
def home(tabs: Tabs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with accounts and the city's own sign-in, which is another site than ours."""
    folder = peopled(tmp_path_factory.mktemp("peopled"))
    with run_server_in_thread(require_nonce=True) as provider:
        told = f'issuer = "http://localhost:{provider.server_port}"\nclient_id = "portfolio"\nclient_secret = "s"\n'
        (folder / "access.toml").write_text(told, encoding="utf-8")
        with serving(folder) as address, tabs.at(address):
            yield address


def test_the_printed_address_sets_up_and_everybody_else_has_to_sign_in(tabs: Tabs, tmp_path: Path) -> None:
    with serving(copied(tmp_path)) as address, tabs.lent() as page, tabs.lent() as stranger:
        stranger.goto(f"{address}/late")
        settled(stranger)
        expect(menu(stranger, "reader").get_by_text(say("zh", "access.nobody_yet"))).to_be_visible()
        stranger.goto(f"{address}/admin")
        expect(stranger.get_by_text(say("zh", "error.page_not_allowed"))).to_be_visible()
        log = (tmp_path / "server.log").read_text(encoding="utf-8")
        printed = re.search(r"http://localhost:\d+(/auth/set-up\S+)", log)
        assert printed
        with listening(page, address) as heard:
            page.goto(f"{address}{printed[1]}")
            for field, text in (
                ("login", "wang"),
                ("name", "王敏"),
                ("password", PASSWORD),
                ("again", PASSWORD),
            ):
                page.fill(f"#{field}", text)
            page.get_by_role("button").click()
            settled(page)
            expect(page.get_by_role("heading", name="管理", exact=True)).to_be_visible()
            expect(menu(page, "reader").get_by_text("王敏（系统管理员）")).to_be_visible()
            assert heard.taken() == []
        stranger.goto(f"{address}/late?county=421202")
        expect(stranger.get_by_role("heading", name="登录", exact=True)).to_be_visible()
        stranger.goto(f"{address}{printed[1]}")
        expect(stranger.get_by_role("alert")).to_have_text(say("zh", "error.set_up_done"))


def test_who_signs_in_gets_the_page_asked_for_and_signing_out_closes_an_open_page(
    home: str, tabs: Tabs
) -> None:
    with tabs.lent() as page:
        sign_in(page, f"{home}/late?county=421202", "li")
        settled(page)
        expect(page.get_by_role("heading", name="滞后项目", exact=True).first).to_be_visible()
        assert "county=421202" in page.url
        expect(page.locator(".st-key-navigation")).not_to_contain_text("管理")
        page.goto(f"{home}/admin")
        settled(page)
        expect(page.get_by_text(say("zh", "error.page_not_allowed"))).to_be_visible()
        left_open = page.context.new_page()
        left_open.goto(home)
        settled(left_open)
        menu(page, "reader").get_by_role("button", name="退出登录").click()
        expect(page.get_by_role("status")).to_have_text(say("zh", "access.signed_out"))
        expect(left_open.get_by_text(say("zh", "error.signed_out"))).to_be_visible(timeout=5_000)
        expect(left_open.locator(".st-key-first_line")).to_have_count(0)
        left_open.wait_for_timeout(3_000)
        expect(left_open.get_by_role("dialog")).to_have_count(0)
        left_open.get_by_role("link", name="登录").click()
        expect(left_open.locator("#login")).to_be_visible()


def test_a_change_of_role_reaches_an_open_page(home: str, tabs: Tabs) -> None:
    with tabs.lent() as page, tabs.lent() as boss:
        sign_in(page, f"{home}/", "li")
        settled(page)
        expect(page.locator(".st-key-navigation")).not_to_contain_text("记录")
        sign_in(boss, f"{home}/admin", "wang")
        settled(boss)
        unfold(boss, boss.locator("details").filter(has=boss.locator("summary", has_text="修改账号")))
        for role, shown in (("审核人", True), ("领导", False)):
            settled(boss)
            choices = boss.locator("[data-testid=stSelectbox]").filter(has_text="选择账号").locator("input")
            choices.click()
            boss.wait_for_timeout(500)
            if not boss.get_by_role("option").count():  # the field was drawn anew under the first click
                choices.click()
            boss.get_by_role("option", name=re.compile("李强")).click()
            settled(boss)
            boss.locator("[data-testid=stRadio]").filter(has_text="角色").get_by_text(role).locator(
                "visible=true"
            ).click()
            settled(boss)
            boss.get_by_role("button", name="保存").locator("visible=true").first.click()
            expect(boss.locator(".done")).to_contain_text("已修改账号")
            record = page.locator(".st-key-navigation").get_by_text("记录", exact=True)
            expect(record).to_have_count(1 if shown else 0, timeout=5_000)
            page.wait_for_timeout(2_500)  # its socket is closed, and opened anew
            page.locator(".st-key-navigation").get_by_text("总览" if shown else "滞后项目").click()
            settled(page)
            expect(record).to_have_count(1 if shown else 0)


def test_wrong_passwords_lock_a_name_and_say_so(home: str, tabs: Tabs) -> None:
    with tabs.lent() as page:
        for _ in range(WRONG):
            sign_in(page, f"{home}/auth/sign-in", "somebody", "wrong-wrong")
        expect(page.get_by_role("alert")).to_have_text(say("zh", "access.locked", minutes=1, count=WRONG))
        assert page.locator("#password").input_value() == ""


def test_the_citys_own_sign_in_opens_the_account_of_its_subject(home: str, tabs: Tabs) -> None:
    with tabs.lent() as page:
        page.goto(f"{home}/library?county=421202")
        page.get_by_role("link", name=say("zh", "access.provider")).click()
        page.get_by_placeholder("sub").fill("li@city")
        page.get_by_role("button", name="Authorize").click()
        settled(page)
        assert page.url.startswith(f"{home}/library?county=421202")
        expect(menu(page, "reader").get_by_text("李强（领导）")).to_be_visible()
        says_that_the_session_has_ended(page)


def says_that_the_session_has_ended(page: Page) -> None:
    """See that a page which has lost its server, and with it its session, says so with the way back."""
    page.context.clear_cookies()
    lost = "document.querySelector('[data-testid=stApp]').setAttribute('data-test-connection-state', 'PINGING_SERVER')"
    page.evaluate(lost)
    expect(page.locator(".come-back")).to_contain_text("请重新登录")
    page.locator(".come-back").get_by_role("link").click()
    expect(page.locator("#login")).to_be_visible()


def test_a_subject_that_no_account_has_is_named_for_the_administrator(home: str, tabs: Tabs) -> None:
    with tabs.lent() as page:
        for subject, told in (
            ("stranger-7", say("zh", "error.subject_unknown", subject="stranger-7")),
            (None, say("zh", "error.provider_refused")),
        ):
            page.goto(f"{home}/auth/oidc/start")
            if subject:
                page.get_by_placeholder("sub").fill(subject)
            page.get_by_role("button", name="Authorize" if subject else "Deny").click()
            expect(page.get_by_role("alert")).to_have_text(told)
            page.goto(f"{home}/late")
            expect(page.locator("#login")).to_be_visible()
        page.goto(f"{home}/auth/oidc/callback?code=x&state=y")
        expect(page.get_by_role("alert")).to_have_text(say("zh", "error.provider_refused"))


def test_the_pages_before_the_pages_fit_a_phone(home: str, tabs: Tabs) -> None:
    with tabs.lent(PHONE) as page:
        for path in ("/auth/sign-in", "/auth/sign-in?lang=en", "/auth/set-up", "/auth/oidc/callback"):
            page.goto(f"{home}{path}")
            assert overflow(page) <= 0
        sign_in(page, f"{home}/auth/sign-in", "wang")
        settled(page)
        for path in ("/auth/password", "/auth/sign-out", "/auth/password?lang=en"):
            page.goto(f"{home}{path}")
            assert overflow(page) <= 0
        page.goto(f"{home}/admin")
        settled(page)
        assert overflow(page) <= 0


def test_the_demonstration_is_played_in_any_role(home: str, tabs: Tabs) -> None:
    with tabs.lent() as page:
        sign_in(page, f"{home}/?workspace=demo", "li")
        settled(page)
        navigation = page.locator(".st-key-navigation")
        expect(navigation).not_to_contain_text("管理")
        menu(page, "reader").get_by_test_id("stSelectbox").locator("input").click()
        page.get_by_role("option", name="系统管理员").click()
        expect(navigation).to_contain_text("管理")
        assert "role=administrator" in page.url
        navigation.get_by_role("link", name="管理").click()
        settled(page)
        expect(page.get_by_text(say("zh", "admin.accounts_demo"))).to_be_visible()
        menu(page, "reader").get_by_role("link", name="返回正式库").click()
        settled(page)
        expect(page.get_by_text(say("zh", "error.page_not_allowed"))).to_be_visible()
