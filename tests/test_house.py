"""The house keeps its rules: one home for lateness and for the clock, floors that hold, names that all have words."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import codes, library, queries, words
from portfolio.model import FILTER_NAMES, View
from portfolio.store import Store, macros
from tests import sample
from tests.conftest import ROOT, copy_library

PYTHON = sorted([ROOT / "app.py", *(ROOT / "portfolio").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
SQL = sorted((ROOT / "portfolio" / "sql").glob("*.sql"))
VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


def statements() -> list[tuple[Path, str]]:
    """Each statement of the sql files with the file it stands in."""
    return [
        (file, re.sub(r"--.*", "", statement.query).strip())
        for file in SQL
        for statement in duckdb.extract_statements(file.read_text(encoding="utf-8"))
    ]


def compared_names(tree: ast.AST) -> set[str]:
    """The names and attributes that stand on either side of a comparison."""
    sides = [
        side
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
    ]
    named = [part for side in sides for part in ast.walk(side)]
    return {part.attr for part in named if isinstance(part, ast.Attribute)} | {
        str(part.value) for part in named if isinstance(part, ast.Constant)
    }


def test_lateness_is_compared_in_one_macro() -> None:
    compare = re.compile(
        r"(>=?|<=?)\s*(\w+\.)?due_on|(?<!start_)due_on\s*(>=?|<=?)|-\s*(\w+\.)?due_on", re.IGNORECASE
    )
    homes = [
        text.split("(")[0] for _, text in statements() if text.startswith("CREATE") and compare.search(text)
    ]
    allowed = {
        "CREATE MACRO days_late": "the comparison itself",
        "CREATE MACRO milestone_due": "a due day against the one in force before it: whether it was moved",
        "CREATE MACRO own_elapsed_share": "a due completion before the due start is none (序时进度)",
        "CREATE MACRO milestone_row": "forecast less due (预警)",
        "CREATE MACRO standing_row": "forecast less due, shown",
    }
    assert set(homes) <= set(allowed)
    assert "CREATE MACRO days_late" in homes


def test_no_python_compares_a_due_day() -> None:
    for file in PYTHON:
        found = compared_names(ast.parse(file.read_text(encoding="utf-8")))
        assert not found & {"due_on", "original_due_on", "forecast_on", "done_on"}, file


QUERIES = sorted((ROOT / "portfolio" / "queries").glob("*.py"))
FILTERS = set(FILTER_NAMES) - {"scope", "projects"}
"""What only select reads of a view; a reader's scope is also told to the questions about reports, a project to its own."""


def read_of(file: Path) -> set[str]:
    """The attributes that the file reads."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_filters_act_in_select_alone() -> None:
    assert {file.name for file in QUERIES if read_of(file) & FILTERS} == {"select.py"}
    assert not [
        file.name
        for file in SQL
        if re.search(r"\bselected\(|\bcategories\b", file.read_text(encoding="utf-8"))
    ]


def test_known_amounts_are_added_and_rounded_in_sums_alone() -> None:
    adding = {"sum", "sum_horizontal", "cum_sum", "round", "mean"}
    assert {file.name for file in QUERIES if read_of(file) & adding} == {"sums.py"}


def test_the_clock_is_read_in_one_file() -> None:
    clock = re.compile(
        r"\b(date\.today|datetime\.(now|utcnow|today)|time\.time|current_date|current_timestamp|now\(\))"
    )
    readers = {
        file.relative_to(ROOT).as_posix()
        for file in [*PYTHON, *SQL]
        for line in file.read_text(encoding="utf-8").splitlines()
        if clock.search(re.sub(r"clock\.now\(\)", "", line))
    }
    assert readers == {"portfolio/clock.py"}


def test_a_change_of_grace_in_the_macro_moves_every_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "sql"
    shutil.copytree(macros.SQL_FOLDER, changed)
    file = changed / "35_milestones.sql"
    text = file.read_text(encoding="utf-8")
    home = "CASE WHEN day::DATE > due_on THEN day::DATE - due_on"
    assert text.count(home) == 1
    file.write_text(
        text.replace(home, "CASE WHEN day::DATE > due_on THEN day::DATE - due_on + 1000"), encoding="utf-8"
    )
    answers = {}
    for name, folder in (("as it is", macros.SQL_FOLDER), ("changed", changed)):
        monkeypatch.setattr(macros, "SQL_FOLDER", folder)
        store = library.open_official(copy_library(tmp_path / name), sample.TAKEN_AT)
        sample.report(store, date(2026, 9, 30), list(sample.late_example()))
        answers[name] = (
            queries.project_state(store, VIEW)["delay_days"].max(),
            queries.county_delay(store, VIEW)["worst_delay_days"].max(),
            queries.milestone_standing(store, VIEW, ["late"])["late_days"].max(),
        )
        store.close()
    before, after = answers["as it is"], answers["changed"]
    assert before[1:] == (145, 145)
    assert after[1:] == (1145, 1145)
    assert int(str(after[0])) == int(str(before[0])) + 1000


def test_the_floors_hold() -> None:
    checked = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_package_is_installed() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    there = {
        file.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for file in PYTHON
        if file.name == "__init__.py"
    }
    assert there <= set(told)


def test_no_docstring_begins_by_saying_that_nothing_is_returned() -> None:
    """It says what changes, where, and when it raises; or what is returned."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in PYTHON
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and (ast.get_docstring(node) or "").startswith("Nothing")
    ]
    assert found == []


def test_names_say_what_the_thing_is() -> None:
    """In the folders that are through with it: what was told, held or found is called by what it is."""
    words = "told|held|kept|asked|found"
    vague = re.compile(rf"Name\(id='({words})', ctx=Store|arg\(arg='({words})'")
    through = ("charts", "day", "library", "model", "queries", "web/admin", "web/tables")
    files = [file for folder in through for file in (ROOT / "portfolio" / folder).glob("*.py")]
    trees = {file: ast.dump(ast.parse(file.read_text(encoding="utf-8"))) for file in files}
    assert {file: vague.findall(tree) for file, tree in trees.items() if vague.search(tree)} == {}


def test_every_sql_object_has_one_home_and_a_comment() -> None:
    created = Counter(
        found[1]
        for _, text in statements()
        if (found := re.match(r"CREATE (?:TEMP )?(?:TABLE|MACRO|VIEW)(?: IF NOT EXISTS)? ([\w.]+)", text))
    )
    commented = Counter(
        found[1]
        for _, text in statements()
        if (
            found := re.match(
                r"COMMENT ON (?:TABLE|MACRO TABLE|MACRO|VIEW) ([\w.]+) IS\s+'.{20,}'", text, re.DOTALL
            )
        )
    )
    assert {name for name, count in created.items() if count > 1} == set()
    assert set(created) == set(commented)


def test_every_comment_is_one_that_the_engine_would_take() -> None:
    """Of an object that there is, and of its kind; a store leaves comments out."""
    comments = [text for _, text in statements() if text.startswith("COMMENT ON ")]
    with closing(Store()) as store:
        for text in comments:
            store._engine.execute(text)
        told = "SELECT count(DISTINCT function_name) AS n FROM duckdb_functions() WHERE comment IS NOT NULL AND NOT internal"
        assert store.read(told)["n"][0] == sum(text.startswith("COMMENT ON MACRO ") for text in comments)


def test_every_answer_column_has_a_word_in_each_language(sample_store: Store) -> None:
    asked = (
        "project_state",
        "milestones",
        "funding_rows",
        "county_delay",
        "source_amount",
        "coverage",
        "source_year",
    )
    frames = [getattr(queries, name)(sample_store, VIEW) for name in asked]
    frames.append(queries.history(sample_store, VIEW, "06-01"))
    inner = {"core", "sort_order", "implied", "kind", "position"}
    wanted = {column for frame in frames for column in frame.columns} - inner
    assert {column for column in wanted if not words.knows(f"column.{column}")} == set()


def test_both_languages_have_the_same_keys_and_blanks() -> None:
    chinese, english = words.table("zh"), words.table("en")
    assert set(chinese) == set(english)
    blank = re.compile(r"\{(\w+)")
    uneven = {key for key in chinese if set(blank.findall(chinese[key])) != set(blank.findall(english[key]))}
    assert uneven == set()


def test_every_error_code_has_a_sentence() -> None:
    raised = {
        str(node.args[0].value)
        for file in PYTHON
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "PortfolioError"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert {code for code in raised if not words.knows(f"error.{code}")} == set()


def test_every_codelist_has_both_languages_and_no_code_twice() -> None:
    for name in codes.names():
        frame = codes.table(name)
        assert frame["code"].is_unique().all(), name
        assert frame["zh"].null_count() <= (name == "qualifier"), name
        assert frame["en"].null_count() == 0, name


def test_files_stay_short() -> None:
    files = [*PYTHON, *SQL, *(ROOT / "tests").rglob("*.py")]
    long = {
        file.name: lines
        for file in files
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_what_pages_share_stands_in_folders_by_meaning() -> None:
    assert sum(file.is_file() for file in (ROOT / "portfolio" / "web").iterdir()) <= 15


def test_sql_stays_narrow() -> None:
    assert [
        f"{file.name}:{number}"
        for file in SQL
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 120
    ] == []


def test_a_day_long_ago_knows_no_library(official_store: Store) -> None:
    past = View(as_of=date(2021, 1, 1), known_at=datetime(2021, 1, 1))
    assert queries.project_state(official_store, past).height == 0
    assert isinstance(queries.total_amount(official_store, past), pl.DataFrame)


def test_every_place_for_files_is_opened_for_them() -> None:
    """The route takes no file for a page that has not said, right before it drew the place, that files may come."""
    for file in (*(ROOT / "portfolio").rglob("*.py"), *(ROOT / "pages").glob("*.py")):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        places = [number for number, line in enumerate(lines) if "st.file_uploader(" in line]
        assert all(lines[number - 1].endswith("open_here()") for number in places), file
