"""Many owners at the real server, each in a session of its own, confirm at the same moment: all are there once."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from datetime import date
from pathlib import Path

import pytest

from benchmarks.owners import Owner
from portfolio import clock, library, passwords
from portfolio.model import Account, Assignment, Event, Period, Unit
from portfolio.store import Store
from portfolio.words import say
from tests.browser.server import serving

JUNE = date(2026, 6, 30)
SECRET = "江水 长流 三千 里"
QUERY = "month=2026-06"


def peopled(store: Store, count: int) -> dict[str, str]:
    """Login to project: so many owners of a unit and a project each, who may report JUNE."""
    found = store.read(
        "SELECT project_id FROM library_row(9223372036854775807) WHERE kind = 'project' ORDER BY 1"
    )
    projects = found["project_id"].head(count).to_list()
    kept, operator = passwords.hashed(SECRET), {"actor": "operator", "at": clock.now()}
    store.append(
        Event(kind="unit_changed", **operator),
        [Unit(unit_code=f"U{n}", name=f"单位{n}") for n in range(count)],
    )
    store.append(
        Event(kind="assignment_changed", **operator),
        [Assignment(unit_code=f"U{n}", project_id=name) for n, name in enumerate(projects)],
    )
    owners = [
        Account(login=f"owner{n}", name=f"填报{n}", role="owner", unit_code=f"U{n}", password_hash=kept)
        for n in range(count)
    ]
    administrator = Account(login="guanli", name="管理员", role="administrator", password_hash=kept)
    store.append(Event(kind="account_changed", **operator), [administrator, *owners])
    opened = Period(period_on=JUNE, state="reopened", until_on=date(2099, 12, 31))
    store.append(Event(kind="period_changed", **operator, why="补报"), [opened])
    return {f"owner{n}": name for n, name in enumerate(projects)}


async def prepared(owner: Owner, project: str) -> None:
    """Have the owner's file checked, so that it waits for the confirmation."""
    await owner.to_upload(QUERY)
    told = f"项目编号,累计完成投资（万元）\n{project},{100 + int(owner.login.removeprefix('owner'))}\n"
    await owner.upload("report_file", f"{owner.login}.csv", told.encode("gb18030"))
    await owner.run("report", QUERY)
    for widget in [key for key in owner.widgets if key.startswith("word_")]:
        owner.type_in(widget, "已核实")
    if any(key.startswith("word_") for key in owner.widgets):
        await owner.run("report", QUERY)
    owner.click("confirm_report")


async def receipts(address: str, projects: dict[str, str]) -> dict[str, int]:
    """Login to the number of the receipt that each was given, all confirmed at once."""
    async with AsyncExitStack() as stack:
        owners = [await stack.enter_async_context(Owner(address, login, SECRET)) for login in projects]
        for owner in owners:
            await prepared(owner, projects[owner.login])
        await asyncio.gather(*(owner.run("report", QUERY) for owner in owners))
        pattern = re.escape(say("zh", "report.receipt", number="NUMBER")).replace("NUMBER", r"(\d+)")
        found = {owner.login: re.search(pattern, owner.told) for owner in owners}
        assert all(found.values()), [owner.told for owner in owners if not found[owner.login]][:1]
        return {login: int(match[1]) for login, match in found.items() if match}


@pytest.mark.parametrize("count", [5, pytest.param(20, marks=pytest.mark.slow)])
def test_many_owners_confirm_at_once_at_the_real_server(data_folder: Path, count: int) -> None:
    with closing(library.open_official(data_folder, clock.now())) as store:
        projects = peopled(store, count)
    with serving(data_folder) as address, ThreadPoolExecutor(1) as apart:
        # in a thread of its own: another test's browser may keep a loop running in this one
        given = apart.submit(asyncio.run, receipts(address, projects)).result()
    with closing(library.open_official(data_folder, clock.now())) as store:
        sent = store.read(
            "SELECT s.event_id, s.unit_code, e.actor FROM store.submission s JOIN store.event e USING (event_id)"
        )
        assert dict(sent.select("actor", "event_id").iter_rows()) == given and sent.height == count
        rows = store.read(
            "SELECT event_id, project_id, work_done_amount FROM store.progress_entry"
        ).to_dicts()
        told = {(row["event_id"], row["project_id"], int(row["work_done_amount"])) for row in rows}
        assert told == {
            (given[login], project, (100 + int(login.removeprefix("owner"))) * 10_000)
            for login, project in projects.items()
        }
        assert len(rows) == count and store.broken_link() is None
