"""The questions that pages, exports and the command line ask: each names a macro of sql/ and returns its frame.

Amounts are yuan, shares 0 to 1, days whole days, unknown is null. Every question takes the view's day, knowledge,
filters and scope; what a row and a column mean stands in the comment of the macro it names.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from portfolio.model import View
from portfolio.store import Store

FILTERS = "$counties, $areas, $categories, $projects, $scope, $sources, $stages, $states, $search"


def _ask(store: Store, view: View, macro: str, order: str = "ALL") -> pl.DataFrame:
    return store.ask(f"FROM {macro}($snapshot, {FILTERS}) ORDER BY {order}", view)


def project_state(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project, service or group: facts, this year's figures, state, rule, in library order."""
    return _ask(store, view, "selected", "project_id").drop("snapshot_id")


def milestones(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone of the selected projects: due, forecast, done, days late, slip."""
    return _ask(store, view, "project_milestone", "project_id, sort_order")


def milestone_standing(store: Store, view: View, standings: Iterable[str]) -> pl.DataFrame:
    """One row a milestone whose standing is one of `standings`, the longest late first.

    Standings: late, passed_unreported (时限已过、未填报), warning (预警), after_completion, done_late.
    """
    frame = _ask(store, view, "late_milestone", "late_days DESC NULLS LAST, project_id, milestone")
    return frame.filter(pl.col("standing").is_in(list(standings)))


def funding_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a project and source, in its own currency: planned, 下达, 到位, 支付, idle."""
    return _ask(store, view, "project_funding", "project_id, source")


def total_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a measure over the whole selection: amount, known_count, project_count."""
    return _ask(store, view, "total_amount", "measure")


def county_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county and measure: amount, known_count, project_count."""
    return _ask(store, view, "county_amount", "county_code, measure")


def category_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a category and measure: amount, known_count, project_count."""
    return _ask(store, view, "category_amount", "category, measure")


def state_count(store: Store, view: View) -> pl.DataFrame:
    """One row a county and state: project_count (projects and services; groups are not counted)."""
    return _ask(store, view, "state_count", "county_code, state")


def coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects expected to report the last closed month, and those that did."""
    return _ask(store, view, "coverage", "county_code")


def county_delay(store: Store, view: View) -> pl.DataFrame:
    """One row a county: judged, late, worst and median days, 预警, 时限已过未填报, 开工率's two sides, 样本不足."""
    return _ask(store, view, "county_delay", "county_code")


def source_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county, source and currency: planned, 下达, 到位, 支付, paid this year, idle."""
    return _ask(store, view, "source_amount", "county_code, source, currency")


def source_year(store: Store, view: View) -> pl.DataFrame:
    """One row a source and year: yuan received and paid in that year."""
    return _ask(store, view, "source_year", "source, year")


def year_curve(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows: plan by 序时, work done and paid of `year` to each month's end, with the projects each rests on."""
    question = f"FROM year_curve($snapshot, $of_year, {FILTERS}) ORDER BY month_on"
    return store.ask(question, view, of_year=year)


def pace(store: Store, view: View) -> pl.DataFrame:
    """One row a county, a category, and the whole (`level`, `code`): 投资完成率, 较序时进度, 年度支付进度.

    Ranked counties come first; the slowest first.
    """
    return _ask(store, view, "pace", "level, ranking, pacing_share NULLS LAST, code")


def pace_rows(store: Store, view: View) -> pl.DataFrame:
    """The rows behind `pace`: one a row that knows its plan, work done or payment of the year; the slowest first."""
    return _ask(store, view, "pace_row", "pacing_share NULLS LAST, project_id")


def plan_years(store: Store, view: View) -> pl.DataFrame:
    """One row a year that has a plan, newest first, and the year under review among them."""
    return _ask(store, view, "plan_year", "year DESC")


def plan_missing(store: Store, view: View) -> pl.DataFrame:
    """One row a project without a plan for the year under review; those that owe one first."""
    return _ask(store, view, "plan_missing", "plan_expected DESC, project_id")


def payment_flags(store: Store, view: View) -> pl.DataFrame:
    """One row a project paid ahead of the work or below its floor, the most paid against the work first."""
    return _ask(store, view, "payment_flag", "paid_of_work_share DESC NULLS LAST, project_id")


def payment_judged(store: Store, view: View) -> pl.DataFrame:
    """One row: how many projects could be judged on payment against work, and how many are flagged."""
    return _ask(store, view, "payment_judged")


def county_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row a county, those that are ranked first, the largest late share first; then by the edition's order."""
    order = "ranking, CASE WHEN ranking = 'ranked' THEN late_share END DESC, sort_order"
    return _ask(store, view, "county_lateness", order).drop("sort_order")


def total_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row: the counts of county_lateness over the selection, 开工率, the most days late."""
    return _ask(store, view, "total_lateness")


def rescheduled(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone whose due day was moved, with approval or without."""
    return _ask(store, view, "rescheduled_milestone", "slip_days DESC NULLS LAST, project_id, milestone")


def history(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a value ever reported of the project or taken back, newest first: who, when, verdict, file, cell."""
    order = "event_id DESC, kind, part, currency, position, field"
    return _of_project(store, view, "history", project_id, order)


def public_facts(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a fact that a public page states of the project, with its page; the newest page first."""
    order = "stated_on DESC NULLS LAST, evidence_no"
    return _of_project(store, view, "public_fact", project_id, order)


def milestone_statements(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a statement of a milestone's due, forecast or done day, in the order in which they count."""
    return _of_project(store, view, "milestone_statement", project_id, "statement_no")


def investment_statements(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a statement of the project's total investment; the one in force is the last."""
    return _of_project(store, view, "investment_statement", project_id, "statement_no")


def obstacles(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row an obstacle of the project as last stated; those not cleared first."""
    return _of_project(store, view, "obstacle_now", project_id, "cleared_on NULLS FIRST, obstacle")


def figure_sources(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a figure that reports state of the project: who sent it when, in which file, sheet and cell."""
    return _of_project(store, view, "figure_source", project_id, "kind, part, currency, field")


def _of_project(store: Store, view: View, macro: str, project_id: str, order: str) -> pl.DataFrame:
    """The macro's rows of one project, whatever the filters; none when the reader may not see it."""
    question = f"""FROM {macro}($project, $as_of, $known_at)
        SEMI JOIN in_scope($project, $known_at, $scope) seen ON seen.project_id = $project ORDER BY {order}"""
    known = {"project": project_id, "as_of": view.as_of, "known_at": view.known_at}
    return store.read(question, known | {"scope": view.parameters()["scope"]})


def project_rates(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project: its own 资金到位率, 资金支付率, and what is paid of investment and of work done."""
    return _ask(store, view, "project_rate", "project_id")


def counted(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project and measure: counted_amount, null where a group's row holds the money instead."""
    return _ask(store, view, "counted", "project_id, measure")


def contradictions(store: Store, view: View) -> pl.DataFrame:
    """One row a disagreement inside the library in force, both places as printed."""
    return store.read(
        "FROM contradiction_row($known_at) ORDER BY contradiction_no", {"known_at": view.known_at}
    )


def library_rows(store: Store, view: View, project_ids: Iterable[str]) -> pl.DataFrame:
    """The library's rows of these projects as the edition states them, with their lists; outside the scope: none."""
    allowed = project_state(store, view.model_copy(update={"projects": tuple(project_ids)}))
    rows = store.read(
        "FROM library_row($known_at) WHERE list_contains($ids, project_id) ORDER BY project_id",
        {"known_at": view.known_at, "ids": allowed["project_id"].to_list()},
    )
    return rows.drop("event_id", "position")


def children(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a project of the group `project_id`, as project_state."""
    return project_state(store, view).filter(pl.col("parent_id") == project_id)


def edition(store: Store, view: View) -> pl.DataFrame:
    """At most one row: the edition in force, its title, city, document and the day it was taken."""
    return store.read("FROM edition_in_force($known_at)", {"known_at": view.known_at})


def counties(store: Store, view: View) -> pl.DataFrame:
    """One row a county of the edition in its order: code, names, level, ranked, tile, belts."""
    return store.read("FROM county_row($known_at) ORDER BY sort_order", {"known_at": view.known_at})


def thresholds(store: Store, view: View) -> pl.DataFrame:
    """One row a rule: name, value in force on the day, effective_on."""
    return store.read(
        "FROM threshold_in_force($as_of, $known_at) ORDER BY name",
        {"as_of": view.as_of, "known_at": view.known_at},
    )


def rules_begin(store: Store, view: View) -> pl.DataFrame:
    """One row: begins_on, the first day on which every rule has a number."""
    return store.read("FROM rules_begin($known_at)", {"known_at": view.known_at})


def calendar(store: Store, view: View) -> pl.DataFrame:
    """One row: last_closed_on (the last month whose reports have closed) and idle_since_on."""
    return store.read("FROM calendar($as_of, $known_at)", {"as_of": view.as_of, "known_at": view.known_at})


def funding_sum(store: Store, view: View) -> pl.DataFrame:
    """One row a county and source, `*` for all: planned, 下达, 到位, 支付, idle, 资金到位率, 资金支付率, each with its n."""
    return _ask(store, view, "funding_sum", "county_code, source")


def unsourced(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects and investment whose source is named with an amount, without one, or 未注明."""
    return _ask(store, view, "unsourced", "county_code")


def source_naming(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project or group: `naming` is with_amount, named or not_stated (未注明)."""
    return _ask(store, view, "source_naming", "project_id")


def idle_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a project and source with money 到位超一年未支付, the largest first."""
    return _ask(store, view, "idle_row", "idle_amount DESC, project_id, source")


def amount_rows(store: Store, view: View, measure: str) -> pl.DataFrame:
    """The rows behind a sum: one a selected row that knows `measure`, in_total where it is counted, the largest first."""
    question = f"FROM amount_row($snapshot, $measure, {FILTERS}) ORDER BY amount DESC, project_id"
    return store.ask(question, view, measure=measure)


def public_summary(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that public pages speak of: how many facts, and the newest of them."""
    return _ask(store, view, "public_summary", "stated_on DESC, project_id")


def unreported(store: Store, view: View) -> pl.DataFrame:
    """One row a project that was expected to report the last closed month and did not: whom to chase."""
    return _ask(store, view, "unreported", "last_period_on NULLS FIRST, county_code, project_id")
