"""What the processes of a run share: made by the first that needs it, in a folder of the run, and copied by each."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes of this run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this process's own with all that `make` puts into an empty one, whole; only one process makes it.

    The others wait for it: two engines cannot have one store open, so each has a copy.
    """
    made = of_the_run(factory) / f"{name}-of-the-run"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            begun = factory.mktemp(f"{name}-begun") / "data"
            begun.mkdir()
            make(begun)
            begun.rename(made)
    return Path(shutil.copytree(made, factory.mktemp(name) / "data"))
