"""Backups handed to an administrator: streamed from the disk, by a name found there, never by what was asked."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from portfolio.model import PortfolioError
from portfolio.model.permissions import PERMISSIONS, deed_of_route
from portfolio.store.backup import made
from portfolio.store.places import BACKUPS
from portfolio.web import session
from portfolio.web.access.answers import plain, stands

PATH = "/backup"


def address(name: str) -> str:
    """Where the backup of that name is asked for, for an href."""
    return f"{PATH}?{urlencode({'file': name})}"


@plain
async def hand_out(request: Request) -> Response:
    """The backup asked for, piece by piece; for an administrator alone, kept by no browser and no proxy."""
    now = await stands(request)
    if now.account is None or deed_of_route(PATH) not in PERMISSIONS[now.account.role]:
        raise PortfolioError("not_allowed")
    name = request.query_params.get("file", "")
    file = await run_in_threadpool(_found, name)
    if file is None:
        raise PortfolioError("backup_missing", file=name)
    kept_nowhere = {"cache-control": "no-store"}
    return FileResponse(file, filename=file.name, media_type="application/octet-stream", headers=kept_nowhere)


def _found(name: str) -> Path | None:
    """The official workspace's backup that has this very name; whatever else is asked for, there is none."""
    store = session.store("official")
    return next(
        (file for file in made(store.path.parent / BACKUPS, store.path.stem) if file.name == name), None
    )


ROUTES = [Route(PATH, hand_out, methods=["GET"])]
