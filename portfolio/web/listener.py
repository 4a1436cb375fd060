"""Where commands beside the server ask it: a Unix socket in the data folder, answered from the store that it holds.

The work is done in a thread while pages go on. What cannot be listened at, or is asked wrongly, never stops the server.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from portfolio.cli import protocol, reader_language
from portfolio.cli.commands import in_words
from portfolio.cli.protocol import Request, Response
from portfolio.cli.responding import COMMANDS, respond
from portfolio.model import PortfolioError
from portfolio.store import Store
from portfolio.web import session
from portfolio.words import say

OWNER_ALONE = 0o600
PATIENCE_S = 5.0
"""How long a request may take to arrive."""


@asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[None]:
    """Answer, while the block runs, commands that ask in `folder`; the console is told where they cannot."""
    file = folder / protocol.SOCKET
    bound = _bound(file)
    if bound is None:
        print(f"\n{say(reader_language(), 'access.console_unheard', file=file)}\n", flush=True)
        yield
        return
    listener = Listener()
    ours = file.stat().st_ino
    server = await asyncio.start_unix_server(listener.hear, sock=bound, limit=protocol.LONGEST)
    try:
        yield
    finally:
        with suppress(OSError):
            if file.stat().st_ino == ours:
                file.unlink()
        server.close()
        await listener.ended()


def _bound(file: Path) -> socket.socket | None:
    """A socket at `file` for the server's own user, where nobody listens yet; None where there can be none."""
    if not protocol.SUPPORTED:
        return None
    if other := protocol.connected(file, patience=1):
        other.close()
        return None
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if file.is_socket():  # a killed server's: it refused us
            file.unlink()
        bound.bind(str(file))
        file.chmod(OWNER_ALONE)  # nobody is let in before the socket listens, which is later
    except OSError:
        bound.close()
        return None
    return bound


class Listener:
    """Hears requests and answers them; of two for the same command the second waits."""

    def __init__(self) -> None:
        self._turns = {command: asyncio.Lock() for command in COMMANDS}
        self._heard: set[asyncio.Task[None]] = set()

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request; a line that is none is refused in words."""
        task = asyncio.current_task()
        assert task is not None
        self._heard.add(task)
        try:
            await self._hear(reader, writer)
        finally:
            self._heard.discard(task)
            writer.close()

    async def ended(self) -> None:
        """Wait until whoever has asked is answered."""
        if self._heard:
            await asyncio.wait(self._heard)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), PATIENCE_S)
            if not line:  # another server looked whether anybody listens here
                return
            work = asyncio.ensure_future(self._answered(protocol.read_request(line)))
        except (ValueError, TimeoutError):
            unread = in_words(PortfolioError("request_unknown"), reader_language())
            await _send(writer, protocol.response_lines(unread))
            return
        except ConnectionError:
            return
        while not (await asyncio.wait({work}, timeout=protocol.BEAT_S))[0]:
            await _send(writer, [protocol.WORKING])
        await _send(writer, protocol.response_lines(work.result()))

    async def _answered(self, request: Request) -> Response:
        if request.command not in COMMANDS:
            return in_words(PortfolioError("request_unknown"), request.language)
        async with self._turns[request.command]:
            return await asyncio.to_thread(respond, _store, request)


def _store() -> Store:
    return session.store("official")


async def _send(writer: asyncio.StreamWriter, lines: Iterable[bytes]) -> None:
    """Send the lines; whoever has hung up is not told, and what they asked for is done all the same."""
    with suppress(ConnectionError, RuntimeError):  # uvloop's word for one who has hung up
        writer.writelines(lines)
        await writer.drain()
