"""What is sent comes through whole, and a line that is no request, or an answer cut short, is told apart."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from portfolio.cli import protocol
from portfolio.cli.asking import FinalAsked, HistoryAsked, PlanAsked, TreasuryAsked
from portfolio.cli.protocol import Request, Response
from tests.refusals import refused

ODD = os.fsdecode("备份 \n“二”".encode("gb18030"))
"""A folder's name that is no UTF-8, with a line's end in it."""


@pytest.mark.parametrize(
    "request_",
    [
        Request("status", "zh"),
        Request("backup", "en", Path("/backups") / ODD),
        Request("new", "zh"),
        Request("backup", "zh", keep=14),
        Request(
            "plan", "zh", plan=PlanAsked(Path("/清单.xlsx"), "8号", date(2026, 1, 20), "adjusted", None, True)
        ),
        Request(
            "treasury",
            "zh",
            treasury=TreasuryAsked(
                Path("/国库.csv"), "月底", True, (("unit", "金额", "元"),), (date(2026, 1, 1), None), True
            ),
        ),
        Request(
            "history", "zh", history=HistoryAsked(Path("/往年.csv"), None, False, (("source", "a", "b"),))
        ),
        Request("final", "en", final=FinalAsked(date(2026, 10, 31), True, None)),
    ],
)
def test_a_request_comes_through(request_: Request) -> None:
    line = protocol.request_line(request_)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert protocol.read_request(line) == request_


def test_the_longest_path_there_is_fits_a_line() -> None:
    folder = Path("/" + os.fsdecode(b"\xff" * 4095))
    assert len(protocol.request_line(Request("backup", "zh", folder))) < protocol.LONGEST


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"status\n",
        b"\xff\xfe\n",
        b"[" * 20_000,
        b'"status"',
        b'{"command": "status", "language": "zh"}',
        b'{"command": "status", "language": "fr", "folder": null}',
        b'{"command": 1, "language": "zh", "folder": null}',
        b'{"command": "backup", "language": "zh", "folder": "backups"}',
        b'{"command": "backup", "language": "zh", "folder": "/b\\u0000"}',
        b'{"command": "status", "language": "zh", "folder": null, "and": 1}',
        b'{"command": "backup", "language": "zh", "folder": null, "keep": 0}',
        b'{"command": "plan", "language": "zh", "folder": null, "plan": {"file": "/a.xlsx"}}',
        b'{"command": "backup", "language": "zh", "folder": null, "keep": "14"}',
        b'{"command": "backup", "language": "zh", "folder": null, "keep": true}',
    ],
    ids=lambda line: line[:60],
)
def test_what_is_no_request_is_told_apart(line: bytes) -> None:
    with pytest.raises(ValueError):
        protocol.read_request(line)


def test_a_response_comes_through_and_one_cut_short_does_not() -> None:
    whole = Response(("第一行", "second"), (f"refused {ODD}",), 2)
    lines = [protocol.WORKING, *protocol.response_lines(whole)]
    assert protocol.read_response(lines) == whole
    for shorter in range(len(lines)):
        with pytest.raises(ValueError):
            protocol.read_response(lines[:shorter])


@pytest.fixture
def mute(tmp_path: Path) -> Iterator[socket.socket]:
    """A socket in the folder that takes requests; what it answers is for the test to say."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as listening:
        listening.bind(str(tmp_path / protocol.SOCKET))
        listening.listen()
        yield listening


@pytest.mark.parametrize("answer", [b"", b'{"said": "half"}\n', b'{"said": "', b"what?\n"])
def test_an_answer_that_ends_too_soon_is_said(tmp_path: Path, mute: socket.socket, answer: bytes) -> None:
    def answered() -> None:
        line, _ = mute.accept()
        with line:
            line.recv(protocol.LONGEST)
            line.sendall(answer)

    other = threading.Thread(target=answered)
    other.start()
    refused(["status", "--data", tmp_path], "zh", "server_silent", file=tmp_path / protocol.SOCKET)
    other.join()


@pytest.mark.usefixtures("mute")
def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "PATIENCE_S", 0.1)
    refused(["status", "--data", tmp_path], "en", "server_silent", file=tmp_path / protocol.SOCKET)
