"""The last evening of a month: owners report and readers look, all within some minutes, at the real server.

    python -m benchmarks.evening [--owners 200] [--readers 30] [--minutes 10]

Every owner signs in, uploads a file, answers what is asked, and confirms, once, at a moment of chance; every reader goes
from page to page all the time. Each has an account and an address of its own, as through a proxy: of one account the ten
newest sessions last, and the pages of an older one are closed. Printed are the waits (median, p95), the server's memory
and processor time, and whether every report whose receipt was shown is in the ledger. Clients run on the same machine, so
they take a part of its cores.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import click
import polars as pl

from benchmarks.faults import ledger
from benchmarks.faults.acts import confirmed, ready
from benchmarks.faults.server import Server
from benchmarks.owners import Owner

PAGES = ("", "late", "funding", "spending", "compare", "library", "followup", "quality")
COUNTIES = ("", "county=421221", "county=421222", "county=421281", "category=hospital")
PAUSE_S = (5.0, 15.0)
"""How long a reader looks at a page."""
MEMORY_EVERY_S = 2.0


@dataclass
class Seen:
    """Seconds of each page, check and confirmation, megabytes of the server, and the receipts that were shown."""

    pages: list[float] = field(default_factory=list)
    sign_ins: list[float] = field(default_factory=list)
    checks: list[float] = field(default_factory=list)
    confirmations: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    processor_s: float = 0.0
    """What the server's process took of the cores, its start included."""
    receipts: list[ledger.Shown] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@click.command()
@click.option("--owners", type=click.IntRange(1, 217), default=200, show_default=True)
@click.option("--readers", type=click.IntRange(0), default=30, show_default=True)
@click.option("--minutes", type=click.FloatRange(min=0.2), default=10.0, show_default=True)
def main(owners: int, readers: int, minutes: float) -> None:
    """Hold the evening, and print what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        projects = ledger.prepare(data, owners, readers)
        expected = ledger.Expected(Path(folder) / "shown.jsonl")
        with Server(data, PORTFOLIO_PROXIES="127.0.0.1") as running:
            seen = asyncio.run(evening(running, projects, readers, minutes * 60))
        expected.add(*seen.receipts)
        _, wrong = ledger.faults(data, expected)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    click.echo(
        f"{os.cpu_count()} cores, load {load}; {owners} owners, {readers} readers, {minutes:g} minutes"
    )
    told = {
        "page": seen.pages,
        "sign-in": seen.sign_ins,
        "check": seen.checks,
        "confirmation": seen.confirmations,
    }
    for name, waits in told.items():
        click.echo(f"{name}: {len(waits)}, {_spread(waits)}")
    if seen.megabytes:
        click.echo(
            f"the server: {seen.megabytes[0]:.0f} MB at first, {max(seen.megabytes):.0f} at most; "
            f"{seen.processor_s:.0f} s of a core"
        )
    click.echo(
        f"receipts shown {len(seen.receipts)} of {owners}; failures {len(seen.failures)}; wrong: {wrong or 'none'}"
    )
    for one in seen.failures[:5]:
        click.echo(one)


async def evening(running: Server, projects: dict[str, str], readers: int, seconds: float) -> Seen:
    """What was seen between now and so many seconds from now."""
    seen, address = Seen(), running.address()
    until = time.monotonic() + seconds
    chance = random.Random(7)
    owners = [
        _guarded(seen, _owner(address, login, project, number, chance.random() * seconds * 0.9, seen))
        for number, (login, project) in enumerate(projects.items())
    ]
    looking = [_guarded(seen, _reader(address, n, until, seen)) for n in range(readers)]
    watching = asyncio.create_task(_memory(running.process_id, seen))
    await asyncio.gather(*owners, *looking)
    watching.cancel()
    seen.processor_s = _processor_s(running.process_id)
    return seen


async def _guarded(seen: Seen, work: object) -> None:
    try:
        await work  # type: ignore[misc]
    except Exception as fault:  # noqa: BLE001  # one client's failure is a finding, not the evening's end
        seen.failures.append(f"{type(fault).__name__}: {str(fault)[:300]}")


async def _owner(address: str, login: str, project: str, number: int, after_s: float, seen: Seen) -> None:
    await asyncio.sleep(after_s)
    began = time.perf_counter()
    async with Owner(address, login, ledger.SECRET, f"10.1.{number // 250}.{number % 250 + 1}") as owner:
        seen.sign_ins.append(time.perf_counter() - began)
        began = time.perf_counter()
        await ready(owner, project, 1000)
        seen.checks.append(time.perf_counter() - began)
        began = time.perf_counter()
        shown = await confirmed(owner, project, 1000)
        seen.confirmations.append(time.perf_counter() - began)
        if shown is None:
            seen.failures.append(f"{login} was shown no receipt: {owner.told[-200:]}")
        else:
            seen.receipts.append(shown)


async def _reader(address: str, number: int, until: float, seen: Seen) -> None:
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(*PAUSE_S))
    own = f"10.2.{number // 250}.{number % 250 + 1}"
    async with Owner(address, f"leader{number}", ledger.SECRET, own) as reader:
        while time.monotonic() < until:
            began = time.perf_counter()
            await reader.run(chance.choice(PAGES), chance.choice(COUNTIES))
            seen.pages.append(time.perf_counter() - began)
            await asyncio.sleep(chance.uniform(*PAUSE_S))


async def _memory(process_id: int, seen: Seen) -> None:
    while True:
        pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
        seen.megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
        await asyncio.sleep(MEMORY_EVERY_S)


def _processor_s(process_id: int) -> float:
    told = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _spread(waits: list[float]) -> str:
    if not waits:
        return "none"
    told = pl.Series(waits, dtype=pl.Float64)
    late = told.quantile(0.95, "nearest")
    return f"median {statistics.median(waits):.2f} s, p95 {late:.2f} s, longest {max(waits):.2f} s"


if __name__ == "__main__":
    main()
