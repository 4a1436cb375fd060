"""The state of a project: its light, the rule that set it, and every figure of its row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.model import Project, View

from .bases import difference, work_base
from .counted import base_of_the_year
from .issued import initial_plan, is_listed
from .ledger import Known, Ledger, Row, known, last_period_on, reports
from .milestones import CORE, ORDER, is_open, milestone_rows
from .money import annual_plan, as_float, funding_sums, investment, progress, quotient, rounded
from .of_year import money_year
from .payment import payment_ahead, payment_low
from .reviewed import closed_month, own_elapsed
from .selection import county_of, selected_projects, stage_of
from .statements import has_evidence
from .unpaid import standing_sums
from .year_forecast import forecast_of

FINISHING = ("completion", "acceptance", "in_use")
LIVE = ("red", "yellow", "green", "no_nodes")
UNTOLD = ("not_reported", "public_only")
SEVERITY = {"green": 0, "yellow": 1, "red": 2}
IDENTITY = (
    "project_id",
    "parent_id",
    "kind",
    "name",
    "box",
    "item",
    "service_area",
    "category",
    "programme",
)


def project_state(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project, service or group, by project id."""
    facts = known(ledger, view)
    return [project_row(facts, project) for project in selected_projects(facts)]


def project_row(facts: Known, project: Project) -> Row:
    """Everything that is asked of one project, by the contract's column names."""
    row: Row = {name: getattr(project, name) for name in IDENTITY}
    row |= {"county_code": county_of(project), "stage": stage_of(facts, project)}
    row |= investment(facts, project)
    row |= funding_sums(facts, project, row["investment_amount"])
    row |= standing_sums(facts, project)
    row |= progress(facts, project)
    row |= _silence(facts, project) | {"money_year": money_year(facts, project)}
    row |= _delays(milestone_rows(facts, project))
    row |= _year(facts, project, row)
    row |= _payment(facts, row)
    row |= base_of_the_year(facts, project)
    row["has_evidence"] = has_evidence(facts, project)
    row["state"], row["rule"] = state_and_rule(facts, row)
    row |= _late(row)
    return _with_floats(row)


def _silence(facts: Known, project: Project) -> Row:
    """The last reported month, whether that of the last closed month came, or only a later one, or none since.

    And whether the project stood in the library on that month's last day.
    """
    last = last_period_on(facts, project.project_id)
    closed = closed_month(facts)
    reported = closed in reports(facts, project.project_id)
    return {
        "last_period_on": last,
        "reported": reported,
        "reported_later": last is not None and last > closed and not reported,
        "reporting_overdue": last is not None and last < closed,
        "stood_at_close": facts.editions.stands_from(project.project_id) <= closed,
    }


def _delays(rows: list[Row]) -> Row:
    """What the milestones say of the project: start, completion, delay, warnings, postponements."""
    by_name = {row["milestone"]: row for row in rows}
    core = [row for row in rows if row["milestone"] in CORE]
    start = by_name.get("start")
    others = [row for row in core if row["milestone"] != "start"]
    completed_on = _completed_on(by_name)
    return {
        "start_due_on": start["due_on"] if start else None,
        "completion_due_on": by_name["completion"]["due_on"] if "completion" in by_name else None,
        "started": any(row["done"] for row in core if ORDER.index(row["milestone"]) >= ORDER.index("start")),
        "completed": completed_on is not None,
        "completed_on": completed_on,
        "delay_days": delay_of(core),
        "delay_milestone": _delay_milestone(core),
        "start_delay_days": delay_of([start] if start else []),
        "other_delay_days": delay_of(others),
        "warning_count": sum(row["warning"] for row in rows),
        "approved_count": sum(row["approved_count"] for row in rows),
        "postponed_count": sum(row["postponed_days"] is not None for row in rows),
        "lapsed_count": sum((row["forecast_past_days"] or 0) > 0 for row in rows),
    }


def _completed_on(by_name: dict[str, Row]) -> date | None:
    """The done day of completion, else of acceptance, else of in_use."""
    for milestone in FINISHING:
        row = by_name.get(milestone)
        if row is not None and row["done"]:
            done_on: date = row["done_on"]
            return done_on
    return None


def delay_of(rows: list[Row]) -> int | None:
    """The most days late among the open ones; 0 if none is late; None without any due day."""
    if not any(row["due_on"] is not None for row in rows):
        return None
    return max((row["late_days"] for row in rows if is_open(row)), default=0)


def _delay_milestone(core: list[Row]) -> str | None:
    """The open core milestone that is late by the most days, the earlier one of equals."""
    late = [row for row in core if is_open(row) and row["late_days"] > 0]
    if not late:
        return None
    name: str = max(late, key=lambda row: row["late_days"])["milestone"]
    return name


def _year(facts: Known, project: Project, row: Row) -> Row:
    """The figures of the last reported month's year; pacing is completion less the project's own elapsed share."""
    last = row["last_period_on"]
    plan = annual_plan(facts, project, last.year) if last else None
    base = work_base(facts, project, last.year, row["work_done_amount"]) if last else None
    work = difference(row["work_done_amount"], base)
    completion = quotient(work, plan)
    forecast = forecast_of(facts, project, last.year) if last else None
    elapsed = own_elapsed(last, row["start_due_on"], row["completion_due_on"]) if last else None
    return {
        "year": last.year if last else None,
        "annual_plan_amount": plan,
        "plan_listed": is_listed(facts, last.year) if last else None,
        "initial_plan_amount": initial_plan(facts, project.project_id, last.year) if last else None,
        "year_forecast_amount": forecast,
        "forecast_share": rounded(quotient(forecast, plan)),
        "work_done_year_amount": work,
        "elapsed_share": rounded(elapsed),
        "completion_share": rounded(completion),
        "pacing_share": None if elapsed is None or completion is None else rounded(completion - elapsed),
        "annual_payment_share": rounded(quotient(row["paid_year_amount"], _plan_of_money(facts, row)))
        if row["paid_whole"]
        else None,
    }


def _plan_of_money(facts: Known, row: Row) -> Decimal | None:
    """The plan of the year in which its money was last told."""
    if row["money_year"] is None:
        return None
    return annual_plan(facts, facts.library[row["project_id"]], row["money_year"])


def _payment(facts: Known, row: Row) -> Row:
    """Both marks of payment against work."""
    paid, invested = row["paid_amount"], row["investment_amount"]
    return {
        "payment_ahead": payment_ahead(
            facts.limits, paid, invested, row["physical_share"], row["paid_whole"]
        ),
        "payment_low": payment_low(facts.limits, paid, row["work_done_amount"], row["paid_whole"]),
    }


def owes_reports(row: Row) -> bool:
    """Whether a monthly report is expected: of a project neither completed, suspended nor withdrawn."""
    return row["kind"] == "project" and row["state"] not in ("completed", "suspended", "withdrawn")


def owes_month(row: Row) -> bool:
    """Whether the report of the last closed month is owed: by what owes reports and stood in the library on its last day."""
    return owes_reports(row) and bool(row["stood_at_close"])


def state_and_rule(facts: Known, row: Row) -> tuple[str, str]:
    """The first state that applies, and the rule that set it."""
    if row["stage"] in ("withdrawn", "suspended"):
        return row["stage"], row["stage"]
    if row["kind"] in ("service", "group"):
        return row["kind"], row["kind"]
    if row["completed"]:
        return "completed", "completed"
    if row["last_period_on"] is None:
        return ("public_only",) * 2 if row["has_evidence"] else ("not_reported", "never_reported")
    if row["delay_days"] is None and row["pacing_share"] is None:
        return "no_nodes", "no_nodes"
    return _light(facts, row)


def _light(facts: Known, row: Row) -> tuple[str, str]:
    """The worst light and the first rule that shows it; green that fell silent is not reported."""
    lights = rule_lights(facts, row)
    worst = max(lights.values(), key=lambda light: SEVERITY[light])
    if worst != "green":
        return worst, next(rule for rule, light in lights.items() if light == worst)
    return ("not_reported", "silent") if row["reporting_overdue"] else ("green", "on_schedule")


def rule_lights(facts: Known, row: Row) -> dict[str, str]:
    """The light of each rule, in the order in which equals are named; the unknown shows green here."""
    return {
        "start": delay_light(row["start_delay_days"], facts.limits["late_red_days"]),
        "milestones": delay_light(row["other_delay_days"], facts.limits["late_red_days"]),
        "pacing": _pacing_light(facts, row["pacing_share"]),
        "payment_ahead": "yellow" if row["payment_ahead"] else "green",
        "payment_low": "yellow" if row["payment_low"] else "green",
    }


def delay_light(days: int | None, red_days: Decimal) -> str:
    """Yellow from the first day late, red past the limit."""
    if not days:
        return "green"
    return "red" if days > red_days else "yellow"


def _pacing_light(facts: Known, pacing: Decimal | None) -> str:
    """Yellow from the one limit on, red past the other."""
    if pacing is None or pacing > -facts.limits["pacing_yellow_share"]:
        return "green"
    return "red" if pacing < -facts.limits["pacing_red_share"] else "yellow"


def _late(row: Row) -> Row:
    """Whether it counts as late, or as passed and unreported; what was late when it was stopped stays so."""
    passed = row["delay_days"] is not None and row["delay_days"] >= 1
    stopped, told = row["state"] == "suspended" and not row["completed"], row["last_period_on"] is not None
    return {
        "late": passed and (row["state"] in LIVE or (stopped and told and row["kind"] == "project")),
        "passed_unreported": passed
        and (row["state"] in UNTOLD or (stopped and not told and row["kind"] == "project")),
    }


def _with_floats(row: Row) -> dict[str, Any]:
    """The row by the contract's columns, shares as floats of nine places."""
    return {
        name: as_float(value) if name.endswith("_share") else value
        for name, value in row.items()
        if name not in ("other_delay_days", "completion_due_on")
    }
