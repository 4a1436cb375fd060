"""What lines of the treasury's ledger come to: cumulative figures by the day, and the batches that documents make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from portfolio.model import AllocationBatch, Problem, TreasuryFigure, TreasuryLine, TreasurySpan
from portfolio.model.fields import month_end

Key = tuple[str, str]
"""A project and a source."""
NEVER = date(1900, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """What the ledger of ours knows before a file is taken: the lines that stand, the spans of earlier files, and by
    figure and key what the treasury told by which day, the oldest first."""

    lines: Sequence[TreasuryLine] = ()
    spans: Sequence[TreasurySpan] = ()
    told: Mapping[tuple[str, Key], Sequence[tuple[date, Decimal]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reckoned:
    """What a file's lines come to. `baseless`: the projects and sources of which nobody told what stood before the lines
    begin, by figure: their lines make batches and no cumulative figure."""

    figures: tuple[TreasuryFigure, ...]
    batches: tuple[AllocationBatch, ...]
    baseless: tuple[tuple[str, Key], ...]
    problems: tuple[Problem, ...]


def reckoned(lines: Sequence[TreasuryLine], spans: Sequence[TreasurySpan], standing: Standing) -> Reckoned:
    """The figures and batches of these lines, which are all of those spans (one a figure)."""
    amounts: dict[tuple[Key, date], dict[str, Decimal]] = defaultdict(dict)
    baseless: list[tuple[str, Key]] = []
    problems: list[Problem] = []
    for span in spans:
        here = [one for one in lines if one.figure == span.figure]
        problems += _outside(here, span)
        for key, of_key in _by_key(here, span, standing).items():
            base = _base(span, key, standing)
            if base is None:
                baseless.append((span.figure, key))
                continue
            for day, amount in _cumulative(base, of_key, span, key, standing):
                if amount < 0:
                    problems.append(_below(of_key, span))
                    break
                amounts[key, day][f"{span.figure}_amount"] = amount
    figures = tuple(
        TreasuryFigure.model_validate({"project_id": key[0], "source": key[1], "told_on": day, **told})
        for (key, day), told in sorted(amounts.items())
    )
    batches, more = _batches(lines, spans, standing)
    return Reckoned(figures, batches, tuple(baseless), (*problems, *more))


def _outside(lines: Iterable[TreasuryLine], span: TreasurySpan) -> Iterator[Problem]:
    for one in lines:
        if not span.from_on <= one.day_on <= span.until_on:
            facts = (("from", f"@day:{span.from_on}:day"), ("until", f"@day:{span.until_on}:day"))
            told = {"sheet": one.sheet, "cell": one.cell, "value": one.day_on.isoformat(), "facts": facts}
            yield Problem.model_validate({"code": "ledger_outside", "severity": "error", **told})


def _below(lines: Sequence[TreasuryLine], span: TreasurySpan) -> Problem:
    one = next((line for line in lines if line.amount < 0), None)
    told = {"sheet": one.sheet, "cell": one.cell, "value": str(one.amount)} if one else {}
    facts = (("column", f"@word:intake.ledger.{span.figure}_amount"),)
    return Problem.model_validate({"code": "ledger_below_zero", "severity": "error", "facts": facts, **told})


def _by_key(
    lines: Iterable[TreasuryLine], span: TreasurySpan, standing: Standing
) -> dict[Key, list[TreasuryLine]]:
    """The lines by project and source; none of those of which only an earlier file has lines of these days."""
    found: dict[Key, list[TreasuryLine]] = defaultdict(list)
    for one in lines:
        found[one.project_id, one.source].append(one)
    for one in standing.lines:
        if one.figure == span.figure and span.from_on <= one.day_on <= span.until_on:
            found.setdefault((one.project_id, one.source), [])
    return found


def _base(span: TreasurySpan, key: Key, standing: Standing) -> Decimal | None:
    """What stood before the span begins; None where nobody told, or not up to its first day."""
    if span.whole:
        return Decimal(0)
    told = [one for one in _told(standing, span.figure, key) if one[0] < span.from_on]
    day, amount = told[-1] if told else (NEVER, Decimal(0))
    return amount if _covered(day + DAY, span, standing) else None


def _covered(first: date, span: TreasurySpan, standing: Standing) -> bool:
    """Whether earlier files hold the lines of every day from `first` until the span begins."""
    earlier = [
        (NEVER if one.whole else one.from_on, one.until_on)
        for one in standing.spans
        if one.figure == span.figure
    ]
    day = first
    for begins, ends in sorted(earlier):
        if begins <= day:
            day = max(day, ends + DAY)
    return day >= span.from_on


def _told(standing: Standing, figure: str, key: Key) -> Sequence[tuple[date, Decimal]]:
    return standing.told.get((figure, key), ())


def _cumulative(
    base: Decimal, lines: Sequence[TreasuryLine], span: TreasurySpan, key: Key, standing: Standing
) -> Iterator[tuple[date, Decimal]]:
    """What stood at the end of each month with a line, of each December, on each day told before, and at the end."""
    held = dict(_told(standing, span.figure, key))
    months = {month_end(one.day_on) for one in lines}
    decembers = {date(year, 12, 31) for year in range(span.from_on.year, span.until_on.year + 1)}
    days = {day for day in (*months, *decembers, *held) if span.from_on <= day < span.until_on}
    for day in sorted({*days, span.until_on}):
        amount = base + sum((one.amount for one in lines if one.day_on <= day), Decimal(0))
        if held.get(day) != amount:
            yield day, amount


def _batches(
    lines: Sequence[TreasuryLine], spans: Sequence[TreasurySpan], standing: Standing
) -> tuple[tuple[AllocationBatch, ...], list[Problem]]:
    """What each document allocated to a project from a source, with what earlier files say of it on other days."""
    span = next((one for one in spans if one.figure == "allocated"), None)
    if span is None:
        return (), []
    before = [one for one in standing.lines if one.figure == "allocated" and one.document_number]
    kept = [one for one in before if not span.from_on <= one.day_on <= span.until_on]
    now = [one for one in lines if one.figure == "allocated" and one.document_number]
    gone = [one for one in before if span.from_on <= one.day_on <= span.until_on]
    touched = {_of_batch(one): one for one in (*gone, *now)}
    found: list[AllocationBatch] = []
    problems: list[Problem] = []
    held = _grouped(before)
    whole = _grouped([*kept, *now])
    for batch, line in touched.items():
        mine = whole.get(batch, [])
        amount = sum((one.amount for one in mine), Decimal(0))
        if amount < 0:
            problems.append(_below([line, *mine], span))
            continue
        issued_on = min(one.day_on for one in mine or held[batch])
        project, source, document = batch
        found.append(
            AllocationBatch(
                project_id=project,
                source=source,
                document_number=document,
                issued_on=issued_on,
                amount=amount,
            )
        )
    return tuple(found), problems


def _of_batch(line: TreasuryLine) -> tuple[str, str, str]:
    return line.project_id, line.source, str(line.document_number)


def _grouped(lines: Iterable[TreasuryLine]) -> dict[tuple[str, str, str], list[TreasuryLine]]:
    found: dict[tuple[str, str, str], list[TreasuryLine]] = defaultdict(list)
    for one in lines:
        found[_of_batch(one)].append(one)
    return found
