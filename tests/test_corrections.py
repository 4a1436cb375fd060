"""Corrections in the ledger: what fits, who may, four eyes, papers, and that nothing of one is forged unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from portfolio import library, queries
from portfolio.model import (
    Account,
    Attachment,
    Correction,
    CorrectionDecision,
    Decision,
    Event,
    FundingEntry,
    MendedStatement,
    MilestoneEntry,
    PortfolioError,
    ProgressEntry,
    Reader,
    Record,
    StatusEntry,
    Submission,
    View,
)
from portfolio.model.corrections import KINDS, mendable, needs_paper
from portfolio.queries import corrections, people, reported, reporting
from portfolio.store import Store, attachments, uploads
from portfolio.store.backup import backup, restore
from tests.conftest import copy_library
from tests.papers import BROKEN, JPEG, PDF, PNG

AT = datetime(2026, 11, 2, 9)
OCTOBER = date(2026, 10, 31)
PROJECT, ELSEWHERE = "06-01", "03-01"
VIEW = View(as_of=date(2026, 11, 20), known_at=datetime(2027, 1, 1))
ACCOUNTS = {
    "admin": {"role": "administrator"},
    "leader": {"role": "leader"},
    "city": {"role": "reviewer"},
    "city2": {"role": "reviewer"},
    "owner": {"role": "owner", "unit_code": "U1"},
}
PAPER = Attachment(
    project_id=PROJECT, file_name="批文.png", kind="png", size_bytes=len(PNG), sha256=uploads.checksum(PNG)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has an account of every kind, and one accepted report with slips of the pen."""
    opened = library.open_official(copy_library(tmp_path_factory.mktemp("corrections") / "data"), AT)
    county = opened.read(
        "SELECT county_code FROM library_row(9223372036854775807) WHERE project_id = $p", {"p": PROJECT}
    ).item()
    told = [Account(login=login, name=login, **of) for login, of in ACCOUNTS.items()]
    told += [
        Account(login="county", name="county", role="reviewer", county_code=county),
        Account(login="other", name="other", role="reviewer", county_code="421202"),
    ]
    opened.append(Event(kind="account_changed", actor="operator", at=AT), told)
    report(opened)
    opened.close()
    return opened.path.parent


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that store of the test's own."""
    opened = library.open_official(Path(shutil.copytree(made, tmp_path / "data")), AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def decided(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The file of a store in which a correction with a paper was proposed and accepted, and the numbers of both events."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("decided") / "data"))
    opened = library.open_official(folder, AT)
    proposed = propose(opened, "city", PAPER)
    events = {"first": 1, "proposed": proposed, "decided": decide(opened, "city2", proposed)}
    assert opened.broken_link() is None
    opened.close()
    return opened.path, events


def report(store: Store, month: date = OCTOBER, work: str = "700") -> int:
    """The number of an accepted report: due 2052-06-30, work of 700, paid 80 of the county's source."""
    key = {"project_id": PROJECT, "period_on": month}
    rows = [
        MilestoneEntry(**key, milestone="final_account", due_on=date(2052, 6, 30)),
        ProgressEntry(**key, work_done_amount=f"{work}.00", physical_share="0.5"),
        FundingEntry(**key, source="county", received_amount="100.00", paid_amount="80.00"),
        FundingEntry(**key, source="city", paid_amount="80.00"),
        StatusEntry(**key, stage="continuing"),
    ]
    sent = Event(kind="report_submitted", actor="library", at=AT)
    number = store.append(sent, [Submission(period_on=month), *rows])
    decided = Event(kind="report_decided", actor="library", at=AT)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])
    return number


def first(store: Store) -> int:
    return int(store.read("SELECT min(event_id) AS n FROM store.submission").item())


def reader(store: Store, login: str) -> Reader:
    found = people.reader_of(store, login)
    assert found
    return found


def append(store: Store, login: str, kind: str, records: list[Record]) -> int:
    return store.append(Event(kind=kind, actor=login, at=AT), records, by=reader(store, login))


def slip(store: Store, value: str | None = "2025-06-30", **told: Any) -> list[Record]:
    """The correction of the report's due day, told otherwise where `told` says so."""
    made = {"project_id": PROJECT, "entry": "milestone_entry", "field": "due_on", "reason": "年份写错"} | told
    statement = {"submission_id": first(store), "place": 0, "stated": "2052-06-30"}
    statement |= {name: made.pop(name) for name in statement if name in made}
    return [Correction(**made, value=value), MendedStatement(**statement)]


def propose(store: Store, login: str = "city", *more: Record, **told: Any) -> int:
    return append(store, login, "correction_proposed", [*slip(store, **told), *more])


def decide(store: Store, login: str, number: int, verdict: str = "accepted") -> int:
    decision = CorrectionDecision(correction_id=number, verdict=verdict, reason="核对")
    return append(store, login, "correction_decided", [decision])


def due(store: Store) -> date:
    rows = queries.milestones(store, VIEW.model_copy(update={"projects": (PROJECT,)}))
    days: dict[str, date] = dict(rows.select("milestone", "due_on").iter_rows())
    return days["final_account"]


def test_what_stands_behind_a_figure_says_that_it_was_mended(store: Store) -> None:
    number = propose(store)
    decide(store, "city2", number)
    (source,) = (
        queries.figure_sources(store, VIEW, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    )
    assert (source["value"], source["correction_id"], source["event_id"]) == (
        "2025-06-30",
        number,
        first(store),
    )
    (row,) = queries.history(store, VIEW, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    assert (row["value"], row["right_value"], row["correction_id"]) == ("2052-06-30", "2025-06-30", number)
    before = VIEW.model_copy(update={"newest_event": number})
    (row,) = queries.history(store, before, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    assert (row["value"], row["right_value"], row["correction_id"]) == ("2052-06-30", None, None)


def test_the_next_report_is_held_against_what_is_right(store: Store) -> None:
    decide(store, "city2", propose(store))
    held = reported.held(store, VIEW, OCTOBER)["milestone"].filter(
        milestone="final_account", project_id=PROJECT
    )
    assert held["due_on_last"].to_list() == [date(2025, 6, 30)]
    row = MilestoneEntry(
        project_id=PROJECT, period_on=OCTOBER, milestone="final_account", due_on=date(2025, 7, 31)
    )
    sent = Event(kind="report_submitted", actor="library", at=AT)
    number = store.append(sent, [Submission(period_on=OCTOBER), row])
    (told,) = reporting.report_entries(store, VIEW, number).filter(field="due_on").to_dicts()
    assert (told["old_value"], told["new_value"]) == ("2025-06-30", "2025-07-31")


def test_the_unbroken_run_of_a_value_is_proposed(store: Store) -> None:
    """September says 60, October 700, November 700 (each 80 paid), December 900: October and November are one run."""
    for month, work in ((date(2026, 9, 30), "60"), (date(2026, 11, 30), "700"), (date(2026, 12, 31), "900")):
        report(store, month, work)
    later = VIEW.model_copy(update={"as_of": date(2027, 1, 1)})
    rows = corrections.mendable_statements(store, later, PROJECT).filter(field="work_done_amount")
    assert rows["value"].to_list() == ["60.00", "700.00", "700.00", "900.00"]
    assert rows["run_no"].to_list() == [1, 2, 2, 3]
    paid = corrections.mendable_statements(store, later, PROJECT).filter(field="paid_amount", part="city")
    assert paid["run_no"].to_list() == [1, 1, 1, 1] and paid["position"].to_list() == [1, 1, 1, 1]


def test_who_proposes_and_who_decides(store: Store) -> None:
    for login, code in (("leader", "not_allowed"), ("owner", "not_allowed"), ("other", "not_yours")):
        with pytest.raises(PortfolioError, match=code):
            propose(store, login)
    for login in ("county", "admin", "city"):
        number = propose(store, login)
        refusals = {
            "owner": "not_allowed",
            "leader": "not_allowed",
            "admin": "not_allowed",
            "county": "city_only",
            "other": "city_only",
        }
        for other, code in refusals.items():
            with pytest.raises(
                PortfolioError, match="own_correction" if other == login == "county" else code
            ):
                decide(store, other, number)
        with pytest.raises(PortfolioError, match="not_yours" if login != "city2" else ""):
            decide(store, "city2", number, "withdrawn")
        decide(store, login, number, "withdrawn")
        with pytest.raises(PortfolioError, match="correction_decided"):
            decide(store, "city2", number)
    assert due(store) == date(2052, 6, 30)


def test_nobody_accepts_their_own(store: Store) -> None:
    number = propose(store)
    with pytest.raises(PortfolioError, match="own_correction"):
        decide(store, "city", number)
    with pytest.raises(PortfolioError, match="own_correction"):
        decide(store, "city", number, "refused")
    decide(store, "city2", number)
    assert due(store) == date(2025, 6, 30)


def test_it_mends_what_stands_and_nothing_else(store: Store) -> None:
    for told, code in (
        ({"stated": "2052-06-29"}, "correction_stale"),
        ({"place": 1}, "correction_stale"),
        ({"submission_id": first(store) + 1}, "correction_stale"),
        ({"value": "2052-06-30"}, "correction_unchanged"),
        ({"project_id": ELSEWHERE}, "correction_stale"),
    ):
        with pytest.raises(PortfolioError, match=code):
            propose(store, **told)
    sources = [
        Correction(
            project_id=PROJECT, entry="funding_entry", field="paid_amount", value="8.00", reason="多写一位"
        ),
        *(MendedStatement(submission_id=first(store), place=place, stated="80.00") for place in (0, 1)),
        PAPER,
    ]
    with pytest.raises(PortfolioError, match="correction_mixed"):
        append(store, "city", "correction_proposed", sources)


def test_of_two_for_one_statement_the_second_is_stale(store: Store) -> None:
    one, other = propose(store), propose(store, value="2025-07-30")
    decide(store, "city2", one)
    with pytest.raises(PortfolioError, match="correction_stale"):
        decide(store, "city2", other)
    decide(store, "city2", other, "refused")
    again = propose(store, stated="2025-06-30", value="2025-05-30")
    decide(store, "city2", again)
    assert due(store) == date(2025, 5, 30)


def test_one_of_a_report_taken_back_is_stale(store: Store) -> None:
    number = propose(store)
    for login, reason, code in (("county", "有误", "city_only"), ("city", None, "reason_needed")):
        back = Decision(submission_id=first(store), verdict="taken_back", reason=reason)
        with pytest.raises(PortfolioError, match=code):
            append(store, login, "report_decided", [back])
    back = Decision(submission_id=first(store), verdict="taken_back", reason="有误")
    append(store, "city", "report_decided", [back])
    with pytest.raises(PortfolioError, match="decided_already"):
        append(store, "city", "report_decided", [back])
    with pytest.raises(PortfolioError, match="correction_stale"):
        decide(store, "city2", number)


def test_less_late_or_another_rate_needs_a_paper(store: Store) -> None:
    with pytest.raises(PortfolioError, match="correction_needs_paper"):
        propose(store, value="2053-06-30")
    propose(store, "city", PAPER, value="2053-06-30")
    work = {"entry": "progress_entry", "field": "work_done_amount", "stated": "700.00", "value": "70.00"}
    with pytest.raises(PortfolioError, match="correction_needs_paper"):
        propose(store, **work)
    propose(store, "city", PAPER, **work)
    propose(store, entry="progress_entry", field="physical_share", stated="0.50000000", value="0.05000000")


@pytest.mark.parametrize(
    ("table", "field", "stated", "value", "precision", "needed"),
    [
        ("milestone_entry", "due_on", "2025-06-30", "2025-07-01", None, True),
        ("milestone_entry", "due_on", "2025-06-30", "2025-06-29", None, False),
        ("milestone_entry", "due_on", "2025-06-30", None, None, True),
        ("milestone_entry", "done_on", "2025-06-30", "2025-06-29", None, True),
        ("milestone_entry", "done_on", "2025-06-30", "2025-07-01", "day", False),
        ("milestone_entry", "done_on", "2025-06-30", "2025-12-31", "year", True),
        ("milestone_entry", "done_on", "2025-06-30", None, None, False),
        ("milestone_entry", "approved_on", "2025-06-30", "2025-06-29", None, True),
        ("milestone_entry", "forecast_on", "2025-06-30", "2025-06-29", None, False),
        ("plan_entry", "planned_amount", "60.00", "600.00", None, True),
        ("funding_entry", "paid_amount", "60.00", "6.00", None, True),
        ("status_entry", "stage", "continuing", "suspended", None, True),
        ("obstacle_entry", "due_on", "2025-06-30", "2025-07-01", None, False),
    ],
)
def test_what_a_paper_is_needed_for(
    table: str, field: str, stated: str, value: str | None, precision: str | None, needed: bool
) -> None:
    assert needs_paper(table, field, stated, value, precision) is needed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "told",
    [
        {"entry": "account", "field": "role"},
        {"field": "milestone"},
        {"field": "due_precision"},
        {"field": "event_id"},
        {"value": "2025-06-31"},
        {"value": "2025-6-30"},
        {"value": "20250630"},
        {"field": "approval", "value": " "},
        {"field": "forecast_on", "value_precision": "month"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "7"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "-7.00"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "NaN"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "999999999999999.00"},
        {"entry": "progress_entry", "field": "physical_share", "value": "1.50000000"},
        {"entry": "status_entry", "field": "stage", "value": "done"},
        {"entry": "status_entry", "field": "stage", "value": None},
        {"entry": "funding_entry", "field": "plan_complete", "value": "yes"},
    ],
)
def test_what_a_field_cannot_hold_is_misuse(store: Store, told: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        propose(store, **told)
    with pytest.raises(ValueError, match="mends a statement"):
        append(store, "city", "correction_proposed", slip(store)[:1])


def test_every_field_that_an_owner_states_may_be_mended_and_no_key() -> None:
    told = {(table, field) for table in KINDS for field in mendable(table)}
    assert ("milestone_entry", "due_on") in told and ("plan_entry", "planned_amount") in told
    keys = {"source", "currency", "year", "milestone", "obstacle", "project_id", "period_on", "cleared"}
    assert not keys & {field for _, field in told}


def test_what_a_paper_is_is_in_its_bytes(store: Store) -> None:
    for data, kind in ((PDF, "pdf"), (JPEG, "jpg"), (PNG, "png")):
        kept = attachments.keep(store, data, "../../x\x07/批文.exe", PROJECT)
        assert (kept.kind, kept.file_name, kept.size_bytes) == (kind, f"批文.{kind}", len(data))
        assert attachments.handed_out(store, kept.sha256) == data
    for data in BROKEN.values():
        with pytest.raises(PortfolioError, match="paper_unfit"):
            attachments.keep(store, data, "批文.png", PROJECT)
    with pytest.raises(PortfolioError, match="paper_large"):
        attachments.keep(store, PNG + bytes(attachments.LARGEST), "批文.png", PROJECT)


def test_a_paper_that_is_not_what_it_was_is_not_handed_out(store: Store) -> None:
    paper = attachments.keep(store, PNG, "批文.png", PROJECT)
    kept = uploads.kept(store, paper.sha256)
    assert kept is not None
    kept.write_bytes(JPEG)
    with pytest.raises(PortfolioError, match="paper_damaged"):
        attachments.handed_out(store, paper.sha256)
    kept.unlink()
    for number in (paper.sha256, "../../etc/passwd", ""):
        with pytest.raises(PortfolioError, match="paper_missing"):
            attachments.handed_out(store, number)


def test_a_paper_is_seen_by_those_who_may_see_its_project(store: Store) -> None:
    number = propose(store, "city", PAPER)
    county = reader(store, "county").scope
    assert corrections.attachments(store, VIEW, number)["sha256"].to_list() == [PAPER.sha256]
    for scope, seen in ((county, 1), (("421202",), 0), ((PROJECT,), 1), ((), 0)):
        scoped = VIEW.model_copy(update={"scope": scope})
        assert corrections.attachments(store, scoped, number).height == seen
        assert corrections.corrections(store, scoped).height == seen


def test_papers_are_part_of_a_backup(store: Store, tmp_path: Path) -> None:
    paper = attachments.keep(store, PDF, "批文.pdf", PROJECT)
    decide(store, "city2", propose(store, "city", paper))
    made = backup(store, tmp_path / "kept", AT)
    restore(made, tmp_path / "elsewhere", AT)
    again = library.open_official(tmp_path / "elsewhere", AT)
    assert due(again) == date(2025, 6, 30) and again.broken_link() is None
    assert attachments.handed_out(again, paper.sha256) == PDF
    again.close()


FORGED = {
    "the right value": ("UPDATE correction SET value = '2026-06-30'", "proposed"),
    "whose project": ("UPDATE correction SET project_id = '06-02'", "proposed"),
    "the field": ("UPDATE correction SET field = 'done_on'", "proposed"),
    "the kind of entry": ("UPDATE correction SET entry = 'obstacle_entry'", "proposed"),
    "the precision": ("UPDATE correction SET value_precision = 'year'", "proposed"),
    "why": ("UPDATE correction SET reason = '另有原因'", "proposed"),
    "which report": ("UPDATE mended_statement SET submission_id = submission_id + 1", "proposed"),
    "which row": ("UPDATE mended_statement SET place = 7", "proposed"),
    "what it said": ("UPDATE mended_statement SET stated = '2025-06-30'", "proposed"),
    "one statement more": (
        "INSERT INTO mended_statement SELECT event_id, 1, submission_id, 3, stated FROM mended_statement",
        "proposed",
    ),
    "one statement less": ("DELETE FROM mended_statement", "proposed"),
    "another paper": (f"UPDATE attachment SET sha256 = '{uploads.checksum(JPEG)}'", "proposed"),
    "the paper's name": ("UPDATE attachment SET file_name = '别的.png'", "proposed"),
    "the paper's size": ("UPDATE attachment SET size_bytes = 1", "proposed"),
    "the paper's project": ("UPDATE attachment SET project_id = '06-02'", "proposed"),
    "a paper less": ("DELETE FROM attachment", "proposed"),
    "the whole correction": ("DELETE FROM correction", "proposed"),
    "who proposed it": ("UPDATE event SET actor = 'admin' WHERE kind = 'correction_proposed'", "proposed"),
    "the verdict": ("UPDATE correction_decision SET verdict = 'refused'", "decided"),
    "which was decided": ("UPDATE correction_decision SET correction_id = 1", "decided"),
    "the decider's word": ("UPDATE correction_decision SET reason = NULL", "decided"),
    "the decision": ("DELETE FROM correction_decision", "decided"),
    "who decided it": ("UPDATE event SET actor = 'city' WHERE kind = 'correction_decided'", "decided"),
    "when": (
        'UPDATE event SET "at" = "at" - INTERVAL 1 DAY WHERE kind = \'correction_decided\'',
        "decided",
    ),
    "an acceptance slipped under another event": (
        "INSERT INTO correction_decision SELECT 1, 0, correction_id, verdict, reason FROM correction_decision",
        "first",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_nothing_of_a_correction_is_forged_unnoticed(
    decided: tuple[Path, dict[str, int]], tmp_path: Path, what: str
) -> None:
    """Whatever is changed in the file past the program, the chain is broken at the event that it belongs to."""
    whole, events = decided
    file = Path(shutil.copy(whole, tmp_path / "official.duckdb"))
    statement, event = FORGED[what]
    with duckdb.connect(str(file)) as engine:
        engine.execute(statement)
    opened = Store(file)
    assert opened.broken_link() == events[event]
    opened.close()
