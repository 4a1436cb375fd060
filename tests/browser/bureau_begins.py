"""A bureau starts from its workbook of people: template, upload, one confirmation; then everybody has a password."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from portfolio import clock, library, passwords
from portfolio.model import Decision, Event, Period, ProgressEntry, StatusEntry, Submission
from portfolio.queries import people
from tests.browser.half_a_month import PROJECT, SECRET
from tests.browser.server import settled, upload

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 30)
UNITS = {"嘉鱼县发展和改革局": "jiayu", "赤壁市发展和改革局": "chibi"}
JUDGES = {"shenhe": "市审核", "fuhe": "市复核"}
"""The city's reviewers: what one proposes the other decides."""
OWN = {
    "嘉鱼县发展和改革局": ("06-01", PROJECT, "06-04", "06-05", "06-06"),
    "赤壁市发展和改革局": ("06-03", "02-06-02", "08-06-03", "09-06-01", "09-06-03"),
}
"""Each unit's five projects, given by the workbook."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filled(template: bytes) -> bytes:
    """The workbook of people with two units, an owner of each, a reviewer, and each unit's projects."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    units, accounts, duties = (book[name] for name in ("填报单位", "账号", "项目分工"))
    for unit, login in UNITS.items():
        units.append(
            [
                unit,
                f"{unit[:2]}县" if login == "jiayu" else f"{unit[:2]}市",
                "吴凡",
                "0715-3312345",
                "沈岚",
                "是",
            ]
        )
        accounts.append([login, f"{unit[:2]}填报", "项目单位填报人", unit])
    for login, name in JUDGES.items():
        accounts.append([login, name, "审核人"])
    given = {project: unit for unit, projects in OWN.items() for project in projects}
    for row in duties.iter_rows(min_row=3):
        if row[0].value in given:
            row[3].value = given[row[0].value]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def lists_its_people(page: Page, address: str) -> None:
    """Have the administrator fill in the template, look at what it changes, and confirm it once."""
    page.goto(f"{address}/admin")
    settled(page)
    with page.expect_download() as download:
        page.locator(".st-key-people_template button").click()
    data = filled(download.value.path().read_bytes())
    upload(page, "[class*=st-key-admin_people_file]", "单位账号分工.xlsx", XLSX, data)
    confirm = page.locator("[class*=st-key-admin_people_confirm] button")
    expect(confirm).to_be_enabled()
    settled(page)
    confirm.click()
    expect(page.locator("[class*=st-key-admin_people_put_away] button")).to_be_visible()


def goes_on(data: Path) -> None:
    """What lies between the first morning and the last evening of a month: everybody chose a password, months were reported.

    August of 06-01 is accepted and open again; of the second unit all projects have a September that is accepted.
    """
    with closing(library.open_official(data, clock.now())) as store:
        told = {"actor": "operator", "at": clock.now()}
        kept = passwords.hashed(SECRET)
        for login in (*UNITS.values(), *JUDGES):
            account = people.account(store, login)
            assert account is not None and passwords.is_once(account.password_hash)
            chosen = account.model_copy(update={"password_hash": kept, "once_until": None})
            store.append(Event(kind="account_changed", **told), [chosen])
        codes = {name: code for code, name in people.active_units(store).items()}
        first, second = (codes[name] for name in UNITS)
        for unit, month, projects in (
            (first, AUGUST, ("06-01",)),
            (second, SEPTEMBER, OWN["赤壁市发展和改革局"]),
        ):
            entries = [
                entry
                for project in projects
                for entry in (
                    StatusEntry(project_id=project, period_on=month, stage="continuing"),
                    ProgressEntry(project_id=project, period_on=month, work_done_amount="8000000.00"),
                )
            ]
            sent = Submission(period_on=month, unit_code=unit)
            number = store.append(Event(kind="report_submitted", **told), [sent, *entries])
            decision = Decision(submission_id=number, verdict="accepted")
            store.append(Event(kind="report_decided", **told), [decision])
        again = Period(
            period_on=AUGUST, state="reopened", until_on=clock.today() + timedelta(days=7), unit_code=first
        )
        store.append(Event(kind="period_changed", why="更正8月数据", **told), [again])
