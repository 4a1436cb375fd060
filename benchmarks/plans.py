"""Prints what keeping a question's plan saves: each question asked for county after county, with and without, in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import click

from portfolio import demo
from portfolio.model import View
from portfolio.queries.asking import FILTERS
from portfolio.store import Store
from portfolio.store.answers import Answers
from portfolio.store.lines import Lines
from tests.browser.server import copied

COUNTIES = ("990001", "990002", "990003", "990004", "990005", "990006", "990000")
ASKED = ("state_count", "coverage", "county_delay", "unsourced", "late_milestone", "pace", "funding_sum")
VIEW = View(as_of=date(2026, 10, 31), known_at=datetime(2026, 11, 24))


def seconds(store: Store, macro: str, counties: Sequence[str]) -> list[float]:
    """How long the macro's question took for each county."""
    spent = []
    for county in counties:
        view = VIEW.model_copy(update={"counties": (county,)})
        begun = perf_counter()
        store.ask(f"FROM {macro}($snapshot, {FILTERS})", view)
        spent.append(perf_counter() - begun)
    return spent


@click.command()
@click.option("--rounds", default=5, show_default=True)
def main(rounds: int) -> None:
    """Print milliseconds, medians, and how many times as long a plan made anew takes."""
    with tempfile.TemporaryDirectory() as name:
        store = demo.open_demo(copied(Path(name)))
        store._answers = Answers(room=0)
        kept, anew = Lines(store._engine), Lines(store._engine, planning=False)
        for macro in ASKED:
            spent: dict[Lines, list[float]] = {kept: [], anew: []}
            for lines in (kept, anew) * rounds:
                store._lines = lines
                spent[lines] += seconds(store, macro, COUNTIES)
            with_plan, without = median(spent[kept]), median(spent[anew])
            click.echo(
                f"{macro:16}{1000 * with_plan:7.1f}{1000 * without:7.1f}{without / with_plan:6.2f} times"
            )
        anew.close()
        store.close()


if __name__ == "__main__":
    main()
