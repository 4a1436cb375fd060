"""The workbook of units, accounts and assignments: its rows, all that is wrong with them, and what they would change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from portfolio.codes import UNNAMED_COUNTY
from portfolio.intake.archive import RefusedError
from portfolio.intake.cells import narrow_texts
from portfolio.intake.choosing import sheet_in
from portfolio.intake.columns import Sheet
from portfolio.intake.context import Names
from portfolio.intake.faults import Faults, fault, gathered, problems_of, word
from portfolio.intake.grids import Grid
from portfolio.intake.people_sheets import ACCOUNTS, DUTIES, PEOPLE, UNITS
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged, SheetRead
from portfolio.intake.typed import BAD, TEXT, with_projects
from portfolio.intake.values import narrowed, understood
from portfolio.model import Problem
from portfolio.queries import people
from portfolio.store import Store
from portfolio.store.write_rules import fit_login

TELEPHONE = re.compile(r"[0-9+\-()（）转 ,，、;；/]{5,40}")
ANYWHERE = frozenset({"全市", "全市范围", "wholecity", "thewholecity"})
"""What stands for the whole city, as a blank does."""


@dataclass(frozen=True)
class PeopleFile(Judged):
    """A workbook as read: its problems, errors first, and by sheet its rows, of which the codes were found.

    units: name, county_code, person, telephone, leader, active · accounts: login, name, role, unit (its name),
    county_code, active · duties: project_id, unit (its name), person, telephone; what was left blank is null.
    """

    file_name: str
    problems: tuple[Problem, ...]
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    """What the ledger has: the counties' codes by what they are called, the units by name, the library's projects."""

    counties: Mapping[str, str]
    county_names: str
    units: Mapping[str, bool]
    projects: pl.DataFrame


def read_people(data: bytes, file_name: str, store: Store) -> PeopleFile:
    """The units, accounts and assignments in the file. Never raises for what is in the file."""
    try:
        read, problems = _sheets(grids_of(data, file_name))
    except RefusedError as refusal:
        return PeopleFile(file_name, (refusal_of(refusal, file_name),))
    if not read:
        return PeopleFile(file_name, (refusal_of(RefusedError("no_people_list"), file_name),))
    if any(problem.severity == "error" for problem in problems):
        return PeopleFile(file_name, tuple(problems))
    return _checked(read, problems, file_name, _known(store))


def _sheets(grids: list[Grid]) -> tuple[dict[str, SheetRead], list[Problem]]:
    """Of each grid the sheet whose headings it has most of, and the problems of its headings."""
    read: dict[str, SheetRead] = {}
    problems: list[Problem] = []
    for grid in grids:
        fitting = [found for sheet in PEOPLE if (found := sheet_in(grid, sheet)) is not None]
        if not fitting:
            continue
        best, told = max(fitting, key=lambda one: len(one[0].letters))
        if best.code in read:
            problems.append(Problem(code="people_sheet_twice", severity="error", sheet=best.name))
            continue
        read[best.code] = best
        problems += [one for one in told if one.code != "column_unknown"]
    return read, problems


def _known(store: Store) -> _Known:
    counties = people.counties(store).filter(pl.col("county_code") != UNNAMED_COUNTY)
    named = {name: code for code, *names in counties.iter_rows() for name in (code, *names) if name}
    labels = "、".join(counties["name"])
    units = {narrowed(name): active for name, active in people.units(store)["name", "active"].iter_rows()}
    by_name = {narrowed(name): code for name, code in named.items()}
    return _Known(by_name, labels, units, people.projects(store))


def _checked(
    read: Mapping[str, SheetRead], of_headers: list[Problem], file_name: str, known: _Known
) -> PeopleFile:
    rows: dict[str, pl.DataFrame] = {}
    found: list[Faults] = []
    for sheet, check in ((UNITS, _of_units), (ACCOUNTS, _of_accounts), (DUTIES, _of_duties)):
        if sheet.code in read:
            rows[sheet.code], of_cells = _understood(sheet, read[sheet.code])
            found += of_cells
            rows[sheet.code], more = check(rows[sheet.code], known, rows)
            found += more
    problems = [*of_headers, *problems_of(gathered(found), read)]
    if not any(one.height for one in rows.values()) and not problems:
        problems.append(Problem(code="people_empty", severity="error"))
    result = PeopleFile(file_name, tuple(problems))
    return result if result.errors else PeopleFile(file_name, tuple(problems), rows)


def _understood(sheet: Sheet, read: SheetRead) -> tuple[pl.DataFrame, list[Faults]]:
    """The rows that say anything, with each column's value under its code and its text beside."""
    codes = [column.code for column in sheet.columns]
    texts = [
        (pl.col(code) if code in read.letters else pl.lit(None, pl.String)).alias(code + TEXT)
        for code in codes
    ]
    rows = read.rows.select("row_number", *texts)
    stating = [column.code for column in sheet.inputs] if sheet is DUTIES else codes
    rows = rows.filter(pl.any_horizontal(pl.col(code + TEXT).is_not_null() for code in stating))
    found: list[Faults] = []
    for column in sheet.columns:
        if column.kind in ("project", "label"):
            continue
        values = understood(column, rows[column.code + TEXT])
        rows = rows.with_columns(
            values.value.alias(column.code), values.fault.is_not_null().alias(column.code + BAD)
        )
        facts: dict[str, pl.Expr | str] = {"longest": str(column.longest), "choices": "@choices:role"}
        bad = rows.with_columns(__fault=values.fault).filter(pl.col("__fault").is_not_null())
        text = pl.col(column.code + TEXT)
        found.append(fault(bad, sheet.code, column.code, pl.col("__fault"), value=text, facts=facts))
    return rows, found


Checked = tuple[pl.DataFrame, list[Faults]]


def _of_units(rows: pl.DataFrame, known: _Known, _: Mapping[str, pl.DataFrame]) -> Checked:
    rows, found = _with_county(rows, "units", "county", known)
    return rows, [*found, *_twice(rows, "units", "name"), _telephones(rows, "units")]


def _of_accounts(rows: pl.DataFrame, known: _Known, read: Mapping[str, pl.DataFrame]) -> Checked:
    rows, found = _with_county(rows, "accounts", "reviews", known)
    rows = rows.with_columns(login=pl.col("login").str.strip_chars().str.to_lowercase())
    unfit = ~pl.col("login").map_elements(fit_login, return_dtype=pl.Boolean)
    named: dict[str, pl.Expr | str] = {"login": pl.col("login"), "choices": "@choices:role"}
    owner = pl.col("role") == "owner"
    for column, code, wrong in (
        ("login", "login_unfit_cell", unfit),
        ("name", "account_name_missing", pl.col("name").is_null() & ~pl.col("name" + BAD)),
        ("role", "account_role_missing", pl.col("role").is_null() & ~pl.col("role" + BAD)),
        ("role", "code_unknown", pl.col("role") == "visitor"),
        ("unit", "account_unit_missing", owner & pl.col("unit").is_null()),
    ):
        found.append(fault(rows.filter(wrong), "accounts", column, code, facts=named))
    return rows, [*found, *_twice(rows, "accounts", "login"), *_of_named_units(rows, "accounts", known, read)]


def _of_duties(rows: pl.DataFrame, known: _Known, read: Mapping[str, pl.DataFrame]) -> Checked:
    projects = known.projects
    rows, found = with_projects(DUTIES, rows, Names(projects=projects, library=projects, held={}))
    services = projects.filter(pl.col("kind") == "service")["project_id"]
    service = pl.col("project_id").is_in(services.implode()) & pl.col("unit").is_not_null()
    facts: dict[str, pl.Expr | str] = {"project": pl.col("project_id")}
    found.append(fault(rows.filter(service), "duties", "unit", "unit_of_a_service", facts=facts))
    found += [_telephones(rows, "duties"), *_of_named_units(rows, "duties", known, read)]
    same = rows.with_columns(__unit=narrow_texts(rows["unit"]).fill_null(""))
    key = ["project_id", "__unit"]
    first = same.with_columns(__first=pl.col("row_number").first().over(key))
    again = first.filter(pl.col("__first") != pl.col("row_number"), pl.col("project_id").is_not_null())
    told: dict[str, pl.Expr | str] = {"row": pl.col("__first").cast(pl.String), "part": pl.col("project_id")}
    found.append(fault(again, "duties", "project_id", "person_twice", facts=told))
    shared = (
        same.filter(pl.col("unit").is_not_null())
        .with_columns(__units=pl.col("unit").unique(maintain_order=True).str.join("、").over("project_id"))
        .filter(pl.col("__unit").n_unique().over("project_id") > 1)
        .unique("project_id", keep="last", maintain_order=True)
    )
    both = facts | {"units": pl.col("__units")}
    found.append(fault(shared, "duties", "unit", "two_units", severity="warning", facts=both))
    return rows, found


def _with_county(rows: pl.DataFrame, sheet: str, column: str, known: _Known) -> Checked:
    """The rows with the county's code: null for the whole city or a blank."""
    text = narrow_texts(rows[column])
    codes = text.replace_strict(known.counties, default=None, return_dtype=pl.String)
    lost = text.is_not_null() & codes.is_null() & ~text.is_in(list(ANYWHERE))
    rows = rows.with_columns(county_code=codes)
    facts: dict[str, pl.Expr | str] = {"choices": known.county_names}
    return rows, [
        fault(rows.filter(lost), sheet, column, "county_unknown", value=pl.col(column), facts=facts)
    ]


def _twice(rows: pl.DataFrame, sheet: str, key: str) -> Iterator[Faults]:
    """A key left blank, and one that stands in two rows."""
    named: dict[str, pl.Expr | str] = {"column": word(f"intake.{sheet}.{key}")}
    blank = rows.filter(pl.col(key).is_null() & ~pl.col(key + BAD))
    yield fault(blank, sheet, key, "people_key_missing", facts=named)
    whole = rows.with_columns(__key=narrow_texts(rows[key])).filter(pl.col("__key").is_not_null())
    first = whole.with_columns(__first=pl.col("row_number").first().over("__key"))
    facts: dict[str, pl.Expr | str] = {"row": pl.col("__first").cast(pl.String), "part": pl.col(key)}
    again = first.filter(pl.col("__first") != pl.col("row_number"))
    yield fault(again, sheet, key, "person_twice", facts=facts)


def _telephones(rows: pl.DataFrame, sheet: str) -> Faults:
    fit = pl.col("telephone").map_elements(
        lambda text: TELEPHONE.fullmatch(text) is not None, return_dtype=pl.Boolean
    )
    return fault(rows.filter(~fit), sheet, "telephone", "telephone_unfit", value=pl.col("telephone"))


def _of_named_units(
    rows: pl.DataFrame, sheet: str, known: _Known, read: Mapping[str, pl.DataFrame]
) -> Iterator[Faults]:
    """Units that neither the workbook nor the ledger has, and those that are not in use."""
    active = dict(known.units)
    if "units" in read:
        for name, used in read["units"].select("name", "active").iter_rows():
            if name is not None:
                active[narrowed(name)] = active.get(narrowed(name), True) if used is None else used
    state = narrow_texts(rows["unit"]).replace_strict(active, default=None, return_dtype=pl.Boolean)
    rows = rows.with_columns(__state=state).filter(pl.col("unit").is_not_null())
    yield fault(
        rows.filter(pl.col("__state").is_null()), sheet, "unit", "unit_not_listed", value=pl.col("unit")
    )
    out = rows.filter(~pl.col("__state"))
    yield fault(out, sheet, "unit", "unit_left_out", value=pl.col("unit"))
