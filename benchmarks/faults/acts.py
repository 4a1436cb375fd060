"""What is killed, each at a random moment: reports, decisions, backups, restores, an ordered end, an upgrade."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import shutil
import subprocess
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from websockets.exceptions import WebSocketException

from benchmarks.faults import server
from benchmarks.faults.ledger import QUERY, REVIEWERS, SECRET, Expected, Shown, faults, newest
from benchmarks.faults.server import Server
from benchmarks.owners import Owner
from portfolio.store import Store, checking
from portfolio.store.places import BACKUPS
from portfolio.store.restoring import verify
from portfolio.words import say
from tests.older import EVENTS, TEXTS, as_text

CUT_OFF = (WebSocketException, httpx.HTTPError, OSError, asyncio.IncompleteReadError, asyncio.TimeoutError)
"""How a client notices that its server is gone."""
Projects = dict[str, str]


def number_said(text: str, key: str) -> int | None:
    """The number in a sentence of the words files that stands in the text."""
    pattern = re.escape(say("zh", key, number="NUMBER")).replace("NUMBER", r"(\d+)")
    found = re.search(pattern, text.replace("\\", ""))
    return int(found[1]) if found else None


async def ready(owner: Owner, project: str, amount: int) -> None:
    """Have the owner's file checked, so that it waits for the confirmation."""
    await owner.to_upload(QUERY)
    told = f"项目编号,累计完成投资（万元）\n{project},{amount}\n"
    await owner.upload("report_file", f"{owner.login}-{amount}.csv", told.encode("gb18030"))
    await owner.run("report", QUERY)
    words = [key for key in owner.widgets if key.startswith("word_")]
    for widget in words:
        owner.type_in(widget, "已核实")
    if words:
        await owner.run("report", QUERY)
    owner.click("confirm_report")


async def confirmed(owner: Owner, project: str, amount: int) -> Shown | None:
    """The receipt that the owner was shown, if any was before the line went dead."""
    with suppress(*CUT_OFF):
        await owner.run("report", QUERY)
    number = number_said(owner.told, "report.receipt")
    return None if number is None else Shown("report", number, project, amount)


async def decided(reviewer: Owner, number: int, verdict: str) -> Shown | None:
    """The decision that the reviewer was shown as done, if any was before the line went dead."""
    with suppress(*CUT_OFF):
        await reviewer.run("review", f"number={number}")
        widget = "accept_" if verdict == "accepted" else "return_"
        reviewer.type_in(f"reason_{number}", "请核对")
        reviewer.click(f"{widget}{number}")
        await reviewer.run("review", f"number={number}")
    done = number_said(reviewer.told, f"review.done_{verdict}")
    return None if done is None else Shown("decision", done, verdict=verdict)


async def cut(after_s: float, end: Callable[[], None]) -> None:
    """End the server so many seconds from now."""
    await asyncio.sleep(after_s)
    end()


async def _together(
    work: Sequence[Awaitable[Shown | None]], after_s: float, end: Callable[[], None], awaited: int = 0
) -> list[Shown]:
    """What was shown of work done at once; the end comes `after_s` seconds after so many of it are done (`awaited`).

    Counted by what is done, not by the clock alone, the end falls among the receipts on a slow machine too.
    """
    done, reached = 0, asyncio.Event()

    async def counted(one: Awaitable[Shown | None]) -> Shown | None:
        nonlocal done
        told = await one
        done += 1
        if done >= awaited:
            reached.set()
        return told

    async def ending() -> None:
        if awaited:
            await reached.wait()
        await cut(after_s, end)

    *told, _ = await asyncio.gather(*map(counted, work), ending())
    return [one for one in told if isinstance(one, Shown)]


async def _reports(
    running: Server,
    projects: Projects,
    amount: int,
    after_s: float,
    end: Callable[[], None],
    beside: Callable[[], None] = lambda: None,
    awaited: int = 0,
) -> list[Shown]:
    """What the owners were shown, who all confirm at once, beside something else; the end comes as in `_together`."""
    async with AsyncExitStack() as stack:
        owners = await _ready(stack, running, projects, amount)
        beside()
        return await _together(_confirming(owners, projects, amount), after_s, end, awaited)


async def _ready(stack: AsyncExitStack, running: Server, projects: Projects, amount: int) -> list[Owner]:
    address = running.address()
    owners = [await stack.enter_async_context(Owner(address, login, SECRET)) for login in projects]
    await asyncio.gather(*(ready(owner, projects[owner.login], amount) for owner in owners))
    return owners


def _confirming(owners: Sequence[Owner], projects: Projects, amount: int) -> list[Awaitable[Shown | None]]:
    return [confirmed(owner, projects[owner.login], amount) for owner in owners]


def submission(data: Path, projects: Projects, amount: int, chance: random.Random) -> list[Shown]:
    """Kill the server while several owners confirm at once."""
    awaited, after_s = chance.randrange(len(projects)), chance.random() * 0.6
    with Server(data) as running:
        return asyncio.run(_reports(running, projects, amount, after_s, running.kill, awaited=awaited))


def closing(data: Path, projects: Projects, amount: int, chance: random.Random) -> list[Shown]:
    """Let the server end in order under confirming owners, and kill it while it does."""

    def end() -> None:
        running.stop()
        time.sleep(chance.random() * 0.5)
        running.kill()

    with Server(data) as running:
        return asyncio.run(_reports(running, projects, amount, chance.random(), end))


def backup(data: Path, projects: Projects, amount: int, chance: random.Random) -> list[Shown]:
    """Kill the server while it makes a backup that a command asked for, and owners confirm."""
    begun: list[subprocess.Popen[bytes]] = []

    def beside() -> None:
        begun.append(server.command(data, "backup", "--keep", "3"))

    awaited, after_s = chance.randrange(len(projects)), chance.random() * 2
    with Server(data) as running:
        told = asyncio.run(_reports(running, projects, amount, after_s, running.kill, beside, awaited))
    for one in begun:
        server.kill(one)
    return told


def decision(data: Path, projects: Projects, amount: int, chance: random.Random) -> list[Shown]:
    """Kill the server while two reviewers decide reports that were just sent."""
    with Server(data) as running:
        return asyncio.run(_decisions(running, projects, amount, chance))


async def _decisions(running: Server, projects: Projects, amount: int, chance: random.Random) -> list[Shown]:
    async with AsyncExitStack() as stack:
        owners = await _ready(stack, running, projects, amount)
        sent = [one for one in await asyncio.gather(*_confirming(owners, projects, amount)) if one]
        asked = [(one.number, chance.choice(("accepted", "returned"))) for one in sent]
        reviewers = [
            await stack.enter_async_context(Owner(running.address(), login, SECRET)) for login in REVIEWERS
        ]
        turns = [_in_turn(reviewer, asked[n :: len(REVIEWERS)]) for n, reviewer in enumerate(reviewers)]
        *lists, _ = await asyncio.gather(*turns, cut(chance.random() * 3, running.kill))
        return sent + [one for some in lists if some for one in some]


async def _in_turn(reviewer: Owner, asked: Sequence[tuple[int, str]]) -> list[Shown]:
    done = [await decided(reviewer, number, verdict) for number, verdict in asked]
    return [one for one in done if one]


def restore(data: Path, expected: Expected, chance: random.Random) -> list[str]:
    """Kill `portfolio restore` of an older backup; what is wrong after the next command has finished or undone it."""
    if not any((data / BACKUPS).glob("*.zip")):
        server.command(data, "backup").communicate()
    backups = sorted((data / BACKUPS).glob("*.zip"))
    before, found = faults(data, expected)
    file = chance.choice(backups)
    begun = server.command(data, "restore", str(file))
    time.sleep(chance.random() * 2.5)
    server.kill(begun)
    server.command(data, "status").communicate()
    with TemporaryDirectory() as rooms:
        holds = verify(file, Path(rooms))[0].manifest.events
    after = newest(data)
    if after == holds:
        expected.put_back(after)
    elif after != before:
        found.append(f"restored {file.name} of {holds} events over {before}: {after} are there")
    return found


def upgrade(data: Path, chance: random.Random) -> list[str]:
    """Kill a command that brings a store of an older schema to today's; what is wrong after the next one."""
    folder = data.parent / "older"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data / "library", folder / "library")
    shutil.copy(data / "project_library.parquet", folder)
    schema = chance.choice(sorted(TEXTS))
    as_text(folder / "official.duckdb", schema)
    begun = server.command(folder, "status")
    time.sleep(chance.random() * 2)
    server.kill(begun)
    with contextlib.closing(Store(folder / "official.duckdb")) as store:
        # the text of an older store has no file of the report that it tells of
        found = [one.code for one in checking.problems(store) if one.code != "check_file_missing"]
        if store.version() != EVENTS[schema]:
            found.append(f"{store.version()} events of {EVENTS[schema]}")
    return [f"upgraded from schema {schema}: {one}" for one in found]
