"""Checking a reading against what is known: all problems at once, and the entries of the rows without an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from portfolio.intake import judging
from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.intake.entries import changes_of, corrections_of, entries_of, sound
from portfolio.intake.faults import MOST_LISTED, Faults, erring_rows, gathered, problems_of
from portfolio.intake.readings import Reading
from portfolio.intake.rules_days import of_days
from portfolio.intake.rules_money import of_money
from portfolio.intake.rules_rows import of_rows
from portfolio.intake.stamps import VERSION
from portfolio.intake.trial import Outcome
from portfolio.intake.typed import Typed, typed
from portfolio.model import Problem


def check(reading: Reading, context: Context, *, judge: bool = True) -> Checked:
    """All problems of the reading, and what would be stored of it; see Checked.

    `judge=False` leaves out what only the rules of the lights can say (payment against work, 自行推迟, the lights).
    """
    of_file = [*reading.problems, *_of_stamp(reading, context)]
    found: list[Faults] = []
    sheets: list[Typed] = []
    for read in reading.sheets:
        one, faults = typed(read, context)
        sheets.append(one)
        found += faults
    by_code = {one.sheet.code: one for one in sheets}
    found += [*of_rows(sheets, context), *of_money(by_code, context), *of_days(by_code, context)]
    faults = gathered(found)
    good = [sound(one, erring_rows(faults, one.sheet.code)) for one in sheets]
    entries = entries_of(good, context)
    outcome = _outcome(entries, context) if judge and entries else None
    if outcome is not None:
        told = judging.of_outcome({one.sheet.code: one for one in good}, outcome, context)
        faults = gathered([faults, *told])
    if not of_file and not sheets_state(sheets) and reading.form != "unreadable":
        of_file.append(Problem(code="nothing_stated", severity="error"))
    return _checked(reading, context, of_file, faults, good, entries, outcome, sheets)


def sheets_state(sheets: Sequence[Typed]) -> bool:
    """Whether any row of any sheet states anything."""
    return any(one.rows.height for one in sheets)


def _checked(
    reading: Reading,
    context: Context,
    of_file: list[Problem],
    faults: Faults,
    good: Sequence[Typed],
    entries: dict[str, pl.DataFrame],
    outcome: Outcome | None,
    sheets: Sequence[Typed],
) -> Checked:
    names = {one.sheet.code: one.read.name for one in sheets}
    letters = {one.sheet.code: one.read.letters for one in sheets}
    listed = [*of_file, *problems_of(faults, names, letters)]
    listed.sort(key=lambda problem: problem.severity != "error")
    errors = sum(problem.severity == "error" for problem in of_file)
    errors += faults.filter(pl.col("severity") == "error").height
    changes = changes_of(good, context)
    projects = pl.concat(
        [pl.Series("project_id", [], pl.String), *(f["project_id"] for f in entries.values())]
    )
    counts = {
        "rows": reading.row_count,
        "stated": sum(one.rows.height for one in sheets),
        "projects": projects.n_unique(),
        "changes": changes.height,
        "left_out": sum(read.left_out for read in reading.sheets),
        "errors": errors,
        "warnings": len(of_file) + faults.height - errors,
    }
    return Checked(
        entries=entries,
        problems=tuple(listed),
        changes=changes,
        corrections=corrections_of({one.sheet.code: one for one in good}, context),
        counts=counts,
        before=outcome.before if outcome else pl.DataFrame(),
        after=outcome.after if outcome else pl.DataFrame(),
        more=max(0, faults.height - MOST_LISTED),
    )


def _outcome(entries: dict[str, pl.DataFrame], context: Context) -> Outcome:
    projects = pl.concat([frame["project_id"] for frame in entries.values()]).unique().sort()
    return context.trial.outcome(entries, projects.to_list())


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
