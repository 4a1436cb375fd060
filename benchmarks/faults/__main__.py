"""`python -m benchmarks.faults --kills 1000`: kill the program so often, and report what was lost (exit code 1 if any).

A campaign that was stopped goes on where it was when it is started again with the same folder.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import click

from benchmarks.faults import acts, ledger

OWNERS = 4
ACTS = {"submission": 44, "decision": 20, "backup": 12, "closing": 10, "restore": 9, "upgrade": 5}
"""How often each is killed, of a hundred."""


@click.command()
@click.option("--kills", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("faults-campaign"))
def main(kills: int, folder: Path) -> None:
    """Kill the program KILLS times in all, in FOLDER, and report."""
    data, log, starts = folder / "data", folder / "rounds.jsonl", folder / "starts"
    projects = ledger.given(data) if log.exists() else ledger.prepare(data, OWNERS)
    log.touch()
    with starts.open("a", encoding="utf-8") as file:
        file.write("begun\n")
    # a round that was broken off may have left its reports: the same amounts again would be the same file
    before = 1000 + len(starts.read_text(encoding="utf-8").splitlines())
    expected = ledger.Expected(folder / "shown.jsonl")
    for number in range(len(log.read_text().splitlines()), kills):
        told = turn(data, projects, expected, number, before + number)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        click.echo(f"{number + 1}/{kills} {told}")
    sys.exit(report([json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]))


def turn(
    data: Path, projects: dict[str, str], expected: ledger.Expected, number: int, amount: int
) -> dict[str, object]:
    """One kill while reports tell of `amount`: of what, how many receipts were shown, what was wrong, seconds taken."""
    chance, began = random.Random(number), time.monotonic()
    (act,) = chance.choices(list(ACTS), list(ACTS.values()))
    found: list[str] = []
    shown: list[ledger.Shown] = []
    if act == "restore":
        found += acts.restore(data, expected, chance)
    elif act == "upgrade":
        found += acts.upgrade(data, chance)
    else:
        shown = getattr(acts, act)(data, projects, amount, chance)
        expected.add(*shown)
    events, wrong = ledger.faults(data, expected)
    seconds = round(time.monotonic() - began, 1)
    return {"act": act, "shown": len(shown), "events": events, "wrong": found + wrong, "seconds": seconds}


def report(rounds: list[dict[str, object]]) -> int:
    """Print the campaign's table; 1 where anything was wrong, else 0."""
    counts = Counter(str(one["act"]) for one in rounds)
    wrong = [(number, one) for number, one in enumerate(rounds) if one["wrong"]]
    for act in ACTS:
        shown = sum(int(str(one["shown"])) for one in rounds if one["act"] == act)
        bad = sum(one["act"] == act for _, one in wrong)
        click.echo(f"{act}: {counts[act]} kills, {shown} receipts shown, {bad} with a fault")
    for number, one in wrong:
        click.echo(f"round {number}: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    main()
