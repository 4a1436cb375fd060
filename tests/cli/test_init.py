"""`portfolio init` makes the first store, says where there is one, and begins none where traces of another lie."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio import library
from portfolio.cli import main
from portfolio.codes import Language
from portfolio.words import LANGUAGES, say
from tests.conftest import TAKEN_AT
from tests.libraries import SHIPPED_AMOUNT, in_force
from tests.refusals import contents, refused


def told(folder: Path, language: Language) -> str:
    """What the command said, which was carried out."""
    ran = CliRunner().invoke(main, ["init", "--data", str(folder)], env={"PORTFOLIO_LANGUAGE": language})
    assert ran.exit_code == 0, ran.output
    return ran.stdout.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_store_is_made_once(data_folder: Path, language: Language) -> None:
    file = data_folder / library.OFFICIAL
    assert told(data_folder, language) == say(language, "cli.begun", file=file, number=2), "after the rules"
    before = contents(data_folder)
    assert told(data_folder, language) == say(language, "cli.begun_already", file=file)
    assert contents(data_folder) == before
    with closing(library.open_official(data_folder, TAKEN_AT)) as store:
        assert store.version() == 2 and in_force(store) == (238, SHIPPED_AMOUNT)


def test_none_is_made_where_traces_lie_until_they_are_moved_away(data_folder: Path, tmp_path: Path) -> None:
    (data_folder / "backups").mkdir()
    (data_folder / "backups" / "kept.zip").touch()
    file = data_folder / library.OFFICIAL
    found = refused(["init", "--data", data_folder], "zh", "store_lost", file=file)
    assert found == "backups/kept.zip" and not file.exists()
    (data_folder / "backups").rename(tmp_path / "elsewhere")
    assert told(data_folder, "zh") == say("zh", "cli.begun", file=file, number=2)


def test_a_folder_without_a_library_is_said_and_left_empty(tmp_path: Path) -> None:
    refused(["init", "--data", tmp_path], "en", "library_missing", file=tmp_path / library.PARQUET)
    assert list(tmp_path.iterdir()) == []
