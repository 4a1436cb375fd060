"""Worked examples of editions with an effective day: which one answers, what their days mean, what stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio.model import DayChoice, Project

from .builders import (
    FOUNDED_AT,
    Story,
    a_project,
    a_view,
    default_thresholds,
    morning,
    stated,
    story,
)
from .example import Example, Told, milestone_is, project_is
from .reported import milestone, stage, work

DEC_2024, DEC_2025, DEC_2026 = date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31)
NEW_YEAR = date(2025, 1, 1)
JAN, FEB, APR = date(2025, 1, 31), date(2025, 2, 28), date(2025, 4, 30)
JULY_5 = date(2025, 7, 5)


def due(day: date | None, **told: Any) -> Project:
    """The one project, whose completion the edition states for that day."""
    return a_project(milestones=() if day is None else (stated("completion", day),), **told)


def approved(day: date) -> DayChoice:
    """The day chosen to be an approved one."""
    return DayChoice(
        project_id="01-01",
        milestone="completion",
        due_on=day,
        treatment="approved",
        approval="示政发〔2024〕9号",
        approved_body="示例市人民政府",
    )


def _moved(*told: DayChoice) -> Story:
    """First due 2024-12-31; an edition taken on 10 January 2025, effective on the 1st, says 2026-12-31."""
    begun = story(due(DEC_2024, investment=100))
    return begun.edition(date(2025, 1, 10), NEW_YEAR, due(DEC_2026, investment=500), told=told)


def a_newer_editions_day_approved() -> Example:
    """Chosen as 批准调整: due 2026-12-31, original 2024-12-31, slip 365 + 365 = 730; not late on 5 February."""
    told: Told = {"original_due_on": DEC_2024, "due_on": DEC_2026, "forecast_on": None, "slip_days": 730}
    told |= {"approved_count": 1, "postponement_count": 0, "late_days": 0}
    ledger = _moved(approved(DEC_2026)).ledger()
    return ledger, a_view(date(2025, 2, 5)), milestone_is("completion", told) | project_is(_invests(500))


def _invests(amount: int) -> Told:
    return {"investment_amount": amount, "investment_basis": "plan"}


def a_newer_editions_day_not_chosen() -> Example:
    """A day of which none is chosen is 仅更新: a forecast. On 5 February 31 + 5 = 36 days late, slip 0."""
    told: Told = {"original_due_on": DEC_2024, "due_on": DEC_2024, "forecast_on": DEC_2026, "slip_days": 0}
    told |= {"approved_count": 0, "postponement_count": 0, "late_days": 36}
    return _moved().ledger(), a_view(date(2025, 2, 5)), milestone_is("completion", told)


def a_day_chosen_to_be_an_update() -> Example:
    """仅更新 said aloud is the same as nothing chosen."""
    update = DayChoice(project_id="01-01", milestone="completion", due_on=DEC_2026, treatment="updated")
    told: Told = {"due_on": DEC_2024, "forecast_on": DEC_2026, "approved_count": 0, "late_days": 36}
    return _moved(update).ledger(), a_view(date(2025, 2, 5)), milestone_is("completion", told)


def the_day_before_keeps_its_edition() -> Example:
    """Asked about 31 December 2024, known later: the first edition, investment 100, due that day, no forecast."""
    told: Told = {"due_on": DEC_2024, "forecast_on": None, "slip_days": 0, "late_days": 0}
    ledger = _moved(approved(DEC_2026)).ledger()
    return ledger, a_view(DEC_2024), milestone_is("completion", told) | project_is(_invests(100))


def what_was_known_before_it_was_taken() -> Example:
    """Asked about 5 February as known on 9 January: the edition is not taken yet, 36 days late."""
    told: Told = {"due_on": DEC_2024, "forecast_on": None, "late_days": 36}
    view = a_view(date(2025, 2, 5), morning(date(2025, 1, 9)))
    ledger = _moved(approved(DEC_2026)).ledger()
    return ledger, view, milestone_is("completion", told) | project_is(_invests(100))


def _to_come() -> Story:
    """Taken on 20 December 2024, effective on 1 January."""
    begun = story(due(DEC_2024, investment=100))
    return begun.edition(
        date(2024, 12, 20), NEW_YEAR, due(DEC_2026, investment=500), told=[approved(DEC_2026)]
    )


def an_edition_still_to_come() -> Example:
    """On 31 December it does not count yet."""
    told: Told = {"due_on": DEC_2024, "forecast_on": None, "slip_days": 0}
    return _to_come().ledger(), a_view(DEC_2024), milestone_is("completion", told) | project_is(_invests(100))


def an_edition_on_its_first_day() -> Example:
    """On 1 January it does: slip 730, not 1 day late."""
    told: Told = {"due_on": DEC_2026, "slip_days": 730, "late_days": 0}
    return _to_come().ledger(), a_view(NEW_YEAR), milestone_is("completion", told) | project_is(_invests(500))


def a_day_no_longer_stated() -> Example:
    """The newer edition states no day: 2024-12-31 stays due, 36 days late on 5 February."""
    ledger = story(due(DEC_2024)).edition(date(2025, 1, 10), NEW_YEAR, due(None)).ledger()
    told: Told = {"original_due_on": DEC_2024, "due_on": DEC_2024, "forecast_on": None, "late_days": 36}
    return ledger, a_view(date(2025, 2, 5)), milestone_is("completion", told)


def a_day_stated_again_after_a_silence() -> Example:
    """Stated, then not, then again the same: nothing new was said; the approval of February stays in force."""
    told = story(due(DEC_2024)).edition(date(2025, 1, 10), NEW_YEAR, due(None))
    told.report(FEB, milestone(FEB, "completion", due_on=DEC_2025, approval="批1号", approved_on=FEB))
    ledger = told.edition(date(2025, 4, 10), date(2025, 4, 1), due(DEC_2024)).ledger()
    row: Told = {"original_due_on": DEC_2024, "due_on": DEC_2025, "forecast_on": None, "slip_days": 365}
    return ledger, a_view(JULY_5), milestone_is("completion", row)


def an_owners_later_approval_is_not_overridden() -> Example:
    """Taken in May, effective 1 January: 2025-06-30 approved. The owner's approval of February stays: 2025-09-30.

    Slip 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 30 = 273 days; two approvals; not late on 5 July.
    """
    told = story(due(DEC_2024))
    told.report(
        FEB,
        milestone(
            FEB, "completion", due_on=date(2025, 9, 30), approval="批2号", approved_on=date(2025, 2, 20)
        ),
    )
    june = date(2025, 6, 30)
    ledger = told.edition(date(2025, 5, 10), NEW_YEAR, due(june), told=[approved(june)]).ledger()
    row: Told = {"original_due_on": DEC_2024, "due_on": date(2025, 9, 30), "forecast_on": None}
    row |= {"approved_count": 2, "slip_days": 273, "late_days": 0}
    return ledger, a_view(JULY_5), milestone_is("completion", row)


def an_owners_later_forecast_stays() -> Example:
    """Taken in May, effective 1 January, 2025-06-30 仅更新; February's forecast 2025-08-31 is the newer word."""
    told = story(due(DEC_2024)).report(FEB, milestone(FEB, "completion", forecast_on=date(2025, 8, 31)))
    ledger = told.edition(date(2025, 5, 10), NEW_YEAR, due(date(2025, 6, 30))).ledger()
    row: Told = {"due_on": DEC_2024, "forecast_on": date(2025, 8, 31), "late_days": 186}
    return ledger, a_view(JULY_5), milestone_is("completion", row)


def an_owners_day_stood_before_the_editions() -> Example:
    """January's report states 2025-06-30, of which no edition had spoken: an edition's 2025-12-31 in April is a forecast."""
    told = story(due(None)).report(JAN, milestone(JAN, "completion", due_on=date(2025, 6, 30)))
    ledger = told.edition(APR, date(2025, 4, 1), due(DEC_2025)).ledger()
    row: Told = {"original_due_on": date(2025, 6, 30), "due_on": date(2025, 6, 30), "forecast_on": DEC_2025}
    return ledger, a_view(JULY_5), milestone_is("completion", row | {"late_days": 5})


def a_row_that_an_edition_brings() -> Example:
    """A row that no edition before held: its plan stands before all months, whatever a report of December says first."""
    told = story(a_project("01-02"))
    told.edition(date(2025, 1, 2), NEW_YEAR, a_project("01-02"), due(date(2025, 6, 30)))
    ledger = told.report(DEC_2024, milestone(DEC_2024, "completion", due_on=DEC_2025)).ledger()
    row: Told = {"original_due_on": date(2025, 6, 30), "due_on": date(2025, 6, 30), "forecast_on": DEC_2025}
    return ledger, a_view(JULY_5), milestone_is("completion", row | {"postponement_count": 1, "late_days": 5})


def editions_taken_out_of_order() -> Example:
    """That of July 2025 is taken first, that of January after it: on 5 July the one of July counts.

    Their days in the order of their effect: 2025-12-31 approved in January, 2026-12-31 in July.
    """
    july = date(2025, 7, 1)
    told = story(due(DEC_2024, investment=100))
    told.edition(date(2025, 1, 20), july, due(DEC_2026, investment=300), told=[approved(DEC_2026)])
    told.edition(FEB, NEW_YEAR, due(DEC_2025, investment=200), told=[approved(DEC_2025)])
    row: Told = {"original_due_on": DEC_2024, "due_on": DEC_2026, "approved_count": 2, "slip_days": 730}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is(_invests(300))


def two_editions_of_one_day() -> Example:
    """The same day stated twice, the second taken later: the later one counts, 300."""
    told = story(due(DEC_2024, investment=100)).edition(JAN, NEW_YEAR, due(DEC_2024, investment=200))
    ledger = told.edition(FEB, NEW_YEAR, due(DEC_2024, investment=300)).ledger()
    return ledger, a_view(JULY_5), project_is(_invests(300))


def an_edition_without_a_day_takes_every_day() -> Example:
    """Taken in May without a day: it takes the place of both before it, on 31 December 2024 too."""
    told = _moved(approved(DEC_2026)).edition(date(2025, 5, 10), None, due(DEC_2025, investment=700))
    row: Told = {"original_due_on": DEC_2025, "due_on": DEC_2025, "forecast_on": None, "slip_days": 0}
    return told.ledger(), a_view(DEC_2024), milestone_is("completion", row) | project_is(_invests(700))


def the_earliest_answers_the_days_before_it() -> Example:
    """A first edition effective on 1 January 2025 answers 31 December 2024 as well."""
    begun = Story()
    begun.tell("threshold_set", FOUNDED_AT, default_thresholds())
    ledger = begun.edition(date(2024, 9, 1), NEW_YEAR, due(DEC_2024, investment=100)).ledger()
    told: Told = {"original_due_on": DEC_2024, "due_on": DEC_2024, "late_days": 0}
    return ledger, a_view(DEC_2024), milestone_is("completion", told) | project_is(_invests(100))


def a_done_day_that_only_the_first_edition_states() -> Example:
    """Done on 2024-06-30 as the first edition says; the next states no day: completed stays completed."""
    done = a_project(milestones=(stated("completion", done_on=date(2024, 6, 30)),))
    ledger = story(done).edition(JAN, NEW_YEAR, due(None)).report(JAN, stage(JAN, "continuing")).ledger()
    return ledger, a_view(FEB), project_is({"state": "completed", "completed_on": date(2024, 6, 30)})


def a_row_that_a_newer_edition_drops() -> Example:
    """01-02 is no longer in the edition of January: on 31 December it counts with its 40, on 1 January it is gone."""
    told = story(due(None, investment=100), a_project("01-02", investment=60))
    told.edition(JAN, NEW_YEAR, due(None, investment=100)).report(JAN, work(JAN, 5))
    county: Told = {"amount": 100, "known_count": 1, "project_count": 1}
    return told.ledger(), a_view(FEB), {"money_by_county": {("421221", "investment"): county}}


EXAMPLES = (
    a_newer_editions_day_approved,
    a_newer_editions_day_not_chosen,
    a_day_chosen_to_be_an_update,
    the_day_before_keeps_its_edition,
    what_was_known_before_it_was_taken,
    an_edition_still_to_come,
    an_edition_on_its_first_day,
    a_day_no_longer_stated,
    a_day_stated_again_after_a_silence,
    an_owners_later_approval_is_not_overridden,
    an_owners_later_forecast_stays,
    an_owners_day_stood_before_the_editions,
    a_row_that_an_edition_brings,
    editions_taken_out_of_order,
    two_editions_of_one_day,
    an_edition_without_a_day_takes_every_day,
    the_earliest_answers_the_days_before_it,
    a_done_day_that_only_the_first_edition_states,
    a_row_that_a_newer_edition_drops,
)
