"""Prints what a reader waits for on each page at city size: a real server, readers over its websocket, one and ten.

`python -m benchmarks.pages` takes some minutes. "New filter" is a county with areas of which nobody had asked, "filter
again" a view that somebody has asked for since the server started. Ten readers think for one to three seconds between
two questions. The browser's part is not in it.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median

import click

from benchmarks.visitors import Answer, Visitor
from portfolio import demo
from portfolio.codes import labels
from portfolio.web.frame import VISITED
from tests.browser.server import copied, serving

COUNTIES = ("990001", "990002", "990003", "990004", "990005", "990006", "990000")
READERS = 10
THINKING_S = (1.0, 3.0)
LIMITS_MS = {"alone": 120, "together": 200}
"""What a change of filter may take in the median, for one reader and for ten."""


@dataclass
class Waits:
    """Seconds waited on one page, by what was asked and by how many at once."""

    first: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    script_new: list[float] = field(default_factory=list)
    together_first: list[float] = field(default_factory=list)
    together_new: list[float] = field(default_factory=list)
    together_again: list[float] = field(default_factory=list)


def views(page: str) -> list[str]:
    """The addresses' filters of a page, all different; no two have the same areas, so that none foretells another."""
    areas = list(labels("area", "zh"))
    sets = [held for size in (1, 2, 3) for held in combinations(areas, size)]
    chance = random.Random(page)
    chance.shuffle(sets)
    return [address(page, chance.choice(COUNTIES), held) for held in sets]


def address(page: str, county: str, areas: Sequence[str]) -> str:
    """What the address says for a county and areas."""
    told = f"workspace=demo&lang=zh&county={county}"
    told += f"&area={','.join(areas)}" if areas else ""
    return told + ("&project=01-01-01" if page == "project" else "")


async def alone(address: str, page: str, rounds: int) -> Waits:
    """What one reader waits: first views in new sessions, new filters, the same ones again."""
    waits, asked = Waits(), views(page)[:rounds]
    for _ in range(5):
        async with Visitor(address) as visitor:
            waits.first.append((await visitor.ask(_path(page), views(page)[-1])).whole_s)
    async with Visitor(address) as visitor:
        await visitor.ask(_path(page), views(page)[-1])
        new = [await visitor.ask(_path(page), view) for view in asked]
        again = [await visitor.ask(_path(page), view) for view in asked]
    waits.new, waits.script_new = _whole(new), [answer.script_s for answer in new]
    waits.again = _whole(again)
    return waits


async def together(address: str, page: str, walks: Sequence[Sequence[str]]) -> list[float]:
    """What ten readers wait at once, thinking between two questions, each on a walk whose beginning is not counted."""

    async def walk(reader: int) -> list[Answer]:
        thinking = random.Random(f"{page}{reader}")
        async with Visitor(address) as visitor:
            begin, *walked = walks[reader]
            await visitor.ask(_path(page), begin)
            answers = []
            for view in walked:
                await asyncio.sleep(thinking.uniform(*THINKING_S))
                answers.append(await visitor.ask(_path(page), view))
            return answers

    walked = await asyncio.gather(*(walk(reader) for reader in range(READERS)))
    return _whole([answer for answers in walked for answer in answers])


async def opened(address: str, page: str) -> list[float]:
    """What ten readers wait who open the page at once, each in a new session."""

    async def open_one() -> Answer:
        async with Visitor(address) as visitor:
            return await visitor.ask(_path(page), views(page)[-1])

    return _whole(await asyncio.gather(*(open_one() for _ in range(READERS))))


def walks_again(page: str, rounds: int) -> list[list[str]]:
    """For each reader the views that somebody has asked for, each beginning at another place."""
    asked = views(page)[:rounds]
    return [
        [asked[(reader + turn) % rounds] for turn in range(min(rounds, 8) + 1)] for reader in range(READERS)
    ]


def walks_new(page: str, rounds: int) -> list[list[str]]:
    """For each reader a few views that nobody has asked for."""
    *fresh, begin = views(page)[rounds:]
    return [[begin, *fresh[reader::READERS][:5]] for reader in range(READERS)]


def _path(page: str) -> str:
    return "" if page == VISITED[0] else page


def _whole(answers: Sequence[Answer]) -> list[float]:
    return [answer.whole_s for answer in answers]


def measured(folder: Path, pages: Sequence[str], rounds: int) -> Iterator[tuple[str, Waits]]:
    """Page by page, what was waited; the server is one for all."""
    with serving(folder) as address:
        for page in pages:
            waits = asyncio.run(alone(address, page, rounds))
            waits.together_first = asyncio.run(opened(address, page))
            waits.together_again = asyncio.run(together(address, page, walks_again(page, rounds)))
            waits.together_new = asyncio.run(together(address, page, walks_new(page, rounds)))
            yield page, waits


def line(page: str, waits: Waits) -> str:
    """One row of the table, in milliseconds, with a mark behind what is over its limit."""
    told = [
        f"{1000 * median(waits.script_new):.0f}",
        f"{1000 * median(waits.first):.0f}",
        _within(median(waits.new), LIMITS_MS["alone"] / 1000),
        _within(median(waits.again), LIMITS_MS["alone"] / 1000),
        f"{1000 * median(waits.together_first):.0f}",
        _within(median(waits.together_again), LIMITS_MS["together"] / 1000),
        _within(median(waits.together_new), LIMITS_MS["together"] / 1000),
    ]
    return f"| {page} | " + " | ".join(told) + " |"


def _within(seconds: float, limit: float) -> str:
    return f"{1000 * seconds:.0f}{'' if seconds <= limit else ' (over)'}"


@click.command()
@click.option("--page", "pages", multiple=True, type=click.Choice(VISITED), help="Only these pages.")
@click.option("--rounds", default=16, show_default=True, help="Changes of filter a reader makes.")
def main(pages: Sequence[str], rounds: int) -> None:
    """Print the table, in milliseconds, medians."""
    with tempfile.TemporaryDirectory() as name:
        (folder := Path(name) / "server").mkdir()
        demo.open_demo(copied(folder)).close()
        head(rounds)
        for page, waits in measured(folder, pages or VISITED, rounds):
            print(line(page, waits), flush=True)


def head(rounds: int) -> None:
    """Print what stands above the rows."""
    print(f"{os.cpu_count()} cores; milliseconds, medians of {rounds} changes of filter, {READERS} readers")
    heads = ("page", "script, new filter", "first view", "new filter", "filter again")
    ten = ("ten, first view", "ten, again", "ten, new")
    print(f"| {' | '.join((*heads, *ten))} |")
    print(f"| --- |{' ---: |' * (len((*heads, *ten)) - 1)}", flush=True)


if __name__ == "__main__":
    main()
