"""Of which projects 拨付率 and 年度预算支出进度 are asked: a county is not short of what nobody could tell."""

from __future__ import annotations

from portfolio.model import FundingEntry, Project

from .budget import PUBLIC, year_of
from .groups import REST
from .ledger import Known, Row, current, entries_of
from .selection import named_keys
from .state import owes_month


def is_asked_of(facts: Known, row: Row, name: str) -> bool:
    """Whether 拨付率 (disbursed) or 年度预算支出进度 (budget_payment) is asked of the project.

    The year's not of one that owes no report and sent none in the year under review.
    """
    if not may_have_public_money(facts, facts.library[row["project_id"]]):
        return False
    return name == "disbursed" or owes_month(row) or year_of(facts, row) is not None


def may_have_public_money(facts: Known, project: Project) -> bool:
    """Whether fiscal money or bonds could be asked of the project.

    Not where its list of sources is declared whole and names none; money of 未注明 could be any.
    """
    named = {source for source, _ in named_keys(facts, project)}
    whole = current(entries_of(facts, FundingEntry, project.project_id), "plan_complete", facts.as_of)
    return not whole or bool(named & {*PUBLIC, REST})
