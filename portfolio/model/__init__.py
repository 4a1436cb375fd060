"""The words of the field as types: what a project is, what is reported of it, what is asked, what can be wrong."""

from portfolio.model.entries import (
    Entry,
    FundingEntry,
    IndicatorEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
)
from portfolio.model.events import (
    Account,
    Assignment,
    Commitment,
    Decision,
    Edition,
    Event,
    Meeting,
    Period,
    Record,
    Remark,
    Setting,
    Submission,
    Threshold,
    Unit,
)
from portfolio.model.problems import PortfolioError, Problem
from portfolio.model.project import Contradiction, County, Indicator, Project
from portfolio.model.rights import Deed, Reader, Role
from portfolio.model.view import View

__all__ = [
    "Account",
    "Assignment",
    "Commitment",
    "Contradiction",
    "County",
    "Decision",
    "Deed",
    "Edition",
    "Entry",
    "Event",
    "FundingEntry",
    "Indicator",
    "IndicatorEntry",
    "InvestmentEntry",
    "Meeting",
    "MilestoneEntry",
    "ObstacleEntry",
    "Period",
    "PlanEntry",
    "PortfolioError",
    "Problem",
    "ProgressEntry",
    "Project",
    "Reader",
    "Record",
    "Remark",
    "Role",
    "Setting",
    "StatusEntry",
    "Submission",
    "Threshold",
    "Unit",
    "View",
]
