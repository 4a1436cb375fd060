"""A list of the year's plan as a file: its rows, all that is wrong with them by cell, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from portfolio import queries
from portfolio.intake import grids, own_heads
from portfolio.intake.archive import RefusedError
from portfolio.intake.choosing import sheet_in
from portfolio.intake.context import Names
from portfolio.intake.faults import Faults, fault, gathered, money, problems_of, word
from portfolio.intake.matching import Projects
from portfolio.intake.own_heads import Asking, Question, Words
from portfolio.intake.plan_heads import DOCUMENT, KIND, PLAN_LIST, own_list
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged, SheetRead
from portfolio.intake.sheets import sheet
from portfolio.intake.typed import TEXT, typed
from portfolio.intake.values import understood
from portfolio.model import HeadChoice, ListedPlan, PlanList, Problem, Record, View
from portfolio.queries import plans, reported
from portfolio.store import Store

JUMP = 3
"""A plan of so many times the one before asks whether the unit is right."""
AMOUNT = "planned_amount"
EXPECTED = "year_forecast_amount"
"""A column of the report and of no list: a list says what is planned."""


@dataclass(frozen=True)
class PlanDocument:
    """One of the documents that a file holds, the earliest first, with its rows."""

    document_number: str
    issued_on: date
    kind: Literal["initial", "adjusted"]
    file: PlanFile


@dataclass(frozen=True)
class PlanFile(Judged, Asking):
    """A list as read: all problems, errors first, and its rows where there is no error."""

    file_name: str
    problems: tuple[Problem, ...]
    rows: tuple[ListedPlan, ...] = ()
    questions: tuple[Question, ...] = ()
    words: tuple[HeadChoice, ...] = ()
    """What was said of the file's words and is kept with the list."""
    by_document: bool = False
    """Whether its rows say by which document each was issued."""
    documents: tuple[PlanDocument, ...] = ()
    """Where the file says by row by which document it was issued: each with its own rows."""

    @property
    def years(self) -> list[int]:
        """The years that it sets plans of."""
        return sorted({row.year for row in self.rows})

    def records(self, head: PlanList) -> list[Record]:
        """What is appended when the list is taken under that document."""
        return [head, *self.rows, *self.words]


@dataclass(frozen=True)
class PlanPreview:
    """What the list would change on the day asked about.

    `changes`: one row a row of the list, project_id, name, county_code, year, before_amount (in force now, null for none),
    listed (whether a list set that), after_amount, difference_amount, outranked (a newer document stands already),
    proposed_amount (what the owner proposes otherwise) and beyond_proposed_amount (the list's less that).
    `dropped`: the projects that have only 原报计划 of these years and are on no list: they would have no plan any more.
    `missing_years`: of an adjustment, the years of which there is no list that it could adjust.
    """

    changes: pl.DataFrame
    dropped: pl.DataFrame
    missing_years: list[int]


def read_plan_list(
    data: bytes, file_name: str, store: Store, view: View, answers: Words | None = None
) -> PlanFile:
    """The list in the file (xlsx or csv; project, year, amount), with our heads or its own. `answers`: what its words
    mean, as far as somebody says. Never raises for what is in the file."""
    try:
        file = grids_of(data, file_name)
    except RefusedError as refusal:
        return PlanFile(file_name, (refusal_of(refusal, file_name),))
    found = [one for grid in file if (one := _plan_sheet(grid)) is not None]
    own = _own(file, file_name, store, view, answers or {})
    ours = any({"project_id", "year"} <= read.letters.keys() for read, _ in found) and not answers
    if own is not None and (not ours or own.by_document):
        return own
    if not found:
        return PlanFile(file_name, (refusal_of(RefusedError("no_plan_list"), file_name),))
    read, of_headers = found[0]
    problems = [*of_headers, *_twice(found[1:])]
    if any(problem.severity == "error" for problem in problems):
        return PlanFile(file_name, tuple(problems))
    return _checked(read, problems, file_name, store, view)


def _own(file: list[grids.Grid], file_name: str, store: Store, view: View, answers: Words) -> PlanFile | None:
    """The list with heads of its own, where a sheet is one."""
    held = own_heads.remembered(store, KIND)
    projects = Projects(reported.library_codes(store, view.of_all()))
    lists = [
        one
        for grid in file
        if not grid.is_empty and (one := own_list(grid, projects, {**held, **answers})) is not None
    ]
    if not lists:
        return None
    head, read = lists[0]
    problems = [*head.problems, *_twice([(one, []) for _, one in lists[1:] if one is not None])]
    if read is None or any(one.needed for one in head.questions):
        return PlanFile(file_name, tuple(problems), questions=head.questions)
    if {"document_number", "issued_on"} <= read.letters.keys():
        checked = replace(_by_document(read, problems, file_name, store, view), by_document=True)
    else:
        checked = _checked(read, problems, file_name, store, view)
    kept = {one: means for one, means in answers.items() if held.get(one) != means}
    words = tuple(own_heads.records(KIND, kept))
    return replace(checked, questions=head.questions, words=words)


def _by_document(
    read: SheetRead, problems: list[Problem], file_name: str, store: Store, view: View
) -> PlanFile:
    """The rows by the document that issued them; a row without its number or day is an error of its own."""
    held = set(read.rows.columns)
    kind = pl.col("kind") if "kind" in held else pl.lit(None, pl.String)
    days = understood(PLAN_LIST.column("issued_on"), read.rows["issued_on"])
    rows = read.rows.with_columns(__day=days.value, __bad=days.fault, __kind=kind)
    found = [fault(rows.filter(pl.col("__bad").is_not_null()), "plan", "issued_on", pl.col("__bad"))]
    for name in ("document_number", "issued_on"):
        facts: dict[str, pl.Expr | str] = {"column": word(f"intake.plan_list.{name}")}
        found.append(fault(rows.filter(pl.col(name).is_null()), "plan", name, "key_missing", facts=facts))
    told = problems_of(gathered(found), {"plan": read})
    if told:
        return PlanFile(file_name, (*problems, *told))
    documents: list[PlanDocument] = []
    years = set(plans.listed_years(store, view.of_all()))
    letters = {code: letter for code, letter in read.letters.items() if code not in DOCUMENT}
    parts = rows.sort("__day", maintain_order=True).partition_by(
        ["document_number", "__day", "__kind"], as_dict=True, maintain_order=True
    )
    for (number, day, said), part in parts.items():
        own = part.select(read.rows.columns).drop(DOCUMENT, strict=False)
        file = _checked(replace(read, rows=own, letters=letters), [], file_name, store, view)
        problems += file.problems
        adjusts = "调" in said if isinstance(said, str) else bool(years & set(file.years))
        assert isinstance(day, date)
        documents.append(PlanDocument(str(number), day, "adjusted" if adjusts else "initial", file))
        years |= set(file.years)
    result = PlanFile(file_name, tuple(problems))
    return result if result.errors else replace(result, documents=tuple(documents))


def _plan_sheet(grid: grids.Grid) -> tuple[SheetRead, list[Problem]] | None:
    """The grid's list, where its headers are those of one; a list must name the projects, the year and the amount."""
    found = sheet_in(grid, sheet("plan"))
    if found is None or AMOUNT not in found[0].letters:
        return None
    read, problems = found
    # what is no column of a list is not read, and need not be: lists are printed with much beside
    problems = [one for one in problems if one.code != "column_unknown"]
    if "project_id" not in read.letters:
        facts = (("column", "@word:intake.plan.project_id"),)
        problems.append(Problem(code="column_missing", severity="error", sheet=read.name, facts=facts))
    letters = {code: letter for code, letter in read.letters.items() if code != EXPECTED}
    return replace(read, letters=letters), problems


def _twice(others: list[tuple[SheetRead, list[Problem]]]) -> Iterator[Problem]:
    for read, _ in others:
        yield Problem(code="sheet_twice", severity="error", sheet=read.name)


def _checked(
    read: SheetRead, of_headers: list[Problem], file_name: str, store: Store, view: View
) -> PlanFile:
    asked = view.of_all()
    library = reported.library_names(store, asked)
    known, found = typed(read, Names(projects=library, library=library, held={}))
    faults = gathered([*found, *_of_amounts(read, known.rows, store, asked)])
    problems = [*of_headers, *problems_of(faults, {"plan": read})]
    if not known.rows.height and not problems:
        problems.append(Problem(code="plan_list_empty", severity="error", sheet=read.name))
    result = PlanFile(file_name, tuple(problems))
    return result if result.errors else PlanFile(file_name, tuple(problems), _rows(read, known.rows))


def _rows(read: SheetRead, rows: pl.DataFrame) -> tuple[ListedPlan, ...]:
    letter = read.letters[AMOUNT]
    return tuple(
        ListedPlan(
            project_id=row["project_id"],
            year=row["year"],
            planned_amount=row[AMOUNT],
            sheet=read.name,
            row_number=row["row_number"],
            cell=f"{letter}{row['row_number']}",
        )
        for row in rows.iter_rows(named=True)
    )


def _of_amounts(read: SheetRead, rows: pl.DataFrame, store: Store, view: View) -> Iterator[Faults]:
    """A row without an amount, one above the investment, and one that is many times the plan in force."""
    stated = rows.filter(pl.col(AMOUNT).is_not_null() | pl.col(AMOUNT + "__bad"))["row_number"]
    blank = read.rows.filter(~pl.col("row_number").is_in(stated.implode()))
    blank = blank.filter(pl.col("project_id").is_not_null())
    facts: dict[str, pl.Expr | str] = {"column": word("intake.plan.planned_amount")}
    yield fault(blank, "plan", AMOUNT, "plan_amount_missing", facts=facts)
    invested = queries.project_state(store, view).select("project_id", __invested="investment_amount")
    before = plans.plans(store, view).select("project_id", "year", __before=AMOUNT)
    beside = rows.join(invested, on="project_id", how="left", maintain_order="left")
    beside = beside.join(before, on=["project_id", "year"], how="left", maintain_order="left")
    new = pl.col(AMOUNT)
    for code, bound, above in (
        ("over_investment", "__invested", new > pl.col("__invested")),
        ("jump", "__before", (pl.col("__before") > 0) & (new > pl.col("__before") * JUMP)),
    ):
        told = facts | {"old": money(pl.col(bound)), "new": money(new)}
        text = pl.col(AMOUNT + TEXT)
        yield fault(beside.filter(above), "plan", AMOUNT, code, severity="warning", value=text, facts=told)


def _proposed(store: Store, view: View) -> pl.DataFrame:
    """What owners propose otherwise than the plan in force, by project and year."""
    rows = plans.plan_proposals(store, view).select("project_id", "year", "proposed_amount")
    return rows.cast({"year": pl.Int32})


def preview(file: PlanFile, kind: str, issued_on: date, store: Store, view: View) -> PlanPreview:
    """What taking the list under a document of that day would change, as of the view's day."""
    asked = view.of_all()
    held = plans.plans(store, asked)
    named = queries.project_state(store, asked).select("project_id", "name", "county_code")
    rows = pl.DataFrame(
        [(row.project_id, row.year, row.planned_amount) for row in file.rows],
        schema={"project_id": pl.String, "year": pl.Int32, "after_amount": pl.Decimal(18, 2)},
        orient="row",
    )
    keys = ["project_id", "year"]
    before = held.select(*keys, "listed", "issued_on", before_amount=AMOUNT).cast({"year": pl.Int32})
    changes = (
        rows.join(named, on="project_id", how="left", maintain_order="left")
        .join(before, on=keys, how="left", maintain_order="left")
        .with_columns(
            difference_amount=pl.col("after_amount") - pl.col("before_amount"),
            outranked=(pl.col("issued_on") > issued_on).fill_null(value=False),
        )
        .join(_proposed(store, asked), on=keys, how="left", maintain_order="left")
        .with_columns(beyond_proposed_amount=pl.col("after_amount") - pl.col("proposed_amount"))
    )
    listed = plans.listed_years(store, asked)
    opened = [year for year in file.years if year not in listed]
    dropped = held.filter(pl.col("year").is_in(opened)).cast({"year": pl.Int32})
    dropped = dropped.join(rows, on=keys, how="anti", maintain_order="left")
    missing = opened if kind == "adjusted" else []
    return PlanPreview(changes, dropped, missing)
