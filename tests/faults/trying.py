"""Each fault tried: the named tests must pass without it and fail with it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.faults.running import FAILED, PASSED, Ran, run
from tests.faults.scratch import applies, apply, scratch
from tests.faults.table import Fault


class Verdict(StrEnum):
    """What became of a fault."""

    CAUGHT = "caught"
    MISSED = "NOT CAUGHT"
    STALE = "patch no longer applies"
    RED = "tests already red without it"


@dataclass(frozen=True)
class Tried:
    """A fault, its verdict, the seconds that it took, and what the verdict rests on."""

    fault: Fault
    verdict: Verdict
    seconds: float
    why: str


def without(faults: Sequence[Fault], at: str | None) -> tuple[dict[Fault, Tried], float]:
    """The faults of which it is clear already that they cannot be caught, and the seconds of the run without any."""
    begun = time.monotonic()
    with scratch(at) as folder:
        settled = {
            fault: Tried(fault, Verdict.STALE, 0.0, "rewrite it with the code")
            for fault in faults
            if not applies(fault.patch, folder)
        }
        for fault in faults:
            missing = [named.node for named in fault.tests if not named.is_in(folder)]
            if missing or not fault.tests:
                settled.setdefault(fault, Tried(fault, Verdict.RED, 0.0, f"no such test: {missing}"))
        open_ones = [fault for fault in faults if fault not in settled]
        if open_ones:
            ran = run(folder, [named for one in open_ones for named in one.tests], stop_at_first=False)
            settled |= {one: Tried(one, Verdict.RED, 0.0, why) for one in open_ones if (why := red(one, ran))}
    return settled, time.monotonic() - begun


def red(fault: Fault, ran: Ran) -> str:
    """Why the fault's tests cannot be taken as green by this run without it; "" where they can."""
    if ran.code not in (PASSED, FAILED):
        return f"pytest ended with {ran.code}: {ran.last_line}"
    found = [one for one in ran.failures if any(one.is_of(named) for named in fault.tests)]
    return f"{found[0].name}: {found[0].why}" if found else ""


def tried(fault: Fault, at: str | None) -> Tried:
    """The fault's verdict, from its named tests on a fresh copy that has it."""
    begun = time.monotonic()
    with scratch(at) as folder:
        apply(fault.patch, folder)
        verdict, why = judged(run(folder, fault.tests, stop_at_first=True))
    return Tried(fault, verdict, time.monotonic() - begun, why)


def judged(ran: Ran) -> tuple[Verdict, str]:
    """Caught only by tests that failed: not by none that ran, and not by a run that broke."""
    if ran.code == FAILED and ran.failures:
        return Verdict.CAUGHT, f"{ran.failures[0].name}: {ran.failures[0].why}"
    return Verdict.MISSED, f"pytest ended with {ran.code}: {ran.last_line}"


def all_tried(faults: Sequence[Fault], at: str | None, settled: dict[Fault, Tried]) -> Iterator[Tried]:
    """Every fault's verdict in turn, those of `settled` as they stand."""
    for fault in faults:
        yield settled.get(fault) or tried(fault, at)
