"""The form of a backup: a zip with a manifest of its members' checksums, read within bounds and written nowhere but below.

What a name in it says is compared with the few names that a backup holds, and never followed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portfolio.model import PortfolioError, Problem
from portfolio.store.durable import new_file
from portfolio.store.places import LIBRARY, UPLOADS

MANIFEST = "backup.json"
FORMAT = 2
"""Of backups with checksums of their members; those of the first form, without, are read still."""
MOST_MEMBERS = 200_000
MOST_BYTES = 2**38
LARGEST_MANIFEST = 2**26
SMALL, RATIO = 2**26, 200
"""What unpacks to no more than SMALL bytes may be packed as it likes; what is larger, to a RATIO-th at most."""
WORKSPACE = re.compile(r"[A-Za-z0-9_]{1,64}")
PIECE = 2**20
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a file that is no whole zip, or one of a kind that no backup is."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: whose it is, up to which event, and the size and checksum of each member."""

    workspace: str
    events: int
    hash: str
    made_at: str
    members: Mapping[str, tuple[int, str]] | None
    """None: a backup of the first form, which does not say."""


@dataclass
class Found:
    """What was found in a backup: what it says, and each member that is not as it says."""

    manifest: Manifest
    problems: list[Problem] = field(default_factory=list)


def pack(made: Path, members: Iterable[tuple[str, Path]], manifest: Mapping[str, object]) -> None:
    """Write the members, a name and a file each, and `manifest` into the new file `made`, and read it back once whole.

    Raises PortfolioError backup_beyond for more than would be restored, backup_damaged where it does not read back.
    """
    sums: dict[str, tuple[int, str]] = {}
    with (
        new_file(made) as written,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        for name, file in members:
            with file.open("rb") as read, packed.open(_entry(name, file), "w", force_zip64=True) as into:
                sums[name] = _copied(read, into.write)
        packed.writestr(MANIFEST, json.dumps({**manifest, "format": FORMAT, "members": sums}))
    with _read(made) as packed:
        for info in _bounded(packed, made):
            with packed.open(info) as read:
                if info.filename != MANIFEST and _copied(read, _nowhere) != sums[info.filename]:
                    raise PortfolioError("backup_damaged", file=made)


def unpack(file: Path, rooms: Path) -> Found:
    """What the backup says and what of it is not so; every member that can be read stands in the empty folder `rooms`.

    Raises PortfolioError backup_damaged for what is no backup, backup_beyond for one that unpacks to more than any does,
    and OSError where there is no room.
    """
    with _read(file) as packed:
        infos = _bounded(packed, file)
        archive = Found(_manifest(packed))
        names = [info.filename for info in infos]
        if len(set(names)) < len(names):
            raise ValueError("a name twice")
        for info in infos:
            if info.filename != MANIFEST:
                _need_ours(info, archive.manifest.workspace)
        if sum(info.file_size for info in infos) > shutil.disk_usage(rooms).free:
            raise OSError("no room for what it unpacks to")
        expected = archive.manifest.members
        for info in infos:
            if info.filename != MANIFEST:
                archive.problems += _unpacked(packed, info, rooms, expected)
        missing = [] if expected is None else sorted(set(expected) - set(names))
        archive.problems += [_problem("verify_missing", name) for name in missing]
    return archive


def _entry(name: str, file: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _copied(read: IO[bytes], write: Callable[[bytes], object]) -> tuple[int, str]:
    """The size and SHA-256 of what was read and handed to `write`, piece by piece."""
    size, digest = 0, hashlib.sha256()
    while piece := read.read(PIECE):
        write(piece)
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _nowhere(_: bytes) -> None:
    """Take no notice: only the checksum is wanted."""


@contextmanager
def _read(file: Path) -> Iterator[zipfile.ZipFile]:
    """The file as a zip; PortfolioError backup_damaged for whatever shows that it is no backup."""
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except (*UNREADABLE, KeyError, TypeError) as fault:
        raise PortfolioError("backup_damaged", file=file) from fault


def _bounded(packed: zipfile.ZipFile, file: Path) -> list[zipfile.ZipInfo]:
    """The members, whose number, size and ratio of packing are within the bounds.

    Raises PortfolioError backup_beyond. A member is never read past the size that stands here.
    """
    infos = packed.infolist()
    total_bytes = sum(info.file_size for info in infos)
    beyond = (
        len(infos) > MOST_MEMBERS
        or total_bytes > MOST_BYTES
        or total_bytes > max(SMALL, RATIO * file.stat().st_size)
    )
    if beyond:
        raise PortfolioError("backup_beyond", file=file, members=len(infos), megabytes=total_bytes // 10**6)
    return infos


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    """What the manifest says. Raises ValueError, KeyError or TypeError for none, or one of another form."""
    if packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError("no manifest is as large")
    manifest = json.loads(packed.read(MANIFEST))
    workspace = str(manifest["workspace"])
    if not WORKSPACE.fullmatch(workspace) or manifest.get("format", 1) not in (1, FORMAT):
        raise ValueError("not a backup of this program")
    members = None
    if "format" in manifest:
        members = {
            str(name): (int(size), str(checksum)) for name, (size, checksum) in manifest["members"].items()
        }
    return Manifest(
        workspace, int(manifest["events"]), str(manifest["hash"]), str(manifest["made_at"]), members
    )


def _need_ours(info: zipfile.ZipInfo, workspace: str) -> None:
    """Raise ValueError for what no backup of this workspace holds: another name, a link, a folder, a way of packing."""
    parts = tuple(info.filename.split("/"))
    alone = parts in ((f"{workspace}.duckdb",), (f"{workspace}.head",), (LIBRARY[0],))
    below = (parts[0] == LIBRARY[1] and len(parts) > 1) or (
        parts[:2] == (UPLOADS, workspace) and len(parts) > 2
    )
    strange = any(part in ("", ".", "..") or not _is_plain(part) for part in parts)
    kind = stat.S_IFMT(info.external_attr >> 16)
    packed_so = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if strange or not (alone or below) or kind not in (0, stat.S_IFREG) or not packed_so:
        raise ValueError(f"{info.filename} is not of a backup")


def _is_plain(part: str) -> bool:
    """Whether the part of a name means nothing but itself to this system."""
    special = "\0/\\:" if os.name == "nt" else "\0/"
    return not any(sign in part for sign in special)


def _unpacked(
    packed: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    rooms: Path,
    expected: Mapping[str, tuple[int, str]] | None,
) -> list[Problem]:
    """What is wrong with the member, once it stands in `rooms`."""
    name = info.filename
    target = rooms.joinpath(*name.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with new_file(target) as into:
        try:
            with packed.open(info) as read:
                is_so = _copied(read, into.write)
        except UNREADABLE:
            return [_problem("verify_changed", name)]
    if expected is None or expected.get(name) == is_so:
        return []
    return [_problem("verify_changed" if name in expected else "verify_unlisted", name)]


def _problem(code: str, name: str) -> Problem:
    return Problem(code=code, severity="error", facts=(("member", name),))
