"""A report is decided project by project, each once, by whose it is; its papers prove rows of its own projects."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.model import Assignment, Decision, Event, PortfolioError, ProgressEntry, Record, Submission
from portfolio.store import Store
from tests.corrections.slips import PAPER
from tests.test_write_rules import AT, OCTOBER, OTHERS, OWN, append, reader, store

__all__ = ["store"]


def test_each_project_of_a_report_is_decided_once_by_whose_it_is(store: Store) -> None:
    """03-05 is the county's, 06-01 of no county: the county decides its own alone, the city what is left, each once."""
    theirs = "03-05"
    append(store, "admin", "assignment_changed", [Assignment(unit_code="U1", project_id=theirs)])
    submission = Submission(period_on=OCTOBER, unit_code="U1")
    told = [
        ProgressEntry(project_id=name, period_on=OCTOBER, work_done_amount="1.00") for name in (OWN, theirs)
    ]
    event = Event(kind="report_submitted", actor="owner", at=AT)
    number = store.append(event, [submission, *told], by=reader(store, "owner"))

    def part(login: str, verdict: str, *names: str | None, reason: str | None = None) -> int:
        decided: list[Record] = [
            Decision(submission_id=number, verdict=verdict, project_id=name, reason=reason) for name in names
        ]
        return append(store, login, "report_decided", decided)

    for refused, login, verdict, names in (
        ("not_yours", "county", "accepted", (OWN,)),
        ("not_yours", "county", "accepted", (None,)),
        ("not_allowed", "owner", "accepted", (OWN,)),
        ("remark_needed", "city", "returned", (OWN,)),
        ("report_unknown", "city", "accepted", ("06-03",)),
        ("decided_already", "city", "taken_back", (OWN,)),
    ):
        with pytest.raises(PortfolioError, match=refused):
            part(login, verdict, *names)
    part("county", "accepted", theirs)
    for login, verdict, names in (
        ("city", "returned", (theirs,)),
        ("city", "accepted", (None,)),
        ("owner", "withdrawn", (None,)),
        ("owner", "withdrawn", (theirs,)),
    ):
        with pytest.raises(PortfolioError, match="decided_already") as once:
            part(login, verdict, *names, reason="晚了")
        assert (once.value.facts["by"], once.value.facts["verdict"]) == ("county", "accepted")
    for mixed in ((OWN, OWN), (OWN, None)):
        with pytest.raises(ValueError, match="project"):
            part("city", "accepted", *mixed)
    part("city", "returned", OWN, reason="请附批文")
    with pytest.raises(PortfolioError, match="decided_already"):
        part("owner", "withdrawn", OWN)
    part("city", "taken_back", theirs, reason="多写一位")


def test_a_paper_proves_a_row_of_a_project_that_the_report_is_about(store: Store) -> None:
    told = ProgressEntry(project_id=OWN, period_on=OCTOBER, work_done_amount="1.00")
    sent: list[Any] = [Submission(period_on=OCTOBER, unit_code="U1"), told]
    strange = PAPER.model_copy(update={"project_id": OTHERS})
    with pytest.raises(PortfolioError, match="not_yours"):
        append(store, "owner", "report_submitted", [*sent, strange])
    assert append(store, "owner", "report_submitted", [*sent, PAPER])
