"""What lies in a data folder beside a store, and what it is called."""

from __future__ import annotations

from pathlib import Path

BACKUPS = "backups"
UPLOADS = "uploads"
"""The folders beside a store: of its backups, and of the files as they were sent, a folder a workspace."""
LIBRARY = ("project_library.parquet", "library")
"""The library beside a store: what a store without an edition takes, and what a later one is compared with."""
ASIDE, ROOMS = "replaced-", "backup-"
"""How the folders begin where a restore keeps what stood there, and where a backup or restore does its work."""
JOURNAL = ".restore"
"""How the name of a restore's journal ends, behind the workspace's."""
MOMENT = "%Y%m%d-%H%M%S"


def names_of(workspace: str) -> tuple[str, ...]:
    """What a restore exchanges in a data folder, in this order."""
    store = f"{workspace}.duckdb"
    return store, f"{store}.wal", f"{workspace}.head", *LIBRARY, f"{UPLOADS}/{workspace}"


def free(folder: Path, name: str, ending: str = "") -> Path:
    """The place of that name and ending in the folder, or the first like it with a number, where nothing stands yet."""
    others = (folder / f"{name}-{number}{ending}" for number in range(2, 1_000))
    return next(one for one in (folder / f"{name}{ending}", *others) if not one.exists())
