"""The words of the field as types: what a project is, what is reported of it, what is asked, what can be wrong."""

from portfolio.model.changes import ProjectChange
from portfolio.model.corrections import Attachment, Correction, CorrectionDecision, MendedStatement
from portfolio.model.editions import AddedCode, PublishedTotal, ScaleWord
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
    YearEndBaseEntry,
)
from portfolio.model.events import (
    Account,
    AllocationBatch,
    Assignment,
    Commitment,
    Contact,
    DayChoice,
    Decision,
    Edition,
    Event,
    Meeting,
    OpeningFigure,
    Period,
    Record,
    Remark,
    Setting,
    Submission,
    Threshold,
    Unit,
)
from portfolio.model.files import HeadChoice, TakenFile
from portfolio.model.finals import FinalFrame, FinalKind, FinalMonth
from portfolio.model.permissions import Deed, Reader, Role
from portfolio.model.plans import ListedPlan, PlanList
from portfolio.model.problems import PortfolioError, Problem
from portfolio.model.project import Contradiction, County, Indicator, Project
from portfolio.model.treasury import TreasuryFigure, TreasuryList
from portfolio.model.view import FILTER_NAMES, View

__all__ = [
    "FILTER_NAMES",
    "Account",
    "AddedCode",
    "AllocationBatch",
    "Assignment",
    "Attachment",
    "Commitment",
    "Contact",
    "Contradiction",
    "Correction",
    "CorrectionDecision",
    "County",
    "DayChoice",
    "Decision",
    "Deed",
    "Edition",
    "Entry",
    "Event",
    "FinalFrame",
    "FinalKind",
    "FinalMonth",
    "FundingEntry",
    "HeadChoice",
    "Indicator",
    "IndicatorEntry",
    "InvestmentEntry",
    "ListedPlan",
    "Meeting",
    "MendedStatement",
    "MilestoneEntry",
    "ObstacleEntry",
    "OpeningFigure",
    "Period",
    "PlanEntry",
    "PlanList",
    "PortfolioError",
    "Problem",
    "ProgressEntry",
    "Project",
    "ProjectChange",
    "PublishedTotal",
    "Reader",
    "Record",
    "Remark",
    "Role",
    "ScaleWord",
    "Setting",
    "StatusEntry",
    "Submission",
    "TakenFile",
    "Threshold",
    "TreasuryFigure",
    "TreasuryList",
    "Unit",
    "View",
    "YearEndBaseEntry",
]
