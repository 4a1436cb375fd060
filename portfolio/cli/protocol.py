"""What a command and the running server say to one another: one line of JSON asks, lines of JSON answer.

The socket stands in the data folder, for the server's own user alone. While a command is being worked on, a line says
so every few seconds: work of minutes is waited for, a server that has stopped answering is not.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

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
class PlanAsked:
    """A list of the annual plan: its file, whole; its document; whether to take it or only to say what it changes."""

    file: Path
    document: str
    day: date
    kind: Literal["initial", "adjusted"]
    why: str | None
    yes: bool


@dataclass(frozen=True)
class TreasuryAsked:
    """A file of the treasury's figures, whole; whether to take it or only to say what it changes."""

    file: Path
    why: str | None
    dry_run: bool
    answers: tuple[tuple[str, str, str], ...] = ()
    """What the file's words mean: heading, unit, source or project; the word; its meaning."""
    days: tuple[date | None, date | None] = (None, None)
    """From which day until which it holds a ledger's lines; None: as proposed."""
    whole: bool = False


@dataclass(frozen=True)
class HistoryAsked:
    """A file of past years, whole; whether to take it or only to say what it brings; what its words mean."""

    file: Path
    why: str | None
    dry_run: bool
    answers: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class FinalAsked:
    """A month to be made final: its last day, whether as a flash report, and of a second time why."""

    month: date
    flash: bool
    why: str | None


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
            more.keys() <= {"keep", "plan", "treasury", "history", "final"}
        ):
            return Request(
                command,
                language,
                _folder(folder),
                _keep(more.get("keep")),
                _plan(more.get("plan")),
                _treasury(more.get("treasury")),
                _history(more.get("history")),
                _final(more.get("final")),
            )
    raise ValueError("not a request")


def _folder(value: object) -> Path | None:
    """The folder of a request, whole, or None. Raises ValueError for what is neither."""
    if value is None:
        return None
    if isinstance(value, str) and Path(value).is_absolute() and "\0" not in value:
        return Path(value)
    raise ValueError("not a folder")


def _keep(value: object) -> int | None:
    """How many backups a request leaves, or None. Raises ValueError for what is neither."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise ValueError("not a number of backups")


def _plan(value: object) -> PlanAsked | None:
    """The list that a request asks to take, or None. Raises ValueError for what is neither."""
    match value:
        case None:
            return None
        case {
            "file": str(file),
            "document": str(document),
            "day": str(day),
            "kind": "initial" | "adjusted" as kind,
            "why": str() | None as why,
            "yes": bool(yes),
            **more,
        } if not more:
            path = _folder(file)
            assert path is not None
            return PlanAsked(path, document, date.fromisoformat(day), kind, why, yes)
    raise ValueError("not a list")


def _treasury(value: object) -> TreasuryAsked | None:
    """The file of figures that a request asks to take, or None. Raises ValueError for what is neither."""
    match value:
        case None:
            return None
        case {
            "file": str(file),
            "why": str() | None as why,
            "dry_run": bool(dry_run),
            "answers": list(answers),
            "days": [str() | None as first, str() | None as last],
            "whole": bool(whole),
            **more,
        } if not more:
            path = _folder(file)
            assert path is not None
            days = _day(first), _day(last)
            return TreasuryAsked(path, why, dry_run, tuple(map(_answer, answers)), days, whole)
    raise ValueError("not a file of figures")


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _answer(value: object) -> tuple[str, str, str]:
    match value:
        case [str(kind), str(word), str(means)]:
            return kind, word, means
    raise ValueError("not an answer")


def _history(value: object) -> HistoryAsked | None:
    """The file of past years that a request asks to take, or None. Raises ValueError for what is neither."""
    match value:
        case None:
            return None
        case {
            "file": str(file),
            "why": str() | None as why,
            "dry_run": bool(dry_run),
            "answers": list(answers),
            **more,
        } if not more:
            path = _folder(file)
            assert path is not None
            return HistoryAsked(path, why, dry_run, tuple(map(_answer, answers)))
    raise ValueError("not a file of past years")


def _final(value: object) -> FinalAsked | None:
    """The month that a request asks to make final, or None. Raises ValueError for what is neither."""
    match value:
        case None:
            return None
        case {"month": str(month), "flash": bool(flash), "why": str() | None as why, **more} if not more:
            return FinalAsked(date.fromisoformat(month), flash, why)
    raise ValueError("not a month")


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
