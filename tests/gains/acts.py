"""What an owner can do alone: each act makes of an honest history the same with the act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from .histories import History, Month

Draw = Callable[[st.SearchStrategy[Any]], Any]
Act = Callable[[Draw, History], History]


def _place(draw: Draw, history: History) -> int:
    return int(draw(st.integers(0, len(history.courses) - 1)))


def report_nothing_from_a_month_on(draw: Draw, history: History) -> History:
    """The project reported December and then, from some month on, nothing."""
    place = _place(draw, history)
    months = history.courses[place].months
    return history.with_months(place, months[: draw(st.integers(1, len(months)))])


def report_without_the_base(draw: Draw, history: History) -> History:
    """No report of last December, so that nobody knows from where the year counts; the plan is told in January."""
    place = _place(draw, history)
    _, *later = history.courses[place].months
    return history.with_months(place, tuple(later))


def list_no_plan(draw: Draw, history: History) -> History:
    """The year's plan is never told."""
    place = _place(draw, history)
    months = history.courses[place].months
    return history.with_months(place, tuple(replace(one, plan=None) for one in months))


def cut_the_plan(draw: Draw, history: History) -> History:
    """The year's plan is told anew, as half of it or less, without a document."""
    place, months, at = _some_month(draw, history)
    cut = (months[0].plan or 0) // draw(st.sampled_from((2, 10)))
    return history.with_months(place, (*months[:at], replace(months[at], plan=cut), *months[at + 1 :]))


def set_a_groups_line(draw: Draw, history: History) -> History:
    """The group tells the true sums of its members in some month, all or some of them."""
    period_on = draw(st.sampled_from([one.period_on for one in history.courses[0].months]))
    told = [history.courses[place].truth(period_on) for place in (0, 1)]
    fields = draw(st.sets(st.sampled_from(("work", "received", "paid", "plan")), min_size=1))
    sums: dict[str, Any] = {name: sum(getattr(one, name) or 0 for one in told) for name in sorted(fields)}
    if "plan" in sums:
        sums["plan"] = sum(history.courses[place].months[0].plan or 0 for place in (0, 1))
    return replace(history, group=(Month(period_on, **sums),))


def report_early(_: Draw, history: History) -> History:
    """The running month is reported, as it is, before it is closed."""
    assert history.running is not None
    return history.with_months(0, (*history.courses[0].months, history.running))


def choose_a_stage(draw: Draw, history: History) -> History:
    """A stage is told that is not so: suspended, withdrawn, completed, in reserve; with no document."""
    place, months, at = _some_month(draw, history)
    told = draw(st.sampled_from(("suspended", "withdrawn", "completed", "reserve", "preparation")))
    return history.with_months(place, (*months[:at], replace(months[at], stage=told), *months[at + 1 :]))


def restate_a_day(draw: Draw, history: History) -> History:
    """The due day is told anew, later or earlier, without an approval."""
    place, months, at = _some_month(draw, history)
    due_on = history.courses[place].project.milestones[0].due_on
    assert due_on is not None
    moved = {"due_on": due_on + timedelta(days=draw(st.sampled_from((-30, 30, 200))))}
    days = {"completion": {**months[at].days.get("completion", {}), **moved}}
    return history.with_months(place, (*months[:at], replace(months[at], days=days), *months[at + 1 :]))


def move_a_day_to_the_other_column(draw: Draw, history: History) -> History:
    """Forecasts are told as due days, or days done as forecasts."""
    place = _place(draw, history)
    columns = draw(st.sampled_from(({"forecast_on": "due_on"}, {"done_on": "forecast_on"})))
    months = tuple(
        replace(
            one,
            days={
                name: {columns.get(column, column): day for column, day in days.items()}
                for name, days in one.days.items()
            },
        )
        for one in history.courses[place].months
    )
    return history.with_months(place, months)


def leave_paid_blank(draw: Draw, history: History) -> History:
    """支付 is left blank from a month on, or never told."""
    place, months, at = _some_month(draw, history)
    at = draw(st.sampled_from((0, at)))
    return history.with_months(place, (*months[:at], *(replace(one, paid=None) for one in months[at:])))


def _some_month(draw: Draw, history: History) -> tuple[int, tuple[Month, ...], int]:
    place = _place(draw, history)
    months = history.courses[place].months
    return place, months, int(draw(st.integers(0, len(months) - 1)))


ACTS: tuple[Act, ...] = (
    report_nothing_from_a_month_on,
    report_without_the_base,
    list_no_plan,
    cut_the_plan,
    set_a_groups_line,
    report_early,
    choose_a_stage,
    restate_a_day,
    move_a_day_to_the_other_column,
    leave_paid_blank,
)
