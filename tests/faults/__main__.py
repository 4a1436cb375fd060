"""`python -m tests.faults`: break the product in ten ways, one after another, and see whether the tests notice."""

from __future__ import annotations

import sys
import time

import click

from tests.faults.table import Fault, faults
from tests.faults.trying import Tried, Verdict, all_tried, without

WIDTH = 110
"""Characters of a line of why, past which it is cut."""


@click.command(name="python -m tests.faults")
@click.option(
    "--at", metavar="COMMIT", help="Break the project as it stood at this commit, not as it stands now."
)
@click.argument("numbers", nargs=-1, type=int)
def main(at: str | None, numbers: tuple[int, ...]) -> None:
    """Apply each fault (or those of NUMBERS) to a copy of the project and run the tests that should catch it.

    Ends with 0 only if all are caught.
    """
    asked = _asked(numbers)
    begun = time.monotonic()
    settled, seconds = without(asked, at)
    click.echo(f"   without a fault {'green' if not settled else 'NOT ALL GREEN':<40} {seconds:6.1f} s")
    told = []
    for one in all_tried(asked, at, settled):
        _tell(one)
        told.append(one)
    caught = sum(one.verdict is Verdict.CAUGHT for one in told)
    click.echo(f"{caught} of {len(told)} caught in {time.monotonic() - begun:.0f} s")
    sys.exit(caught != len(told))


def _asked(numbers: tuple[int, ...]) -> list[Fault]:
    """The faults of these numbers, all for none."""
    known = faults()
    unknown = set(numbers) - {fault.number for fault in known}
    if unknown:
        raise click.UsageError(f"no fault has the number {sorted(unknown)}")
    return [fault for fault in known if not numbers or fault.number in numbers]


def _tell(one: Tried) -> None:
    fault = one.fault
    click.echo(f"{fault.number:2} {fault.kind:<28} {one.verdict:<28} {one.seconds:6.1f} s  {fault.title}")
    click.echo(f"   {one.why[:WIDTH]}")


if __name__ == "__main__":
    main()
