"""Generated figures of the treasury: of sources and of totals, of Decembers and of days since, now and then taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from portfolio.model import Project, TreasuryFigure

from .builders import Story, morning
from .reported import treasury


@st.composite
def figures(draw: st.DrawFn, project_id: str, as_of: date) -> TreasuryFigure:
    """One row: a source's or, now and then, the total."""
    december = date(as_of.year - 1, 12, 31)
    days = (december, december, *(as_of + timedelta(days=back) for back in (-250, -185, -40, -1, 0, 10)))
    source = draw(st.sampled_from(("county", "county", "county", "city", None, None, "not_stated")))
    amount = st.sampled_from((None, 0, 10, 30, 50, 80))
    told = {name: draw(amount) for name in ("allocated", "received")}
    paid = draw(st.sampled_from((0, 10, 30, 60, *((None,) if source else ()))))
    return treasury(draw(st.sampled_from(days)), source, **told, paid=paid, project=project_id)


@dataclass(frozen=True)
class Ledgering:
    """One list: when it is taken, and its rows."""

    at: datetime
    rows: tuple[TreasuryFigure, ...]

    def tell(self, told: Story) -> None:
        """Take the list."""
        told.treasury(self.at.date(), *self.rows)


@st.composite
def ledgers(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Ledgering]:
    """Of three portfolios in five up to three lists; a row may be taken back by the next."""
    found: list[Ledgering] = []
    taken = as_of - timedelta(days=draw(st.sampled_from((60, 12, 1, -10))))
    for _ in range(draw(st.sampled_from((0, 0, 1, 2, 3)))):
        one_figure = st.sampled_from(projects).flatmap(lambda one: figures(one.project_id, as_of))
        told = draw(st.lists(one_figure, min_size=1, max_size=6))
        if found and draw(st.integers(0, 4)) == 0:
            wrong = draw(st.sampled_from(found[-1].rows))
            told = [treasury(wrong.told_on, wrong.source, project=wrong.project_id), *told]
        found.append(Ledgering(morning(taken), tuple(told)))
        taken += timedelta(days=draw(st.sampled_from((0, 1, 20))))
    return found
