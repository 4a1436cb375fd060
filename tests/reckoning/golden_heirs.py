"""Worked examples of rows whose predecessors continue others themselves, or stand in no edition that counts."""

from __future__ import annotations

from datetime import date

from portfolio.model import Entry, Project

from .builders import Story, a_project, a_view, page, stated, story
from .example import Example, Told, milestone_is, project_is
from .golden_history import DEC, DUE_ON, FEB, MARCH_12, NEW_YEAR, OCT, row
from .reported import milestone, work

SPLIT_ON = date(2025, 3, 1)
OCTOBER_20 = date(2024, 10, 20)
HEIRS = ("03-01", "03-02")


def _merged_and_split(told: Story, *of_merged: Entry) -> Story:
    """01-01 and 01-02 are 02-01 from 1 January, which reports February so, and 03-01 and 03-02 from 1 March."""
    told.edition(date(2025, 1, 20), NEW_YEAR, row("02-01", "01-01", "01-02", day=None))
    if of_merged:
        told.report(FEB, *of_merged)
    return told.edition(MARCH_12, SPLIT_ON, *(row(name, "02-01", day=None) for name in HEIRS))


def _each(told: Story, of_project: Told, of_completion: Told, *of_merged: Entry) -> Example:
    """Both heirs on 12 March are so, and so is their completion."""
    expected = project_is(of_project, HEIRS[0])
    expected["project_state"] |= {HEIRS[1]: of_project}
    expected |= {"milestones": {(name, "completion"): of_completion for name in HEIRS}}
    return _merged_and_split(told, *of_merged).ledger(), a_view(MARCH_12), expected


def _done_by_a_page(name: str) -> Project:
    """A part due on 28 February, which a page of 31 October says was done on the 20th."""
    told = (stated("completion", DUE_ON), stated("completion", done_on=OCTOBER_20, evidence_no=1))
    return a_project(name, milestones=told, evidence=(page(1, OCT),))


OPEN: Told = {"done": False, "done_on": None, "late_days": 12}
DONE: Told = {"done": True, "done_on": OCTOBER_20, "late_days": 0}


def a_part_reported_done_is_not_the_heirs() -> Example:
    """01-02 reported its completion in October, 01-01 never: both heirs of the merged row are open, 12 days late."""
    told = story(row("01-01"), row("01-02")).report(
        OCT, work(OCT, 50), milestone(OCT, "completion", "01-02", done_on=OCTOBER_20)
    )
    return _each(told, {"completed": False, "state": "yellow", "delay_days": 12}, OPEN)


def a_part_published_done_is_not_the_heirs() -> Example:
    """A page says 01-02 done, 01-01 is open: open and 12 days late, no more than the merged row itself was done."""
    told = story(row("01-01"), _done_by_a_page("01-02")).report(OCT, work(OCT, 50))
    return _each(told, {"completed": False, "state": "yellow", "delay_days": 12}, OPEN)


def all_parts_done_are_the_heirs() -> Example:
    """A page says 01-02 done on 20 October and 01-01 reported the 5th: the last of them, the 20th, stands for both heirs."""
    told = story(row("01-01"), _done_by_a_page("01-02"))
    told.report(OCT, work(OCT, 50), milestone(OCT, "completion", done_on=date(2024, 10, 5)))
    return _each(told, {"completed": True, "completed_on": OCTOBER_20}, DONE)


def the_merged_rows_own_day_is_the_heirs() -> Example:
    """No part was done when they were merged; 02-01 reported its completion of 20 February: both heirs are done then."""
    told = story(row("01-01"), row("01-02")).report(DEC, work(DEC, 50), work(DEC, 50, project="01-02"))
    ended = date(2025, 2, 20)
    done: Told = {"done": True, "done_on": ended, "late_days": 0}
    said = milestone(FEB, "completion", "02-01", done_on=ended)
    return _each(told, {"completed": True, "completed_on": ended}, done, said)


def _by_a_whole_library(*parts: str) -> Story:
    """October told 01-01 done on the 20th and 01-02 on the 5th; in January a library without a day takes all their places.

    02-01 of it, due on 28 February, continues the parts named: they themselves stand in no edition that counts.
    """
    told = story(row("01-01"), row("01-02"))
    told.report(
        OCT,
        milestone(OCT, "completion", done_on=OCTOBER_20),
        milestone(OCT, "completion", "01-02", done_on=date(2024, 10, 5)),
    )
    return told.edition(date(2025, 1, 20), None, row("02-01", *parts))


def reports_of_a_number_that_stands_nowhere() -> Example:
    """02-01 continues 01-01 alone: done on 20 October, as 01-01 reported it."""
    completed: Told = {"completed": True, "completed_on": OCTOBER_20}
    expected = project_is(completed, "02-01") | milestone_is("completion", DONE, "02-01")
    return _by_a_whole_library("01-01").ledger(), a_view(MARCH_12), expected


def parts_that_stand_nowhere() -> Example:
    """02-01 continues both: done when the last of them was, on 20 October."""
    completed: Told = {"completed": True, "completed_on": OCTOBER_20}
    expected = project_is(completed, "02-01") | milestone_is("completion", DONE, "02-01")
    return _by_a_whole_library("01-01", "01-02").ledger(), a_view(MARCH_12), expected


def an_open_milestone_of_a_number_that_stands_nowhere() -> Example:
    """02-01 continues 01-01, which never told its start: the start is open, and nothing fails for want of its row."""
    told = story(row("01-01")).report(OCT, work(OCT, 50))
    told.edition(date(2025, 1, 20), None, row("02-01", "01-01"))
    expected = project_is({"completed": False, "work_done_amount": 50, "delay_days": 12}, "02-01")
    return told.ledger(), a_view(MARCH_12), expected


def a_start_that_only_the_parts_plans_tell() -> Example:
    """Both parts' plans say started in August 2024; of the row merged from them nobody tells a start of its own."""
    august = stated("start", done_on=date(2024, 8, 31), precision="month")
    parts = (
        a_project(name, milestones=(stated("completion", DUE_ON), august)) for name in ("01-01", "01-02")
    )
    told = story(*parts).edition(date(2025, 1, 20), NEW_YEAR, row("02-01", "01-01", "01-02"))
    began: Told = {"done": True, "done_on": date(2024, 8, 31)}
    return (
        told.ledger(),
        a_view(MARCH_12),
        project_is({"started": True}, "02-01") | milestone_is("start", began, "02-01"),
    )


EXAMPLES = (
    a_start_that_only_the_parts_plans_tell,
    a_part_reported_done_is_not_the_heirs,
    a_part_published_done_is_not_the_heirs,
    all_parts_done_are_the_heirs,
    the_merged_rows_own_day_is_the_heirs,
    reports_of_a_number_that_stands_nowhere,
    parts_that_stand_nowhere,
    an_open_milestone_of_a_number_that_stands_nowhere,
)
