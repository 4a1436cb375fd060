"""The listener: one file for its own user, put up over a killed server's, taken away at the end; no request stops it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio.cli import main, protocol, responding
from portfolio.cli.protocol import Request, Response, ask
from portfolio.store import Store, opening
from portfolio.web import listener
from portfolio.words import say
from tests.refusals import refused

STATUS = Request("status", "zh")
DONE = Response(("done",))
PATIENCE_S = 20


@contextmanager
def heard(folder: Path) -> Iterator[None]:
    """A server's loop in a thread, with nothing in it but the listener."""
    up, down, loops = threading.Event(), asyncio.Event(), []

    async def listen() -> None:
        async with listener.listening(folder):
            loops.append(asyncio.get_running_loop())
            up.set()
            await down.wait()

    server = threading.Thread(target=asyncio.run, args=(listen(),))
    server.start()
    assert up.wait(PATIENCE_S)
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(down.set)
        server.join(PATIENCE_S)
        assert not server.is_alive()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose store nobody needs: every command says that it was done."""
    for name in ("status", "prepare"):
        does(monkeypatch, name, lambda: DONE)
    monkeypatch.setattr(listener, "_store", lambda: None)
    return tmp_path


def does(monkeypatch: pytest.MonkeyPatch, name: str, work: Callable[[], Response]) -> None:
    """Let the command of that name do `work`."""

    def respond(_: Store, __: Request) -> Response:
        return work()

    monkeypatch.setitem(responding.COMMANDS, name, respond)


def sent(folder: Path, raw: bytes) -> Response:
    """What is answered to these bytes."""
    line = protocol.connected(folder / protocol.SOCKET, PATIENCE_S)
    assert line is not None
    with line, line.makefile("rb") as told:
        line.sendall(raw)
        return protocol.read_response(told)


def test_the_file_is_its_users_alone_and_goes_with_the_server(folder: Path) -> None:
    with heard(folder):
        assert (folder / protocol.SOCKET).stat().st_mode & 0o777 == 0o600
        assert ask(folder, STATUS) == DONE
    assert list(folder.iterdir()) == []
    assert ask(folder, STATUS) is None


def test_a_killed_servers_file_is_replaced(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as killed:
        killed.bind(str(folder / protocol.SOCKET))
        killed.listen()
    assert (folder / protocol.SOCKET).is_socket() and ask(folder, STATUS) is None
    with heard(folder):
        assert ask(folder, STATUS) == DONE
    assert not (folder / protocol.SOCKET).exists()


def test_a_living_servers_file_is_left_to_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with heard(folder):
        with heard(folder):
            assert (
                say("zh", "access.console_unheard", file=folder / protocol.SOCKET) in capsys.readouterr().out
            )
        assert ask(folder, STATUS) == DONE


def test_a_server_that_ends_takes_away_no_file_but_its_own(folder: Path) -> None:
    with ExitStack() as former:
        former.enter_context(heard(folder))
        (folder / protocol.SOCKET).unlink()  # somebody tidied up
        with heard(folder):
            former.close()
            assert ask(folder, STATUS) == DONE


@pytest.mark.parametrize("hindrance", ["long", "file", "missing"])
def test_where_it_cannot_listen_the_server_goes_on_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], hindrance: str
) -> None:
    place = folder / ("县" * 60) if hindrance == "long" else folder / "data"
    if hindrance != "missing":
        place.mkdir()
    if hindrance == "file":
        (place / protocol.SOCKET).write_text("not ours")
    with heard(place):
        assert say("zh", "access.console_unheard", file=place / protocol.SOCKET) in capsys.readouterr().out
        assert ask(place, STATUS) is None
    assert hindrance != "file" or (place / protocol.SOCKET).read_text() == "not ours"


@pytest.mark.parametrize(
    "raw",
    [
        b"status\n",
        b"\xff\n",
        b"[" * 30_000 + b"\n",
        b"x" * (protocol.LONGEST + 1),
        b"x" * 3 * protocol.LONGEST + b"\n",
        protocol.request_line(STATUS).strip() + b" " * protocol.LONGEST + b"\n",
        b'{"command": "restore", "language": "zh", "folder": null}\n',
    ],
    ids=lambda raw: f"{raw[:30]!r} {len(raw)}",
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(folder: Path, raw: bytes) -> None:
    refusal = Response(refused=(say("zh", "error.request_unknown"),), exit_code=2)
    with heard(folder):
        assert sent(folder, raw) == refusal
        assert ask(folder, STATUS) == DONE


def test_one_who_asks_nothing_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "PATIENCE_S", 0.1)
    with heard(folder):
        assert sent(folder, b"").refused == (say("zh", "error.request_unknown"),)
        assert sent(folder, b'{"command": ').exit_code == 2


def test_two_of_a_kind_take_turns_and_two_kinds_do_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working: list[str] = []
    seen: list[list[str]] = []

    def work(name: str) -> Callable[[], Response]:
        def slowly() -> Response:
            working.append(name)
            time.sleep(0.3)
            seen.append(sorted(working))
            working.remove(name)
            return Response((name,))

        return slowly

    monkeypatch.setattr(protocol, "BEAT_S", 0.05)
    monkeypatch.setattr(
        protocol, "PATIENCE_S", 0.25
    )  # shorter than the work: the beats are what is waited for
    for name in ("status", "prepare"):
        does(monkeypatch, name, work(name))
    with heard(folder), ThreadPoolExecutor(3) as people:
        asked = ["status", "status", "prepare"]
        told = list(people.map(lambda name: ask(folder, Request(name, "zh")), asked))
    assert told == [Response((name,)) for name in asked]
    assert ["prepare", "status"] in seen and not [names for names in seen if names.count("status") > 1]


def test_a_fault_in_a_command_is_said_and_the_server_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> Response:
        raise RuntimeError("a fault of ours")

    does(monkeypatch, "status", fails)
    with heard(folder):
        refused(["status", "--data", folder], "en", "server_silent", file=folder / protocol.SOCKET)
        assert ask(folder, Request("prepare", "zh")) == DONE


@pytest.mark.parametrize("waits", [True, False])
def test_what_was_asked_is_done_and_told_though_the_server_ends_or_nobody_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    begun, done = threading.Event(), threading.Event()

    def slowly() -> Response:
        begun.set()
        time.sleep(0.3)
        done.set()
        return DONE

    does(monkeypatch, "status", slowly)
    with ThreadPoolExecutor(1) as somebody:
        with heard(folder):
            line = protocol.connected(folder / protocol.SOCKET, PATIENCE_S)
            assert line is not None
            line.sendall(protocol.request_line(STATUS))
            assert begun.wait(PATIENCE_S)
            told = somebody.submit(lambda: protocol.read_response(line.makefile("rb"))) if waits else None
            if not waits:
                line.close()
        assert done.is_set()
        assert told is None or told.result(PATIENCE_S) == DONE
        line.close()


def test_a_large_library_is_prepared_by_the_server(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(data_folder))
    monkeypatch.setattr(opening, "LARGE", 100)
    with heard(data_folder):
        ran = CliRunner().invoke(
            main, ["prepare", "--data", str(data_folder)], env={"PORTFOLIO_LANGUAGE": "en"}
        )
    assert ran.exit_code == 0 and ran.output.startswith("Worked out the figures of ")


def test_a_store_that_cannot_be_opened_is_said(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(data_folder))
    (data_folder / "official.duckdb").write_bytes(b"not a store" * 2_000)
    with heard(data_folder):
        facts = {"file": data_folder / "official.duckdb"}
        refused(["backup", "--data", data_folder], "en", "store_broken", **facts)
