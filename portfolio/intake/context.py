"""What the template and checking need of the ledger, asked once for one unit and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import polars as pl

from portfolio import queries
from portfolio.formats import plain, share_text
from portfolio.intake.cells import narrow_texts
from portfolio.intake.trial import Trial
from portfolio.model import View
from portfolio.queries import reported
from portfolio.store import Store


@dataclass(frozen=True)
class Names:
    """The projects that a file may name: `projects` (project_id, name) in scope, `library` all; `held` as in Context."""

    projects: pl.DataFrame
    library: pl.DataFrame
    held: Mapping[str, pl.DataFrame]

    @cached_property
    def by_written(self) -> pl.DataFrame:
        """One row a project of the library: its identifier as people may write it (__written), __id, __name, __bare."""
        library = self.library
        return pl.DataFrame(
            {
                "__written": narrow_texts(library["project_id"]),
                "__id": library["project_id"],
                "__name": library["name"],
                "__bare": narrow_texts(library["name"]),
            }
        ).unique("__written", keep="first")

    @cached_property
    def by_name(self) -> pl.DataFrame:
        """One row a name that only one project in scope has: the name narrowed (__named), and the project (__by_name)."""
        own = self.projects
        named = pl.DataFrame({"__named": narrow_texts(own["name"]), "__by_name": own["project_id"]})
        return named.unique("__named", keep="none")


@dataclass(frozen=True)
class Context(Names):
    """One unit's month as the ledger knows it.

    `projects`: one row a project in scope, in library order: project_id, name, county_code, county, county_en, kind,
    state, rule, stage, investment_amount, investment_basis. `library`: every project_id of the library, with its name.
    `held`: entry table to its rows' accepted values, as the macros held_… say: with …_last (as of the month), …_before
    and …_after (the neighbouring months). `pending`: the unit's reports of this month that nobody has decided:
    submission_id, sent_by, sent_at, file_name, file_sha256. `stated`: the figures that accepted reports of this very
    month state: project_id, kind, part, currency, field. `rules`: the payment thresholds in words: floor, margin,
    low. `today` is the day asked about, `horizon` the first and last day of the edition in force.
    """

    workspace: str
    period_on: date
    today: date
    known_at: datetime
    unit_code: str
    unit_name: str
    city_name: str
    pending: pl.DataFrame
    stated: pl.DataFrame
    rules: Mapping[str, str]
    trial: Trial = field(repr=False)
    horizon: tuple[date, date] | None = None


def context(
    store: Store, view: View, period_on: date, unit_code: str, project_ids: Sequence[str] | None = None
) -> Context:
    """What is known by the view's `known_at` of the projects that the unit answers for (or of `project_ids`).

    The view's filters are left aside, its scope is kept. The day asked about (`today`) is the view's `as_of`.
    """
    named = None if project_ids is None else tuple(project_ids)
    # a month's entries count from its last day: a report sent before it is judged as on that day
    day = max(view.as_of, period_on)
    # a workbook's names are the library's own, in whatever language it is filled in: they are compared on its return
    asked = view.of_all().model_copy(update={"as_of": day, "projects": named, "language": "zh"})
    projects = (
        reported.own_projects(store, asked, unit_code)
        if named is None
        else reported.named_projects(store, asked)
    )
    of_these = asked.model_copy(update={"projects": tuple(projects["project_id"])})
    edition = queries.edition(store, asked)
    return Context(
        workspace=view.workspace,
        period_on=period_on,
        today=view.as_of,
        known_at=view.known_at,
        unit_code=unit_code,
        unit_name=reported.unit_name(store, asked, unit_code) or unit_code,
        city_name=str(edition["city_name"][0]) if edition.height else "",
        projects=projects,
        library=reported.library_names(store, asked),
        held=reported.entries_by_kind(store, of_these, period_on),
        pending=reported.pending_reports(store, asked, period_on, unit_code),
        stated=reported.stated(store, of_these, period_on, projects["project_id"].to_list()),
        rules=_rules(store, asked),
        trial=Trial(store, asked, period_on),
        horizon=(edition["horizon_from"][0], edition["horizon_to"][0]) if edition.height else None,
    )


def _rules(store: Store, view: View) -> dict[str, str]:
    """The thresholds that the warnings about payments name."""
    found = dict(queries.thresholds(store, view).select("name", "value").iter_rows())
    shares = {"floor": "payment_floor_share", "low": "payment_low_share"}
    told = {name: share_text(found.get(rule), "en") for name, rule in shares.items()}
    margin = found.get("payment_margin_share")
    return told | {"margin": "" if margin is None else plain(margin * 100)}
