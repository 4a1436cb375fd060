"""A backup's form: every member with its checksum, bounds, and no name in it that leads anywhere but below."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store, archive
from portfolio.store.archive import MANIFEST
from portfolio.store.backup import backup
from portfolio.store.restoring import restore
from portfolio.words import LANGUAGES, say
from tests import small
from tests.refusals import contents

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a small workspace; read it, do not write it."""
    data = small.folder(tmp_path_factory.mktemp("archive") / "data")
    with closing(Store(data / "official.duckdb")) as store:
        return backup(store, data / "backups", small.AT)


def members(made: Path) -> Members:
    with zipfile.ZipFile(made) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(made: Path, bad: Path, change: Callable[[Members], None], *more: zipfile.ZipInfo) -> Path:
    """`bad`, a whole zip of the backup's members once `change` was made to them, with `more` entries behind."""
    held = members(made)
    change(held)
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in held.items():
            packed.writestr(name, data)
        for entry in more:
            packed.writestr(entry, b"x")
    return bad


def refusal_of(file: Path, folder: Path) -> str:
    """The code with which the backup is refused; the folder stays as it was and nothing is written beside it."""
    data = folder / "target"
    data.mkdir()
    before = contents(folder)
    with pytest.raises(PortfolioError) as refusal:
        restore(file, data, small.AT)
    assert contents(folder) == before and list(data.iterdir()) == []
    for language in LANGUAGES:
        assert "{" not in say(language, f"error.{refusal.value.code}", **refusal.value.facts)
    return refusal.value.code


def verified(file: Path, language: Language, *words: str) -> tuple[int, list[str]]:
    """Exit code and lines of `portfolio verify`, without its first, which says what the backup is."""
    ran = CliRunner().invoke(main, ["verify", str(file), *words], env={"PORTFOLIO_LANGUAGE": language})
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout.splitlines()[1:]


def test_the_manifest_tells_the_checksum_of_every_member(made: Path) -> None:
    held = members(made)
    told = json.loads(held.pop(MANIFEST))
    sums = {name: [len(data), hashlib.sha256(data).hexdigest()] for name, data in held.items()}
    assert told["members"] == sums
    sent = hashlib.sha256(small.SHEET).hexdigest()
    assert set(sums) == {
        "official.duckdb",
        "official.head",
        "project_library.parquet",
        "library/counties.csv",
        f"uploads/official/{sent}.csv",
    }
    assert (told["format"], told["workspace"], told["events"]) == (2, "official", 2)


def test_a_backup_is_its_owners_alone_and_on_the_disk_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, synced = small.folder(tmp_path / "data"), []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    with closing(Store(data / "official.duckdb")) as store:
        monkeypatch.setattr(os, "fsync", fsync)
        file = backup(store, tmp_path / "kept", small.AT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert synced[-2:] == [file.stat().st_ino, file.parent.stat().st_ino], "the file, then its name"
    synced.clear()
    target = tmp_path / "target"
    restore(file, target, small.AT)
    stored = {path.stat().st_ino for path in target.rglob("*")} - {
        path.stat().st_ino for path in target.glob("backups")
    }
    assert stored <= set(synced) and target.stat().st_ino in synced
    assert stat.S_IMODE((target / "uploads" / "official").glob("*").__next__().stat().st_mode) == 0o600


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_backup_is_said_to_be_whole(made: Path, language: Language) -> None:
    assert verified(made, language) == (0, [say(language, "cli.backup_sound", file=made)])


def other(name: str) -> Callable[[Members], None]:
    """Other bytes under the name; an upload's are checked against the events as well."""

    def change(held: Members) -> None:
        held[name] = held[name][:-1] + bytes([held[name][-1] ^ 1])

    return change


def without(name: str) -> Callable[[Members], None]:
    def change(held: Members) -> None:
        del held[name]

    return change


def with_more(name: str) -> Callable[[Members], None]:
    def change(held: Members) -> None:
        held[name] = b"x"

    return change


SENT = f"uploads/official/{hashlib.sha256(small.SHEET).hexdigest()}.csv"
CHANGES: dict[str, tuple[Callable[[Members], None], set[str]]] = {
    "library": (other("library/counties.csv"), {"verify_changed"}),
    "upload": (other(SENT), {"verify_changed", "check_file_damaged"}),
    "head": (other("official.head"), {"verify_changed", "verify_store"}),
    "store": (other("official.duckdb"), {"verify_changed"}),
    "upload gone": (without(SENT), {"verify_missing", "check_file_missing"}),
    "store gone": (without("official.duckdb"), {"verify_missing", "verify_store"}),
    "one more": (with_more("library/more.csv"), {"verify_unlisted"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_of_a_member_is_told_and_not_restored(made: Path, tmp_path: Path, name: str) -> None:
    change, codes = CHANGES[name]
    bad = repacked(made, tmp_path / "bad.zip", change)
    code, told = verified(bad, "en")
    assert code == 2 and told[-1] == say("en", "cli.backup_unsound", file=bad)
    begins = {one: say("en", f"check.{one}").split("—")[0] for one in codes}
    assert all(any(line.startswith(begin) for line in told) for begin in begins.values()), told
    assert refusal_of(bad, tmp_path) == "backup_damaged"


def events_of_another(held: Members) -> None:
    told = json.loads(held[MANIFEST])
    held[MANIFEST] = json.dumps(told | {"events": 3}).encode()


def test_other_events_than_it_says_are_told(made: Path, tmp_path: Path) -> None:
    bad = repacked(made, tmp_path / "bad.zip", events_of_another)
    assert verified(bad, "zh") == (
        2,
        [say("zh", "check.verify_store"), say("zh", "cli.backup_unsound", file=bad)],
    )
    assert refusal_of(bad, tmp_path) == "backup_damaged"


def of_the_first_form(held: Members) -> None:
    told = json.loads(held[MANIFEST])
    held[MANIFEST] = json.dumps(
        {name: told[name] for name in ("events", "hash", "workspace", "made_at")}
    ).encode()
    del held["official.head"]


def test_a_backup_without_checksums_is_restored_still(made: Path, tmp_path: Path) -> None:
    older = repacked(made, tmp_path / "older.zip", of_the_first_form)
    told = [say("en", "cli.backup_unlisted"), say("en", "cli.backup_sound", file=older)]
    assert verified(older, "en") == (0, told)
    restore(older, tmp_path / "target", small.AT)
    assert len(small.events(tmp_path / "target")) == 2


def entry(name: str, mode: int = stat.S_IFREG | 0o600, kind: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = mode << 16, kind
    return made


OUTSIDE = {
    "above": entry("../escaped"),
    "above later": entry("uploads/official/../../../escaped"),
    "from the root": entry("/tmp/escaped"),
    "library above": entry("library/../../escaped"),
    "another's upload": entry("uploads/demo/escaped"),
    "beside": entry("access.toml"),
    "a log": entry("official.duckdb.wal"),
    "a folder": entry("uploads/official/below/"),
    "nothing": entry("library//escaped"),
    "a link": entry("library/link", stat.S_IFLNK | 0o777),
    "a device": entry("library/device", stat.S_IFCHR | 0o600),
    "packed otherwise": entry("library/packed", kind=zipfile.ZIP_LZMA),
    "twice": entry("official.duckdb"),
}


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_leads_elsewhere(made: Path, tmp_path: Path, name: str) -> None:
    bad = repacked(made, tmp_path / "bad.zip", of_the_first_form, OUTSIDE[name])
    assert refusal_of(bad, tmp_path) == "backup_damaged"
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize("workspace", ["../official", "", "a/b", "official\0", "x" * 65])
def test_no_workspace_leads_elsewhere(made: Path, tmp_path: Path, workspace: str) -> None:
    def change(held: Members) -> None:
        held[MANIFEST] = json.dumps(json.loads(held[MANIFEST]) | {"workspace": workspace}).encode()

    assert refusal_of(repacked(made, tmp_path / "bad.zip", change), tmp_path) == "backup_damaged"


def test_what_unpacks_beyond_bounds_is_refused(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """150 MB of nothing in some 150 kB; then, with other bounds, too many files and too many bytes."""

    def bomb(held: Members) -> None:
        held["library/bomb"] = bytes(150 * 10**6)

    bad = repacked(made, tmp_path / "bad.zip", bomb)
    assert bad.stat().st_size < 10**6
    assert refusal_of(bad, tmp_path) == "backup_beyond"
    for number, bound in enumerate(("MOST_MEMBERS", "MOST_BYTES")):
        with monkeypatch.context() as narrow:
            narrow.setattr(archive, bound, 4)
            (tmp_path / str(number)).mkdir()
            assert refusal_of(made, tmp_path / str(number)) == "backup_beyond"


def test_a_manifest_that_says_less_than_it_unpacks_to_is_not_believed(made: Path, tmp_path: Path) -> None:
    """The size in a zip's list is what a member is read to, and no further."""
    bad = tmp_path / "bad.zip"
    bad.write_bytes(made.read_bytes())
    data = bytearray(bad.read_bytes())
    with zipfile.ZipFile(made) as packed:
        size = packed.getinfo("official.duckdb").file_size
    place = data.index(size.to_bytes(4, "little"), data.rindex(b"PK\x01\x02official.duckdb"[:4]) - 4000)
    data[place : place + 4] = (100).to_bytes(4, "little")
    bad.write_bytes(data)
    assert refusal_of(bad, tmp_path) == "backup_damaged"


def test_no_room_to_unpack_is_said(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("usage", (), {"free": 1000}))
    assert refusal_of(made, tmp_path) == "folder_unwritable"


def test_links_are_not_packed(tmp_path: Path) -> None:
    data = small.folder(tmp_path / "data")
    (tmp_path / "secret").write_text("of another")
    (data / "library" / "link.csv").symlink_to(tmp_path / "secret")
    with closing(Store(data / "official.duckdb")) as store:
        held = members(backup(store, tmp_path / "kept", small.AT))
    assert "library/link.csv" not in held and b"of another" not in held.values()


@pytest.mark.parametrize("text", ["", "PK", "not a backup"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.zip").write_text(text)
    ran = CliRunner().invoke(main, ["verify", str(tmp_path / "bad.zip")], env={"PORTFOLIO_LANGUAGE": "zh"})
    said = say("zh", "error.backup_damaged", file=tmp_path / "bad.zip")
    assert (ran.exit_code, ran.stderr.strip()) == (2, said)
