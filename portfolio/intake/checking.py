"""Checking a reading against what is known: all problems at once, and the entries of the rows without an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from portfolio.intake import judging
from portfolio.intake.cells import narrow_texts
from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.intake.entries import changes_of, corrections_of, entries_of, sound
from portfolio.intake.faults import (
    MOST_LISTED,
    RANKS,
    Faults,
    erring_rows,
    gathered,
    problems_of,
    without_knock_on,
)
from portfolio.intake.mending import mended, of_mended
from portfolio.intake.odd_days import of_odd_days
from portfolio.intake.readings import Reading, SheetRead
from portfolio.intake.rules_days import of_days
from portfolio.intake.rules_money import of_money
from portfolio.intake.rules_rows import of_rows
from portfolio.intake.rules_stages import of_stages
from portfolio.intake.rules_units import of_headings, of_units
from portfolio.intake.rules_years import asked, of_years
from portfolio.intake.stamps import VERSION
from portfolio.intake.trial import Outcome
from portfolio.intake.typed import Typed, typed
from portfolio.intake.values import YES
from portfolio.model import Problem


def check(reading: Reading, context: Context, *, judge: bool = True) -> Checked:
    """All problems of the reading, and what would be stored of it; see Checked.

    `judge=False` leaves out what only the rules of the lights can say (payment against work, 未经批准推迟, the lights).
    """
    of_file = [*reading.problems, *_of_stamp(reading, context)]
    read = [typed(one, context) for one in reading.sheets]
    read = [
        (one, found) if not one.read.rest_unchanged else typed(_with_rest(one.read, read, context), context)
        for one, found in read
    ]
    sheets = {one.sheet.code: one for one, _ in read}
    faults = gathered([*(found for _, of_cells in read for found in of_cells), *_of_rules(sheets, context)])
    good = {code: sound(one, erring_rows(faults, code)) for code, one in sheets.items()}
    entries = entries_of(list(good.values()), context)
    outcome = _outcome(entries, context) if judge and entries else None
    if outcome is not None:
        faults = gathered([faults, *judging.of_outcome(good, outcome, context)])
    changes = changes_of(list(good.values()), context)
    mends = mended(changes, context)
    faults = without_knock_on(gathered([faults, of_mended(mends, good)]))
    of_file += of_headings(sheets, faults)
    if not of_file and not any(one.rows.height for one in sheets.values()):
        of_file.append(Problem(code="nothing_stated", severity="error"))
    return Checked(
        entries=entries,
        problems=_listed(of_file, faults, sheets),
        changes=changes,
        mended=mends,
        corrections=corrections_of(good, context, mends),
        counts=_counts(reading, sheets, entries, of_file, faults) | {"changes": changes.height},
        asked=asked(good, context),
        before=outcome.before if outcome else pl.DataFrame(),
        after=outcome.after if outcome else pl.DataFrame(),
        still=judging.still_forecast(good, outcome, context) if outcome else pl.DataFrame(),
        more=max(0, faults.height - MOST_LISTED),
    )


def _with_rest(status: SheetRead, read: Sequence[tuple[Typed, object]], context: Context) -> SheetRead:
    """The sheet, in which every project that no sheet speaks of, and whose stage is known, is as it was."""
    spoken = pl.concat([one.rows["project_id"] for one, _ in read]).drop_nulls()
    known = context.held["status"].filter(pl.col("stage_last").is_not_null())["project_id"]
    rest = known.filter(~known.is_in(spoken.implode()))
    silent = narrow_texts(status.rows["project_id"]).is_in(rest.implode())
    unchanged = pl.when(silent).then(pl.lit(YES[0])).otherwise("unchanged")
    return replace(status, rows=status.rows.with_columns(unchanged.alias("unchanged")))


def _of_rules(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    yield from of_rows(list(sheets.values()), context)
    yield from of_money(sheets, context)
    yield from of_days(sheets, context)
    yield from of_stages(sheets, context)
    yield from of_years(sheets, context)
    yield from of_odd_days(sheets, context)
    yield from of_units(sheets, context)


def _listed(of_file: list[Problem], faults: Faults, sheets: Mapping[str, Typed]) -> tuple[Problem, ...]:
    listed = [*of_file, *problems_of(faults, {code: one.read for code, one in sheets.items()})]
    unlisted = faults.height - MOST_LISTED
    if unlisted > 0:
        facts = (("count", str(unlisted)),)
        listed.append(Problem(code="more", severity="error", facts=facts))
    return tuple(sorted(listed, key=lambda problem: RANKS[problem.severity]))


def _counts(
    reading: Reading,
    sheets: Mapping[str, Typed],
    entries: Mapping[str, pl.DataFrame],
    of_file: list[Problem],
    faults: Faults,
) -> dict[str, int]:
    errors = sum(problem.severity == "error" for problem in of_file)
    errors += faults.filter(pl.col("severity") == "error").height
    return {
        "rows": reading.row_count,
        "stated": sum(one.rows.height for one in sheets.values()),
        "projects": _projects(entries).len(),
        "left_out": sum(read.left_out for read in reading.sheets),
        "errors": errors,
        "warnings": len(of_file) + faults.height - errors,
    }


def _projects(entries: Mapping[str, pl.DataFrame]) -> pl.Series:
    none = pl.Series("project_id", [], pl.String)
    return pl.concat([none, *(frame["project_id"] for frame in entries.values())]).unique().sort()


def _outcome(entries: Mapping[str, pl.DataFrame], context: Context) -> Outcome:
    return context.trial.outcome(entries, _projects(entries).to_list())


def _of_stamp(reading: Reading, context: Context) -> Iterator[Problem]:
    """What the file says of itself against what is being reported; a file without a stamp is nobody's template."""
    stamp = reading.stamp
    if stamp.version and stamp.version.isdigit() and int(stamp.version) > int(VERSION):
        yield Problem(code="version_newer", severity="error", facts=(("version", stamp.version),))
    if stamp.workspace and stamp.workspace != context.workspace:
        facts = (
            ("workspace", f"@word:workspace.{stamp.workspace}"),
            ("asked", f"@word:workspace.{context.workspace}"),
        )
        yield Problem(code="wrong_workspace", severity="error", facts=facts)
    if stamp.period_on and stamp.period_on != context.period_on:
        facts = (("month", f"@day:{stamp.period_on}:month"), ("asked", f"@day:{context.period_on}:month"))
        yield Problem(code="wrong_month", severity="error", facts=facts)
    if stamp.unit_code and stamp.unit_code != context.unit_code:
        facts = (("unit", stamp.unit_code), ("asked", f"{context.unit_name}（{context.unit_code}）"))
        yield Problem(code="wrong_unit", severity="error", facts=facts)
