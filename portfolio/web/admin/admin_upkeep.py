"""管理, 备份: the copies that can be restored."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import streamlit as st

from portfolio import clock
from portfolio.store import MEMORY, backup
from portfolio.store.places import BACKUPS
from portfolio.web import tables
from portfolio.web.admin.admin_parts import act, append, head, key
from portfolio.web.doors import handing_out
from portfolio.web.frame import Frame
from portfolio.web.tables import Table


def draw(frame: Frame) -> None:
    """Draw the section."""
    _backups(frame)


def _backups(frame: Frame) -> None:
    head(frame, "backups")
    if frame.store.path == MEMORY:
        return
    folder = frame.store.path.parent / BACKUPS
    made = _made(folder, frame.store.path.stem)
    if made.height:
        handed_out = {"backup_file": lambda row: handing_out.address(str(row["backup_file"]))}
        tables.show(frame, Table(made, links=handed_out if frame.filters.workspace == "official" else {}))
    if st.button(frame.say("admin.backup_button"), type="primary", key=key("backup")):
        with st.spinner(frame.say("admin.backup_going")):
            act(frame, "backups", lambda: _backed_up(frame, folder))


def _made(folder: Path, workspace: str) -> pl.DataFrame:
    """One row a backup of the workspace, the newest first."""
    files = backup.made(folder, workspace)
    rows = [(file.name, _moment(file), round(file.stat().st_size / 1e6, 1)) for file in files]
    schema = {"backup_file": pl.String, "made_at": pl.Datetime, "megabytes": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _moment(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, clock.ZONE).replace(tzinfo=None)


def _backed_up(frame: Frame, folder: Path) -> list[str]:
    made = backup.backup(frame.store, folder, clock.now())
    append(frame, "backup_made", [], why=made.name)
    return [frame.say("admin.backed_up", file=made.name)]
