"""Who may do what: the one table of rights. Pages, routes and the ledger's write rules ask it; nothing else decides."""

from __future__ import annotations

from typing import Literal

from portfolio.model.fields import Frozen
from portfolio.model.view import Codes

Role = Literal["visitor", "leader", "owner", "reviewer", "administrator"]
Deed = Literal["read", "follow", "report", "review", "correct", "issue", "audit", "administer"]
"""read: the figures in one's scope · follow: who has not reported (填报情况) · report: send, mend and withdraw reports
(填报) · review: accept and return them (审核), open and close months, make them final (定稿,
the city's alone), accept corrections (the city's alone, and never
one's own) · correct: propose the correction of a slip of the pen (笔误更正) · issue: take a list of the year's plan (the
city's alone) · audit: the record of events · administer:
accounts, units, assignments, settings, editions, rules, backups (管理)."""

PERMISSIONS: dict[Role, frozenset[Deed]] = {
    "visitor": frozenset({"read"}),
    "leader": frozenset({"read", "follow"}),
    "owner": frozenset({"read", "follow", "report"}),
    "reviewer": frozenset({"read", "follow", "review", "correct", "issue", "audit"}),
    "administrator": frozenset({"read", "follow", "correct", "issue", "audit", "administer"}),
}
"""What each role may do. A visitor is everyone while no account exists yet."""

DEED_OF_KIND: dict[str, Deed] = {
    "report_submitted": "report",
    "report_decided": "review",
    "correction_proposed": "correct",
    "correction_decided": "review",
    "plan_listed": "issue",
    "project_changed": "review",
    "period_changed": "review",
    "month_finalised": "review",
    "action_given": "review",
    "action_answered": "report",
    "action_decided": "review",
    "batches_taken": "review",
    "treasury_told": "issue",
    "history_taken": "review",
    "account_changed": "administer",
    "unit_changed": "administer",
    "assignment_changed": "administer",
    "people_listed": "administer",
    "setting_changed": "administer",
    "threshold_set": "administer",
    "edition_taken": "administer",
    "backup_made": "administer",
}
"""Which deed an event of each kind is; a withdrawal of one's own report is `report`, see the ledger's write rules."""

OF_THE_CITY = frozenset(
    {
        "action_decided",
        "action_given",
        "batches_taken",
        "history_taken",
        "month_finalised",
        "plan_listed",
        "project_changed",
        "treasury_told",
    }
)
"""Kinds of events that a county's reviewer, who is on the ranked side, may not append."""

DEED_OF_PAGE: dict[str, Deed] = {
    "report": "report",
    "review": "review",
    "followup": "follow",
    "audit": "audit",
    "admin": "administer",
}
"""Which deed it takes to see a page; for any other, `read`."""

DEED_OF_ROUTE: dict[str, Deed] = {"/_stcore/metrics": "administer", "/backup": "administer"}
"""Which deed it takes to ask a route of the server; for any other, `read`."""


class Reader(Frozen):
    """Whoever is before the screen. `scope` is what may be read: county codes and project ids, None for all.

    An owner's scope is the projects of the unit, a county's reviewer's the county; a leader, the city's reviewer
    and an administrator read all.
    """

    login: str
    name: str
    role: Role
    unit_code: str | None = None
    county_code: str | None = None
    scope: Codes = None

    def may(self, deed: Deed) -> bool:
        """Whether the role allows the deed at all; on which projects, `scope` says."""
        return deed in PERMISSIONS[self.role]


def deed_of_page(page: str) -> Deed:
    """What a reader must be allowed to do to see the page."""
    return DEED_OF_PAGE.get(page, "read")


def deed_of_route(path: str) -> Deed:
    """What a reader must be allowed to do to ask the server for `path`."""
    return DEED_OF_ROUTE.get(path.rstrip("/"), "read")


VISITOR = Reader(login="", name="", role="visitor")
"""Everyone while the ledger holds no account: looks at everything official, writes nothing."""
