"""What clients were shown as stored, and whether the store still says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from shutil import copy, copytree

from benchmarks.faults.server import ROOT
from portfolio import clock, library, passwords
from portfolio.model import Account, Assignment, Event, Period, Unit
from portfolio.store import Store, checking

MONTH = date(2026, 6, 30)
QUERY = "month=2026-06"
SECRET = "江水 长流 三千 里"
REVIEWERS = ("shenhe0", "shenhe1")


@dataclass(frozen=True)
class Shown:
    """A receipt that a client was shown: the number of its event; of a report whose it is and its amount in 万元."""

    kind: str
    number: int
    project: str = ""
    amount: int = 0
    verdict: str = ""


class Expected:
    """All that was ever shown, kept in a file, so that a campaign may go on where it stopped."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        self.shown = [Shown(**json.loads(line)) for line in lines]

    def add(self, *receipts: Shown) -> None:
        """Keep the receipts."""
        self.shown += receipts
        with self._file.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in receipts)

    def put_back(self, newest: int) -> None:
        """Forget what a restored backup, whose newest event has that number, cannot hold."""
        self.shown = [one for one in self.shown if one.number <= newest]
        text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in self.shown)
        self._file.write_text(text, encoding="utf-8")


def prepare(data: Path, owners: int, leaders: int = 0) -> dict[str, str]:
    """Login to project: a new store, with so many owners of a unit and a project each, who may report MONTH.

    Beside them so many leaders, leader0 and on, who only read.
    """
    data.mkdir(parents=True)
    copy(ROOT / "data" / "project_library.parquet", data)
    copytree(ROOT / "data" / "library", data / "library")
    with closing(library.open_official(data, clock.now())) as store:
        _people(store, owners, leaders)
    return given(data)


def given(data: Path) -> dict[str, str]:
    """Login to project of the store's owners."""
    with closing(library.open_official(data, clock.now())) as store:
        rows = store.read(
            "SELECT a.login, s.project_id FROM store.account a JOIN store.assignment s USING (unit_code) ORDER BY 1"
        )
    return dict(rows.iter_rows())


def _people(store: Store, owners: int, leaders: int) -> None:
    found = store.read(
        "SELECT project_id FROM library_row(9223372036854775807) WHERE kind = 'project' ORDER BY 1"
    )
    projects = found["project_id"].head(owners).to_list()
    kept, at = passwords.hashed(SECRET), clock.now()

    def event(kind: str) -> Event:
        return Event.model_validate({"kind": kind, "actor": "operator", "at": at, "why": "演练"})

    units = [Unit(unit_code=f"U{n}", name=f"单位{n}") for n in range(owners)]
    store.append(event("unit_changed"), units)
    store.append(
        event("assignment_changed"),
        [Assignment(unit_code=f"U{n}", project_id=name) for n, name in enumerate(projects)],
    )
    people = [Account(login="guanli", name="管理员", role="administrator", password_hash=kept)]
    people += [Account(login=name, name=name, role="reviewer", password_hash=kept) for name in REVIEWERS]
    names = [f"leader{n}" for n in range(leaders)]
    people += [Account(login=name, name=name, role="leader", password_hash=kept) for name in names]
    people += [
        Account(login=f"owner{n}", name=f"填报{n}", role="owner", unit_code=f"U{n}", password_hash=kept)
        for n in range(owners)
    ]
    store.append(event("account_changed"), people)
    store.append(
        event("period_changed"), [Period(period_on=MONTH, state="reopened", until_on=date(2099, 12, 31))]
    )


def faults(data: Path, expected: Expected) -> tuple[int, list[str]]:
    """The number of the newest event, and all that is wrong in the store: lost, halved, doubled, or not as written."""
    found: list[str] = []
    with closing(library.open_official(data, clock.now())) as store:
        found += [f"{one.code} {dict(one.facts)}" for one in checking.problems(store)]
        told = _reports(store)
        decided = store.read("SELECT event_id, submission_id, verdict FROM store.decision").to_dicts()
        newest = store.version()
    verdicts = {(row["submission_id"], row["verdict"]) for row in decided}
    for one in expected.shown:
        if one.kind == "report" and told.get(one.number) != [(one.project, one.amount)]:
            found.append(f"report {one} is {told.get(one.number)}")
        if one.kind == "decision" and (one.number, one.verdict) not in verdicts:
            found.append(f"decision {one} is not there")
    found += [f"report {number} has rows {rows}" for number, rows in told.items() if len(rows) != 1]
    if len({row["submission_id"] for row in decided if row["verdict"] != "withdrawn"}) != sum(
        row["verdict"] != "withdrawn" for row in decided
    ):
        found.append("a report was decided twice")
    return newest, found


def newest(data: Path) -> int:
    """The number of the store's newest event."""
    with closing(library.open_official(data, clock.now())) as store:
        return store.version()


def _reports(store: Store) -> Mapping[int, list[tuple[str, int]]]:
    """Number of each report to its rows: project and amount in 万元."""
    rows = store.read(
        "SELECT s.event_id, p.project_id, p.work_done_amount FROM store.submission s "
        "LEFT JOIN store.progress_entry p USING (event_id) ORDER BY 1, 2"
    )
    told: dict[int, list[tuple[str, int]]] = {}
    for number, project, amount in rows.iter_rows():
        told.setdefault(number, [])
        if project is not None:
            told[number].append((project, int(amount / 10_000)))
    return told
