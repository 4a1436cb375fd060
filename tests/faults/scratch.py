"""A copy of the project to break: what git tracks, as it stands in the folder or at a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.table import ROOT


@contextmanager
def scratch(at: str | None = None) -> Iterator[Path]:
    """A folder with the tracked files, as they stand now or `at` a commit; it is gone after the block."""
    with TemporaryDirectory(prefix="faults-") as made:
        folder = Path(made) / "project"
        folder.mkdir()
        if at is None:
            _copy_tracked(folder)
        else:
            _unpack(at, folder)
        yield folder


def _copy_tracked(folder: Path) -> None:
    for name in _git(ROOT, "ls-files", "-z").stdout.split("\0"):
        source = ROOT / name
        if name and source.is_file():  # one that was removed and not yet committed is still tracked
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _unpack(commit: str, folder: Path) -> None:
    archive = folder.parent / "project.tar"
    _git(ROOT, "archive", "--output", str(archive), commit)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    archive.unlink()


def applies(patch: Path, folder: Path) -> bool:
    """Whether the patch can be applied to the project in `folder`."""
    return _git(folder, "apply", "--check", str(patch), check=False).returncode == 0


def apply(patch: Path, folder: Path) -> None:
    """Put the fault into the project in `folder`."""
    _git(folder, "apply", str(patch))


def touched(patch: Path, folder: Path) -> list[str]:
    """The files that the patch changes, as it names them."""
    lines = _git(folder, "apply", "--numstat", str(patch)).stdout.splitlines()
    return [line.split("\t")[2] for line in lines]


def _git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """What git told about `folder`; a repository around it is none of its business, where patches would be skipped."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=check
    )
