"""What a ledger leaves beside its file. Where that lies and the file does not, the ledger is lost and no new one is made."""

from __future__ import annotations

from pathlib import Path

from portfolio.model import PortfolioError
from portfolio.store import head
from portfolio.store.backup import ENDINGS, OWN_NAME
from portfolio.store.catalogs import Catalog
from portfolio.store.places import ASIDE, BACKUPS, ROOMS, UPLOADS, names_of


def refuse_lost(catalog: Catalog) -> None:
    """Raise PortfolioError store_lost where no store stands in the catalog, but traces of one beside its place."""
    if catalog.exists():
        return
    if left := traces(catalog.path):
        raise PortfolioError("store_lost", file=catalog.path, found=", ".join(left))


def traces(file: Path) -> list[str]:
    """Of each kind of trace that the store at `file` left in its folder, the last by name: of backups the newest."""
    data, workspace = file.parent, file.stem
    kinds = [
        list(data.glob(f"{file.name}.wal")),
        list(data.glob(f"{workspace}.head")),
        [path.parent for path in data.glob(f"{UPLOADS}/{workspace}/*")],
        [path for path in data.glob(f"{BACKUPS}/*") if _is_backup_of(path.name, workspace)],
        [
            path
            for path in data.glob(f"{ASIDE}*")
            if any((path / name).exists() for name in names_of(workspace))
        ],
        [path.parent for path in data.glob(f"{ROOMS}*/{file.name}")],
        list(data.glob(f"{workspace}-days")),
    ]
    elsewhere = [path.as_posix() for path in head.elsewhere(file) if path.exists()]
    return [max(paths).relative_to(data).as_posix() for paths in kinds if paths] + elsewhere


def _is_backup_of(name: str, workspace: str) -> bool:
    """Whether the file may be a backup of the workspace; one to which a person gave its name may be anyone's."""
    parts = OWN_NAME.fullmatch(name)
    return (
        name.endswith(ENDINGS)
        and not name.startswith(".")
        and (parts is None or parts["workspace"] == workspace)
    )
