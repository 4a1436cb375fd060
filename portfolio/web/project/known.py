"""Everything that is known of one project on the day asked about, each from its own question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.formats import decimal, rounded
from portfolio.model import View
from portfolio.web.frame import Frame

Row = Mapping[str, Any]
"""One row of a question's frame."""
FILTERS = ("counties", "areas", "categories", "sources", "stages", "states", "search")


@dataclass(frozen=True)
class Known:
    """One project: `row` of project_state, `stated` by the library, `rates`, the rules' numbers, the figures' sources.

    `view` asks of this project alone, whatever the filters; the reader's scope stays.
    """

    view: View
    row: Row
    stated: Row
    rates: Row
    rules: Mapping[str, Decimal]
    last_closed_on: date
    reviewed_year: int
    sources: pl.DataFrame
    milestones: pl.DataFrame

    @property
    def project_id(self) -> str:
        """The number by which everything else is asked."""
        return str(self.row["project_id"])

    @property
    def pacing(self) -> Decimal | None:
        """The rate as shown less the elapsed share as shown, so that what stands beside it subtracts; None untold."""
        if self.row["pacing_share"] is None:
            return None
        done, elapsed = (decimal(self.row[name]) for name in ("completion_share", "elapsed_share"))
        return rounded(done, 3) - rounded(elapsed, 3)

    def source(
        self, kind: str, field: str, part: str | None = None, currency: str | None = None
    ) -> Row | None:
        """Who reported the current value of one figure, when and where; None when no report states it."""
        return self._sources_by_figure.get((kind, field, part, currency))

    @cached_property
    def _sources_by_figure(self) -> dict[tuple[str | None, ...], Row]:
        """Kind, field, part and currency to the report that states the figure; the first where there are several."""
        found: dict[tuple[str | None, ...], Row] = {}
        for row in self.sources.iter_rows(named=True):
            found.setdefault((row["kind"], row["field"], row["part"], row["currency"]), row)
        return found


def everything(view: View) -> View:
    """The view without its filters: the same day, knowledge and scope."""
    return view.model_copy(update=dict.fromkeys((*FILTERS, "projects")))


def known(frame: Frame, project_id: str) -> Known | None:
    """All of one project; None when the library lacks it or the reader may not see it."""
    view = everything(frame.view).model_copy(update={"projects": (project_id,)})
    states = queries.project_state(frame.store, view)
    if states.is_empty():
        return None
    calendar = queries.calendar(frame.store, view).row(0, named=True)
    return Known(
        view=view,
        row=states.row(0, named=True),
        stated=queries.library_rows(frame.store, view, [project_id]).row(0, named=True),
        rates=queries.project_rates(frame.store, view).row(0, named=True),
        rules=dict(queries.thresholds(frame.store, view)["name", "value"].iter_rows()),
        last_closed_on=calendar["last_closed_on"],
        reviewed_year=calendar["reviewed_year"],
        sources=queries.figure_sources(frame.store, view, project_id),
        milestones=queries.milestones(frame.store, view),
    )
