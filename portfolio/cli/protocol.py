"""What a command and the running server say to one another: one line of JSON asks, lines of JSON answer.

The socket stands in the data folder, for the server's own user alone. While a command is being worked on, a line says
so every few seconds: work of minutes is waited for, a server that has stopped answering is not.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portfolio.cli.asking import (
    FinalAsked,
    HistoryAsked,
    NoticeAsked,
    PlanAsked,
    TreasuryAsked,
    final_asked,
    folder_asked,
    history_asked,
    notice_asked,
    plan_asked,
    treasury_asked,
)
from portfolio.codes import Language
from portfolio.model import PortfolioError

SOCKET = "official.sock"
"""The listener's file in the data folder."""
SUPPORTED = hasattr(socket, "AF_UNIX")
"""Whether this machine has Unix sockets: without, a command opens the file itself or is refused."""
LONGEST = 32 * 1024
"""Bytes that a line may have: the longest path there is, every byte of it escaped, and some."""
BEAT_S = 5.0
"""How often a server says that it is still working."""
PATIENCE_S = 60.0
"""How long a command waits for the next line."""
WORKING = b'{"working": true}\n'


@dataclass(frozen=True)
class Request:
    """What is asked of whoever holds the store."""

    command: str
    language: Language
    folder: Path | None = None
    """Where a backup goes, whole: the server stands in another folder than the command."""
    keep: int | None = None
    """How many backups are left there; None: all."""
    plan: PlanAsked | None = None
    """The list that `plan` asks to take."""
    treasury: TreasuryAsked | None = None
    """The file that `treasury` asks to take."""
    history: HistoryAsked | None = None
    """The file that `history` asks to take."""
    final: FinalAsked | None = None
    """The month that `final` asks to make final."""
    notice: NoticeAsked | None = None
    """The pack that `notice` asks for."""


@dataclass(frozen=True)
class Response:
    """What a command says on stdout and stderr, line by line, and the exit code it ends with."""

    said: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    exit_code: int = 0


def request_line(request: Request) -> bytes:
    """The request as it is sent."""
    fields: dict[str, object] = {"folder": None}
    fields |= {name: part for name, part in asdict(request).items() if part is not None}
    return _line(fields)


def read_request(line: bytes) -> Request:
    """The request that the line holds. Raises ValueError for a line that holds none."""
    match _told(line):
        case {"command": str(command), "language": "zh" | "en" as language, "folder": folder, **more} if (
            more.keys() <= {"keep", "plan", "treasury", "history", "final", "notice"}
        ):
            return Request(
                command,
                language,
                folder_asked(folder),
                _keep(more.get("keep")),
                plan_asked(more.get("plan")),
                treasury_asked(more.get("treasury")),
                history_asked(more.get("history")),
                final_asked(more.get("final")),
                notice_asked(more.get("notice")),
            )
    raise ValueError("not a request")


def _keep(value: object) -> int | None:
    """How many backups a request leaves, or None. Raises ValueError for what is neither."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise ValueError("not a number of backups")


def response_lines(response: Response) -> Iterator[bytes]:
    """The response as it is sent; the exit code comes last."""
    yield from (_line({"said": text}) for text in response.said)
    yield from (_line({"refused": text}) for text in response.refused)
    yield _line({"exit": response.exit_code})


def read_response(lines: Iterable[bytes]) -> Response:
    """The response that the lines hold. Raises ValueError where they end before the exit code, or hold something else."""
    said: list[str] = []
    refused: list[str] = []
    for line in lines:
        match _told(line):
            case {"working": True}:
                pass
            case {"said": str(text)}:
                said.append(text)
            case {"refused": str(text)}:
                refused.append(text)
            case {"exit": int(code)}:
                return Response(tuple(said), tuple(refused), code)
            case _:
                break
    raise ValueError("not a response")


def ask(data: Path, request: Request) -> Response | None:
    """What the server that listens in the folder `data` answers; None where nobody listens or lets us in.

    Raises PortfolioError server_silent where it takes the request and then says nothing, or not the whole.
    """
    line = connected(data / SOCKET, PATIENCE_S)
    if line is None:
        return None
    with line, line.makefile("rb") as heard:
        try:
            line.sendall(request_line(request))
            return read_response(iter(lambda: heard.readline(LONGEST), b""))
        except (OSError, ValueError) as fault:
            raise PortfolioError("server_silent", file=data / SOCKET) from fault


def connected(file: Path, patience: float) -> socket.socket | None:
    """A line to whoever listens at `file`; None for no such file, a killed server's, another user's or too long a path."""
    if not SUPPORTED:
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(patience)
    try:
        line.connect(str(file))
    except OSError:
        line.close()
        return None
    return line


def _line(fields: dict[str, object]) -> bytes:
    # escaped: a path that is no UTF-8 comes through as well; paths and days are sent as texts
    return json.dumps(fields, default=str).encode() + b"\n"


def _told(line: bytes) -> Any:
    try:
        return json.loads(line)
    except RecursionError as fault:
        raise ValueError("too deep") from fault
