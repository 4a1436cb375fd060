"""What only the city may append, and what of it is refused: lists of the year's plan, 停缓建, 复工, 调出."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio.model import FinalMonth, ListedPlan, PlanList, PortfolioError, Record
from portfolio.store import Store
from tests.test_write_rules import OCTOBER, OWN, RECORDS, append, store

__all__ = ["store"]


def test_a_list_of_the_plan_is_whole_and_of_projects_that_there_are(store: Store) -> None:
    head = PlanList(kind="adjusted", document_number="9号", issued_on=date(2026, 8, 20))
    row = ListedPlan(project_id=OWN, year=2027, planned_amount="5.00")
    strange, unfit = (row.model_copy(update=told) for told in ({"project_id": "99"}, {"planned_amount": -1}))
    for records, code in (([head, row], "plan_list_first"), ([head, strange], "plan_project_unknown")):
        with pytest.raises(PortfolioError, match=code):
            append(store, "city", "plan_listed", records)
    unwhole: list[list[Record]] = [[head], [row], [head, row, row], [head, head, row], [head, unfit]]
    for records in unwhole:
        with pytest.raises(ValueError, match="list"):
            append(store, "city", "plan_listed", records)
    assert append(store, "city", "plan_listed", [head.model_copy(update={"kind": "initial"}), row])


def test_a_change_is_of_a_project_that_there_is_and_resumes_what_stands_still(store: Store) -> None:
    (stop,) = RECORDS["project_changed"]
    resumed = stop.model_copy(update={"change": "resumed", "effective_on": OCTOBER})
    for record, code in (
        (stop.model_copy(update={"project_id": "99"}), "change_project_unknown"),
        (resumed, "change_not_standing"),
    ):
        with pytest.raises(PortfolioError, match=code):
            append(store, "city", "project_changed", [record])
    append(store, "city", "project_changed", [stop])
    early = resumed.model_copy(update={"effective_on": date(2026, 7, 1)})
    with pytest.raises(PortfolioError, match="change_not_standing"):
        append(store, "city", "project_changed", [early])
    append(store, "city", "project_changed", [resumed])


def test_a_month_is_made_final_by_the_city_alone(store: Store) -> None:
    september = FinalMonth(period_on=date(2026, 9, 30), kind="final", number=1, as_of=date(2026, 10, 11))
    for login in ("county", "owner", "leader", "admin"):
        with pytest.raises(PortfolioError, match="not_allowed"):
            append(store, login, "month_finalised", [september])
    with pytest.raises(PortfolioError, match="final_not_closed"):
        append(store, "city", "month_finalised", [september.model_copy(update={"as_of": date(2026, 10, 12)})])
    assert append(store, "city", "month_finalised", [september])
