"""What a file of the treasury brings: our own list of cumulative figures, or a ledger with heads of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl

from portfolio import queries
from portfolio.intake import own_heads
from portfolio.intake.ledger_figures import DAY, Key, Standing, reckoned
from portfolio.intake.ledger_lists import LedgerFile, read_ledger
from portfolio.intake.ledger_sheet import FIGURES
from portfolio.intake.own_heads import Asking, Question, Words
from portfolio.intake.readings import Judged
from portfolio.intake.treasury_lists import TreasuryFile, changes, read_treasury
from portfolio.model import (
    AllocationBatch,
    HeadChoice,
    Problem,
    Record,
    TreasuryFigure,
    TreasuryLine,
    TreasurySpan,
    View,
)
from portfolio.queries import reported, treasury
from portfolio.store import Store

KIND = "treasury"
Spans = Mapping[str, tuple[date, date]]
"""Figure to the first and last day whose lines a file holds."""


@dataclass(frozen=True)
class TreasuryTaking(Judged, Asking):
    """A file of the treasury as it would be taken: what stops it, what is asked, and what it would store.

    `spans`: from when until when it holds a ledger's lines (empty of a list of cumulative figures); `baseless`: the
    projects and sources whose lines make no cumulative figure, since nobody told what stood before; `left`: what is of no
    project of ours, as the file calls it, with how many lines and yuan.
    """

    file_name: str
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    figures: tuple[TreasuryFigure, ...] = ()
    lines: tuple[TreasuryLine, ...] = ()
    spans: tuple[TreasurySpan, ...] = ()
    batches: tuple[AllocationBatch, ...] = ()
    words: tuple[HeadChoice, ...] = ()
    baseless: tuple[tuple[str, Key], ...] = ()
    left: tuple[tuple[str, int, Decimal], ...] = ()
    is_ledger: bool = field(default=False)

    @property
    def records(self) -> tuple[Record, ...]:
        """What is stored beside the head."""
        return (*self.figures, *self.spans, *self.lines, *self.batches, *self.words)

    def changes(self, store: Store, view: View) -> pl.DataFrame:
        """As treasury_lists.changes, of each project's and source's newest figure of the file."""
        newest: dict[tuple[str, str | None], TreasuryFigure] = {}
        for one in self.figures:
            before = newest.get((one.project_id, one.source))
            if before is None or before.told_on <= one.told_on:
                newest[one.project_id, one.source] = one
        return changes(TreasuryFile(self.file_name, (), tuple(newest.values())), store, view)


def treasury_taking(
    data: bytes,
    file_name: str,
    store: Store,
    view: View,
    answers: Words | None = None,
    spans: Spans | None = None,
    *,
    whole: bool = False,
) -> TreasuryTaking:
    """What the file would bring. `answers`: what its words mean, as far as whoever takes it says; `spans`: the days that
    it holds, where not as proposed; `whole`: there was nothing before. Never raises for what is in the file."""
    own = read_treasury(data, file_name, store, view)
    if own.is_ours:
        return TreasuryTaking(file_name, own.problems, figures=own.rows)
    held = own_heads.remembered(store, KIND)
    words = {**held, **(answers or {})}
    projects = reported.library_codes(store, view)
    found = read_ledger(data, file_name, projects, words, view.as_of)
    if not found.is_ledger:
        return TreasuryTaking(file_name, found.problems)
    if found.errors or found.needed:
        return TreasuryTaking(file_name, found.problems, found.questions, left=found.left, is_ledger=True)
    standing = standing_of(store, view)
    held_spans = _spans(found, standing, spans, whole=whole)
    came = reckoned(found.lines, held_spans, standing)
    problems = (*found.problems, *came.problems, *_over(came.figures, store, view))
    new = {one: means for one, means in (answers or {}).items() if held.get(one) != means}
    kept = tuple(own_heads.records(KIND, new))
    return TreasuryTaking(
        file_name,
        problems,
        found.questions,
        came.figures,
        found.lines,
        held_spans,
        came.batches,
        kept,
        came.baseless,
        found.left,
        is_ledger=True,
    )


def standing_of(store: Store, view: View) -> Standing:
    """What the ledger knows of the treasury before a file is taken."""
    lines = [
        TreasuryLine.model_construct(**{name: row[name] for name in TreasuryLine.model_fields})
        for row in treasury.ledger_lines(store, view).iter_rows(named=True)
    ]
    spans = [
        TreasurySpan.model_construct(**{name: row[name] for name in TreasurySpan.model_fields})
        for row in treasury.ledger_spans(store, view).iter_rows(named=True)
    ]
    told: dict[tuple[str, Key], dict[date, Decimal]] = defaultdict(dict)
    for row in treasury.told_by_day(store, view).iter_rows(named=True):
        for figure in FIGURES:
            amount = row[f"{figure}_amount"]
            if amount is not None:
                told[figure, (row["project_id"], row["source"])][row["told_on"]] = amount
    return Standing(lines, spans, {key: sorted(days.items()) for key, days in told.items()})


def _spans(
    found: LedgerFile, standing: Standing, asked: Spans | None, *, whole: bool
) -> tuple[TreasurySpan, ...]:
    """The days that the file holds of each figure: as asked, else from where the last file ends or the year begins."""
    spans = []
    for figure in FIGURES:
        days = found.span(figure)
        if days is None:
            continue
        first, last = (asked or {}).get(figure) or (_begin(figure, days[0], standing), days[1])
        if whole:
            first = min(first, days[0])
        spans.append(TreasurySpan(figure=figure, from_on=first, until_on=max(first, last), whole=whole))
    return tuple(spans)


def _begin(figure: str, first: date, standing: Standing) -> date:
    ends = [one.until_on for one in standing.spans if one.figure == figure and one.until_on < first]
    january = first.replace(month=1, day=1)
    return max([january, *(end + DAY for end in ends)])


def _over(figures: tuple[TreasuryFigure, ...], store: Store, view: View) -> Iterator[Problem]:
    """Projects that were paid more than they cost, in all: likely a unit, or lines of another project."""
    newest: dict[Key, TreasuryFigure] = {}
    for one in figures:
        if one.paid_amount is not None and one.source is not None:
            newest[one.project_id, one.source] = one
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for (project, _), one in newest.items():
        paid[project] += one.paid_amount or 0
    invested = queries.project_state(store, view.of_all()).select("project_id", "investment_amount")
    for project, most in invested.drop_nulls().iter_rows():
        if paid.get(project, 0) > most:
            facts = (
                ("new", f"@money:{paid[project]}:CNY"),
                ("old", f"@money:{most}:CNY"),
                ("project", project),
            )
            yield Problem(
                code="ledger_over", severity="warning", project_id=project, value=project, facts=facts
            )
