"""Pytest on a scratch copy: which of the named tests failed, in a process of its own that cannot outlive its time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.table import Named

PATIENCE_S = 400
"""How long one run of pytest may take; then it counts as ended by nothing."""
PASSED, FAILED = 0, 1
"""Pytest's exit codes that say something of the tests; the others say that they did not run as asked."""


@dataclass(frozen=True)
class Failure:
    """A test that failed: its module and name as pytest reports them, and the first line of why."""

    module: str
    name: str
    why: str

    def is_of(self, named: Named) -> bool:
        """Whether the table's name stands for this test."""
        same_file = self.module == named.file.removesuffix(".py").replace("/", ".")
        return same_file and named.test in ("", self.name, self.name.partition("[")[0])


@dataclass(frozen=True)
class Ran:
    """One run of pytest: its exit code (None: it took too long), what failed, the seconds, its last line."""

    code: int | None
    failures: tuple[Failure, ...]
    seconds: float
    last_line: str


def run(folder: Path, tests: Iterable[Named], *, stop_at_first: bool) -> Ran:
    """What became of these tests on the project in `folder`, all in one process."""
    report = folder.parent / "report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"]
    command += [f"--basetemp={folder.parent / 'tmp'}", f"--junit-xml={report}", "--no-header"]
    command += [*(["-x"] if stop_at_first else []), *dict.fromkeys(named.node for named in tests)]
    begun = time.monotonic()
    code, told = _ended(command, folder)
    failures = tuple(_failures(report)) if report.exists() else ()
    return Ran(code, failures, time.monotonic() - begun, (told.splitlines() or [""])[-1])


def _ended(command: list[str], folder: Path) -> tuple[int | None, str]:
    """The exit code and what was printed; None where it took too long: then it and its servers are ended."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=PATIENCE_S)
    except BaseException as reason:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(reason, subprocess.TimeoutExpired):
            return None, f"took longer than {PATIENCE_S} s"
        raise
    return process.returncode, told


def _environment() -> dict[str, str]:
    """The environment: a browser is a must (a skipped test catches nothing), generated examples are repeatable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "GIT_"))}
    kept.pop("PYTHONPATH", None)  # the product under test is the one in the scratch copy
    return kept | {"PORTFOLIO_REQUIRE_BROWSER": "1", "CI": "1"}


def _failures(report: Path) -> Iterable[Failure]:
    for case in ElementTree.parse(report).iter("testcase"):
        for kind in ("failure", "error"):
            for found in case.findall(kind):
                why = (found.get("message") or "").splitlines()
                yield Failure(case.get("classname", ""), case.get("name", ""), why[0] if why else "")
