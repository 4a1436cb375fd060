"""A malformed library: `build-library`, `status` and `load` name the file and what was found, and change nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from portfolio import library
from portfolio.cli import main
from portfolio.codes import Language
from portfolio.library.building import library_frame
from portfolio.library.checking import BUILT_FROM, TAKEN_BESIDE
from portfolio.words import LANGUAGES, say
from tests.conftest import copy_library
from tests.refusals import contents, refused

PARQUET = library.PARQUET
Fault = tuple[str, str, str]
"""A table, one of its columns, and what is written there in its first row."""

STRANGE: list[Fault] = [
    ("projects", "kind", "plan"),
    ("projects", "service_area", "sky"),
    ("projects", "category", "castle"),
    ("projects", "construction_type", "magic"),
    ("projects", "planned_investment_qualifier", "perhaps"),
    ("projects", "planned_investment_amount", "100000000000000.00"),
    ("funding", "amount", "-1.00"),
    ("projects", "parent_id", "01-01-02"),
    ("funding", "source", "gift"),
    ("scale", "measure", "miles"),
    ("milestones", "milestone", "ribbon"),
    ("milestones", "due_precision", "decade"),
    ("milestones", "done_precision", "decade"),
    ("public_record", "project_key", "nowhere"),
    ("public_record", "fact_type", "rumour"),
    ("public_record", "confidence", "certain"),
    ("evidence_map", "target_kind", "city"),
    ("counties", "level", "village"),
    ("indicators", "nature", "hoped"),
    ("indicators", "direction", "sideways"),
    ("indicators", "service_area", "sky"),
    ("indicators", "target_operator", "about"),
]
BLANK: list[Fault] = [
    ("projects", "name", ""),
    ("projects", "box", ""),
    ("projects", "stated_in", ""),
    ("funding", "currency", ""),
    ("scale", "value", ""),
    ("milestones", "milestone", ""),
    ("counties", "sort_order", ""),
    ("edition", "title", ""),
    ("edition", "horizon_from", ""),
    ("contradictions", "title_zh", ""),
]
ORPHANS: list[Fault] = [
    ("funding", "project_id", "zz-99"),
    ("scale", "project_id", "zz-99"),
    ("milestones", "project_id", "zz-99"),
    ("evidence_map", "target_id", "zz-99"),
    ("projects", "box", "seven"),
]
IN_TABLES = [(fault, "library_foreign") for fault in (*STRANGE, *ORPHANS) if fault[0] in BUILT_FROM]
IN_TABLES += [(fault, "library_incomplete") for fault in BLANK if fault[0] in BUILT_FROM]
TAKEN = [(fault, "library_foreign") for fault in STRANGE] + [(fault, "library_incomplete") for fault in BLANK]


def spoil(folder: Path, fault: Fault) -> None:
    name, column, value = fault
    file = folder / "library" / f"{name}.csv"
    rows = pl.read_csv(file, infer_schema=False).with_row_index("row")
    spoiled = pl.when(pl.col("row") == 0).then(pl.lit(value or None)).otherwise(column)
    rows.with_columns(spoiled.alias(column)).drop("row").write_csv(file)


def write_unchecked(folder: Path) -> None:
    """Write the parquet that the text tables say, however wrong, as another program might."""
    library_frame(library.read_tables(folder / "library")).write_parquet(folder / PARQUET)


def told(fault: Fault) -> str:
    return f"{fault[1]}: {fault[2]}" if fault[2] else fault[1]


@pytest.mark.parametrize(("fault", "code"), IN_TABLES, ids=str)
def test_tables_that_do_not_fit_are_not_built(data_folder: Path, fault: Fault, code: str) -> None:
    spoil(data_folder, fault)
    before = contents(data_folder)
    file = data_folder / "library" / f"{fault[0]}.csv"
    found = refused(["build-library", "--data", data_folder], "zh", code, file=file)
    assert found.startswith(told(fault))
    assert contents(data_folder) == before


@pytest.mark.parametrize("command", ["init", "load"])
@pytest.mark.parametrize(("fault", "code"), TAKEN, ids=str)
def test_a_library_that_does_not_fit_is_not_taken(
    data_folder: Path, tmp_path: Path, command: str, fault: Fault, code: str
) -> None:
    bad = copy_library(tmp_path / "annex") if command == "load" else data_folder
    spoil(bad, fault)
    write_unchecked(bad)
    before = contents(tmp_path)
    words: list[str | Path] = ["load", bad] if command == "load" else ["init"]
    file = bad / "library" / f"{fault[0]}.csv" if fault[0] in TAKEN_BESIDE else bad / PARQUET
    found = refused([*words, "--data", data_folder], "en", code, file=file)
    assert found.startswith(told(fault))
    assert contents(tmp_path) == before, "not even an empty store is left behind"


def test_an_indicator_may_be_below_nothing(data_folder: Path) -> None:
    spoil(data_folder, ("indicators", "target_value", "-1.00"))
    assert CliRunner().invoke(main, ["init", "--data", str(data_folder)]).exit_code == 0


@pytest.mark.parametrize(
    ("fault", "inner"),
    [
        (("public_record", "confidence", "certain"), "confidence"),
        (("public_record", "fact_type", "x"), "kind"),
    ],
)
def test_evidence_of_the_parquet_is_checked_too(data_folder: Path, fault: Fault, inner: str) -> None:
    sound = (data_folder / "library" / "public_record.csv").read_bytes()
    spoil(data_folder, fault)
    write_unchecked(data_folder)
    (data_folder / "library" / "public_record.csv").write_bytes(sound)
    found = refused(["init", "--data", data_folder], "zh", "library_foreign", file=data_folder / PARQUET)
    assert found == f"{inner}: {fault[2]} (06-00)"


def heading_only(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_of_headings_only(data_folder: Path, language: Language) -> None:
    file = data_folder / "library" / "edition.csv"
    heading_only(file)
    found = refused(["init", "--data", data_folder], language, "library_incomplete", file=file)
    assert found == "edition_id"


def test_the_unnamed_county_is_needed(data_folder: Path) -> None:
    file = data_folder / "library" / "counties.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("000000")), encoding="utf-8")
    found = refused(["init", "--data", data_folder], "zh", "library_incomplete", file=file)
    assert found == "county_code: 000000"


def test_a_county_named_twice(data_folder: Path) -> None:
    file = data_folder / "library" / "counties.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[2]]), encoding="utf-8")
    found = refused(["init", "--data", data_folder], "zh", "library_foreign", file=file)
    assert found == "county_code: 421202 × 2"


@pytest.mark.parametrize("command", ["init", "build-library"])
def test_a_table_saved_by_excel_in_the_old_encoding(data_folder: Path, command: str) -> None:
    file = data_folder / "library" / "counties.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    before = contents(data_folder)
    refused([command, "--data", data_folder], "zh", "library_encoding", file=file)
    assert contents(data_folder) == before


def test_a_table_saved_by_excel_as_utf8_is_read(data_folder: Path) -> None:
    file = data_folder / "library" / "counties.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert CliRunner().invoke(main, ["init", "--data", str(data_folder)]).exit_code == 0


def test_a_column_of_another_kind_is_named(data_folder: Path) -> None:
    rows = pl.read_parquet(data_folder / PARQUET)
    rows.with_columns(pl.lit("many").alias("box")).write_parquet(data_folder / PARQUET)
    found = refused(["init", "--data", data_folder], "en", "library_foreign", file=data_folder / PARQUET)
    assert found == "box: String"


@pytest.mark.parametrize("blocked", [PARQUET, f"{PARQUET}.part"])
def test_a_target_that_cannot_be_written(data_folder: Path, blocked: str) -> None:
    (data_folder / blocked).unlink(missing_ok=True)
    (data_folder / blocked).mkdir()
    before = contents(data_folder)
    refused(["build-library", "--data", data_folder], "zh", "folder_unwritable", folder=data_folder)
    assert contents(data_folder) == before


def test_a_folder_with_an_apostrophe(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "o'brien"
    shutil.copytree(data_folder, folder)
    (folder / PARQUET).unlink()
    for command in ("build-library", "init", "status"):
        ran = CliRunner().invoke(main, [command, "--data", str(folder)], env={"PORTFOLIO_LANGUAGE": "en"})
        assert ran.exit_code == 0, ran.output
    assert (folder / PARQUET).read_bytes() == (data_folder / PARQUET).read_bytes()
    assert say("en", "cli.unbroken") in ran.stdout
