"""What the template and checking need of the ledger, asked once for one unit and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from portfolio.intake.trial import Trial
from portfolio.model import View
from portfolio.store import Store


@dataclass(frozen=True)
class Context:
    """One unit's month as the ledger knows it.

    `projects`: one row a project in scope, in library order: project_id, name, county_code, county, kind, state, stage,
    investment_amount, investment_basis, unit_codes. `library`: every project_id of the library, with its name.
    `held`: entry table to its rows' accepted values, as the macros held_… say: with …_last (as of the month), …_before
    and …_after (the neighbouring months). `pending`: the unit's reports of this month that nobody has decided:
    submission_id, sent_by, sent_at, file_name, file_sha256. `today` is the day asked about.
    """

    workspace: str
    period_on: date
    today: date
    known_at: datetime
    unit_code: str
    unit_name: str
    city_name: str
    projects: pl.DataFrame
    library: pl.DataFrame
    held: Mapping[str, pl.DataFrame]
    pending: pl.DataFrame
    trial: Trial = field(repr=False)


def context(
    store: Store, view: View, period_on: date, unit_code: str, project_ids: Sequence[str] | None = None
) -> Context:
    """What is known by the view's `known_at` of the projects that the unit answers for (or of `project_ids`).

    The view's filters are left aside, its scope is kept. The day asked about (`today`) is the view's `as_of`.
    """
    raise NotImplementedError
