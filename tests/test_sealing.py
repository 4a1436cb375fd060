"""Sealed backups: made with the public half of a key alone, opened with the other, and refused in a sentence without."""

from __future__ import annotations

import re
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio.cli import main
from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store, sealing
from portfolio.store.backup import backup, made
from portfolio.store.restoring import restore
from portfolio.words import LANGUAGES, say
from tests import small
from tests.refusals import contents


def run(*words: str | Path, typed: str | None = None) -> Result:
    told = [str(word) for word in words]
    return CliRunner().invoke(main, told, env={"PORTFOLIO_LANGUAGE": "en"}, input=typed)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a new key, whose public half the app was given."""
    file = tmp_path / "key"
    ran = run("backup-key", file)
    public = re.search(r"age1[0-9a-z]+", ran.stdout)
    assert ran.exit_code == 0 and public, ran.output
    monkeypatch.setenv(sealing.RECIPIENTS, public[0])
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small.folder(tmp_path / "data")


def sealed(data: Path) -> Path:
    with closing(Store(data / "official.duckdb")) as store:
        return backup(store, data / "backups", small.AT)


def test_a_key_is_its_owners_alone_and_never_written_over(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    ran = run("backup-key", key)
    assert (ran.exit_code, ran.stderr.strip()) == (2, say("en", "error.key_exists", file=key))
    assert key.read_bytes() == before


def test_a_sealed_backup_opens_with_its_key_alone(key: Path, data: Path, tmp_path: Path) -> None:
    file = sealed(data)
    assert file.name == "official-20261124-153000.zip.age" and made(file.parent, "official") == [file]
    assert sealing.is_sealed(file) and b"PK\x03\x04" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(data.glob("backup-*")) and len(list(file.parent.iterdir())) == 1
    for words in (("verify", file), ("restore", file, "--data", tmp_path / "target")):
        for ran in (run(*words, "--key", key), run(*words, typed=key.read_text().splitlines()[-1])):
            assert ran.exit_code == 0, ran.output
    assert small.events(tmp_path / "target") == small.events(data)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_key_is_one_sentence(data: Path, tmp_path: Path, language: Language) -> None:
    file, other = sealed(data), tmp_path / "other"
    sealing.new_key(other)
    (tmp_path / "none").write_text("AGE-SECRET-KEY-1NONE")
    before = contents(data)
    for words in (["verify", str(file)], ["restore", str(file), "--data", str(data)]):
        for wrong in (other, tmp_path / "none"):
            ran = CliRunner().invoke(
                main, [*words, "--key", str(wrong)], env={"PORTFOLIO_LANGUAGE": language}
            )
            said = say(language, "error.backup_key", file=file)
            assert (ran.exit_code, ran.stdout, ran.stderr.strip()) == (2, "", said)
    ran = run("verify", file, "--key", tmp_path / "nowhere")
    assert ran.stderr.strip() == say("en", "error.key_unreadable", file=tmp_path / "nowhere")
    with pytest.raises(PortfolioError, match="backup_sealed"):
        restore(file, data, small.AT)
    assert contents(data) == before


@pytest.mark.parametrize("cut", [60, 300, -1])
def test_a_cut_or_changed_one_is_damaged(key: Path, data: Path, tmp_path: Path, cut: int) -> None:
    whole = sealed(data).read_bytes()
    bad = tmp_path / "bad.zip.age"
    bad.write_bytes(whole[:cut] if cut > 0 else whole[:-1] + bytes([whole[-1] ^ 1]))
    ran = run("verify", bad, "--key", key)
    assert (ran.exit_code, ran.stderr.strip()) == (2, say("en", "error.backup_damaged", file=bad))


def test_what_is_no_public_key_is_said_before_anything_is_made(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sealing.RECIPIENTS, "age1wrong")
    ran = run("backup", "--data", data)
    said = say("en", "error.backup_recipient", name=sealing.RECIPIENTS, found="age1wrong")
    assert (ran.exit_code, ran.stderr.strip()) == (2, said)
    assert not (data / "backups").exists()
