"""Prints what a reader waits for on each page at city size: a real server, readers over its websocket, one and ten.

`python -m benchmarks.pages` takes some minutes. Four changes of filter are told apart:

- "another county": the other filters stay, and the reader has thought for one to three seconds;
- "another filter": a county stays, and one source, stage or category is chosen of which nobody had asked, after the
  reader has looked at the page for ten seconds;
- "new filter": a county and areas of which nobody had asked in any county, one change after the other without a
  thought: the dearest there is;
- "filter again": a view that somebody has asked for since the server started.

Ten readers think for one to three seconds between two questions; those who change one filter look for five to fifteen.
Beside it stand the page's bare questions: the time that the engine takes for the same new filters, asked in this process.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil
from pathlib import Path
from shutil import copytree
from statistics import median

import click

from benchmarks.bare import bare_seconds
from benchmarks.visitors import Answer, Visitor
from portfolio import demo
from portfolio.codes import labels
from portfolio.web.frame import VISITED
from tests.browser.server import copied, serving

COUNTIES = ("990001", "990002", "990003", "990004", "990005", "990006", "990000")
READERS = 10
CHANGES = 4
"""How often a reader changes the county before changing another filter."""
THINKING_S = (1.0, 3.0)
LOOKING_S = 10.0
"""How long a reader looks at a page before another filter than the county is changed."""
LOOKING_FOR_S = (5.0, 15.0)
"""The same for ten readers, who are not in step."""
LIMITS_MS = {"alone": 150, "together": 250}
"""What a change of filter may take in the median, for one reader and for ten."""


@dataclass
class Waits:
    """Seconds waited on one page, by what was asked and by how many at once."""

    first: list[float] = field(default_factory=list)
    county: list[float] = field(default_factory=list)
    one: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    script_new: list[float] = field(default_factory=list)
    together_first: list[float] = field(default_factory=list)
    together_one: list[float] = field(default_factory=list)
    together_new: list[float] = field(default_factory=list)
    together_again: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def views(page: str) -> list[str]:
    """The addresses' filters of a page, all different; no two have the same areas, so that none foretells another."""
    areas = list(labels("area", "zh"))
    sets = [held for size in (1, 2, 3) for held in combinations(areas, size)]
    chance = random.Random(page)
    chance.shuffle(sets)
    return [address(page, chance.choice(COUNTIES), held) for held in sets]


def county_walks(page: str, rounds: int) -> list[list[str]]:
    """Walks from county to county, each with a category of its own: the first view is new, the others differ in county."""
    chance = random.Random(f"{page} counties")
    walks = []
    for category in list(labels("category", "zh"))[: ceil(rounds / CHANGES)]:
        counties = chance.sample(COUNTIES, CHANGES + 1)
        walks.append([f"{address(page, county, ())}&category={category}" for county in counties])
    return walks


def filter_walks(page: str, rounds: int) -> list[tuple[str, str]]:
    """A county's view, and the same with one source, stage or category, each another; `county_walks` asks of no such."""
    chance = random.Random(f"{page} filters")
    asked = list(labels("category", "zh"))[ceil(rounds / CHANGES) :]
    codes = [("category", code) for code in asked]
    codes += [(name, code) for name in ("source", "stage") for code in labels(name, "zh")]
    walks = []
    for name, code in chance.sample(codes, ceil(rounds / 2)):
        county = address(page, chance.choice(COUNTIES), ())
        walks.append((county, f"{county}&{name}={code}"))
    return walks


def address(page: str, county: str, areas: Sequence[str]) -> str:
    """What the address says for a county and areas."""
    told = f"workspace=demo&lang=zh&county={county}"
    told += f"&area={','.join(areas)}" if areas else ""
    return told + ("&project=01-01-01" if page == "project" else "")


async def alone(address: str, page: str, rounds: int) -> Waits:
    """What one reader waits: first views in new sessions, another county, new filters, the same ones again, one filter."""
    waits, asked = Waits(), views(page)[:rounds]
    for _ in range(5):
        async with Visitor(address) as visitor:
            waits.first.append((await visitor.ask(_path(page), views(page)[-1])).whole_s)
    async with Visitor(address) as visitor:
        for walk in county_walks(page, rounds):
            await visitor.ask(_path(page), walk[0])
            waits.county += _whole([await _after_thought(visitor, page, view) for view in walk[1:]])
        await visitor.ask(_path(page), views(page)[-1])
        new = [await visitor.ask(_path(page), view) for view in asked]
        again = [await visitor.ask(_path(page), view) for view in asked]
        for county, view in filter_walks(page, rounds):
            await visitor.ask(_path(page), county)
            await asyncio.sleep(LOOKING_S)
            waits.one.append((await visitor.ask(_path(page), view)).whole_s)
    waits.new, waits.script_new = _whole(new), [answer.script_s for answer in new]
    waits.again = _whole(again)
    return waits


async def _after_thought(visitor: Visitor, page: str, view: str) -> Answer:
    await asyncio.sleep(random.Random(view).uniform(*THINKING_S))
    return await visitor.ask(_path(page), view)


async def together(
    address: str, page: str, walks: Sequence[Sequence[str]], thinking_s: tuple[float, float] = THINKING_S
) -> list[float]:
    """What ten readers wait at once, thinking between two questions, each on a walk whose beginning is not counted."""

    async def walk(reader: int) -> list[Answer]:
        thinking = random.Random(f"{page}{reader}")
        async with Visitor(address) as visitor:
            begin, *walked = walks[reader]
            await visitor.ask(_path(page), begin)
            answers = []
            for view in walked:
                await asyncio.sleep(thinking.uniform(*thinking_s))
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


def walks_one(page: str) -> list[list[str]]:
    """For each reader views that differ from the one before in one filter, in an area of the reader's own.

    A stage is chosen, then the county changed, the stage taken out, another chosen.
    """
    chance = random.Random(f"{page} ten")
    walks = []
    for area in [*labels("area", "zh"), ""]:
        held = [area] if area else []
        here, there = (address(page, county, held) for county in chance.sample(COUNTIES, 2))
        stage, later = chance.sample(list(labels("stage", "zh")), 2)
        walks.append(
            [here, f"{here}&stage={stage}", f"{there}&stage={stage}", there, f"{there}&stage={later}"]
        )
    return walks


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
            waits.together_one = asyncio.run(together(address, page, walks_one(page), LOOKING_FOR_S))
            waits.together_new = asyncio.run(together(address, page, walks_new(page, rounds)))
            yield page, waits


def line(page: str, waits: Waits) -> str:
    """One row of the table, in milliseconds, with a mark behind what is over its limit."""
    bare, work = median(waits.bare), median(waits.script_new)
    told = [
        f"{1000 * bare:.0f}",
        _within(work, 1.5 * bare + 0.1),
        f"{1000 * median(waits.first):.0f}",
        _within(median(waits.county), LIMITS_MS["alone"] / 1000),
        _within(median(waits.one), LIMITS_MS["alone"] / 1000),
        _within(median(waits.new), LIMITS_MS["alone"] / 1000),
        _within(median(waits.again), LIMITS_MS["alone"] / 1000),
        f"{1000 * median(waits.together_first):.0f}",
        _within(median(waits.together_again), LIMITS_MS["together"] / 1000),
        _within(median(waits.together_one), LIMITS_MS["together"] / 1000),
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
        beside = copytree(folder, Path(name) / "bare")  # a store is open in one process only
        chosen = pages or VISITED
        bare = {page: bare_seconds(beside, page, views(page)[:rounds]) for page in chosen}
        head(rounds)
        for page, waits in measured(folder, chosen, rounds):
            waits.bare = bare[page]
            print(line(page, waits), flush=True)


def head(rounds: int) -> None:
    """Nothing; prints what stands above the rows."""
    print(f"{os.cpu_count()} cores; milliseconds, medians of {rounds} changes of filter, {READERS} readers")
    heads = ("page", "bare questions", "script, new filter", "first view", "another county")
    more = ("another filter", "new filter", "filter again")
    ten = ("ten, first view", "ten, again", "ten, one filter", "ten, new")
    print(f"| {' | '.join((*heads, *more, *ten))} |")
    print(f"| --- |{' ---: |' * (len((*heads, *more, *ten)) - 1)}", flush=True)


if __name__ == "__main__":
    main()
