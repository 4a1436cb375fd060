"""A backup is one file that holds a workspace whole: its ledger, the files that were sent, the library beside them.

It is made while the app runs, opened and checked before it gets its name, on the disk when it has it, for its owner alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from portfolio.model import PortfolioError
from portfolio.store import archive, durable, head, sealing
from portfolio.store.catalogs import MEMORY
from portfolio.store.durable import written
from portfolio.store.places import JOURNAL, LIBRARY, MOMENT, UPLOADS, free
from portfolio.store.store import Store

ENDINGS = (".zip", f".zip{sealing.ENDING}")
OWN_NAME = re.compile(r"(?P<workspace>\w+)-(?P<moment>\d{8}-\d{6})(-(?P<number>\d+))?\.zip(\.age)?")
"""The names that backups get by themselves; a person may have given another."""
PARTIAL = ".partial"


def backup(store: Store, folder: Path, at: datetime) -> Path:
    """The file in `folder` that now holds the store as it stands, with the uploads and the library beside it.

    Readers and writers go on meanwhile: the copy is what one transaction saw. It is opened and its chain compared
    before it gets its name; where the operator named keys, it is sealed. Raises PortfolioError folder_unwritable (no
    room, no right), backup_damaged, backup_beyond or backup_recipient.
    """
    if store.path == MEMORY:
        raise ValueError("a store in memory has nothing to back up")
    workspace, data = store.path.stem, store.path.parent
    to = sealing.recipients()
    durable.sweep(data, f"*{JOURNAL}")
    with durable.rooms(data) as rooms, written(folder):
        copy = rooms / store.path.name
        store.copy_to(copy)
        manifest = chain(copy) | {"workspace": workspace, "made_at": at.isoformat(timespec="seconds")}
        folder.mkdir(parents=True, exist_ok=True)
        _clear_partials(folder, data)
        made = folder / f".{rooms.name}{PARTIAL}"
        try:
            packed = rooms / "packed" if to else made
            archive.pack(packed, _members(copy, data), manifest)
            if to:
                sealing.seal(packed, made, to)
            target = free(folder, f"{workspace}-{at:{MOMENT}}", ENDINGS[bool(to)])
            made.replace(target)
            durable.sync_folder(folder)
        finally:
            made.unlink(missing_ok=True)
    return target


def made(folder: Path, workspace: str) -> list[Path]:
    """The backups of the workspace in the folder, the newest by name first: files alone, no link is followed."""
    files = sorted(folder.glob(f"{workspace}-*"), reverse=True) if folder.is_dir() else []
    return [
        file for file in files if file.name.endswith(ENDINGS) and file.is_file() and not file.is_symlink()
    ]


def thin_out(newest: Path, keep: int) -> list[Path]:
    """The backups that were deleted beside `newest`, so that `keep` are left: the oldest of those that named themselves.

    Whatever has a name that a person gave is neither counted nor touched, nor is another workspace's. `newest` stays.
    """
    named = OWN_NAME.fullmatch(newest.name)
    if named is None:
        raise ValueError(f"{newest.name} is no backup that named itself")
    own = [
        (parts, file)
        for file in made(newest.parent, named["workspace"])
        if (parts := OWN_NAME.fullmatch(file.name))
    ]
    own.sort(key=lambda one: (one[0]["moment"], int(one[0]["number"] or 1)), reverse=True)
    others = [file for parts, file in own if file != newest and parts["workspace"] == named["workspace"]]
    dropped = []
    with written(newest.parent):
        for file in others[keep - 1 :]:
            file.unlink(missing_ok=True)
            dropped.append(file)
    return dropped


def chain(copy: Path) -> dict[str, object]:
    """How many events the copy holds and the hash of the newest; PortfolioError backup_damaged for a broken chain."""
    opened = Store(copy)
    try:
        broken = opened.broken_link()
        newest = opened.read("SELECT count(*) AS events, max_by(hash, event_id) AS hash FROM store.event")
    finally:
        opened.close()
    if broken is not None:
        raise PortfolioError("backup_damaged", file=copy.name)
    return newest.row(0, named=True)


def _members(copy: Path, data: Path) -> Iterator[tuple[str, Path]]:
    """Name and file of all that a backup holds; links are left out, since what they lead to is not the workspace's."""
    for file in (copy, head.file_of(copy)):
        yield file.name, file
    for place in [data / name for name in LIBRARY] + [data / UPLOADS / copy.stem]:
        for file in [place] if place.is_file() else sorted(place.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(data).as_posix(), file


def _clear_partials(folder: Path, data: Path) -> None:
    """Clear away what a killed backup has left in the folder: its rooms are gone."""
    for left in folder.glob(f".*{PARTIAL}"):
        if not (data / left.name.removeprefix(".").removesuffix(PARTIAL)).exists():
            with suppress(OSError):
                left.unlink()
