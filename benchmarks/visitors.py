"""Readers without a browser: each holds one session of a running server over its websocket, as a page does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_S = 60
"""How long one answer may take before the benchmark gives up."""


@dataclass(frozen=True)
class Answer:
    """One run of the script: seconds from the question to the last message, and of the script itself."""

    whole_s: float
    script_s: float
    messages: int
    kilobytes: float


class Visitor:
    """One session. Use it with `async with`; every `ask` is one run of the script."""

    def __init__(self, address: str) -> None:
        self._address = address.replace("http://", "ws://") + "/_stcore/stream"
        self._line: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        protocols = [Subprotocol("streamlit")]
        self._line = await connect(self._address, subprotocols=protocols, max_size=None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line:
            await self._line.close()

    async def ask(self, page: str, query: str) -> Answer:
        """The run for the page's address; raises RuntimeError where the server reports that the script failed."""
        assert self._line is not None
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        begun = perf_counter()
        await self._line.send(asked.SerializeToString())
        return await asyncio.wait_for(self._until_the_end(begun), PATIENCE_S)

    async def _until_the_end(self, begun: float) -> Answer:
        assert self._line is not None
        started, messages, size = begun, 0, 0
        while True:
            raw = await self._line.recv()
            told = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            messages, size = messages + 1, size + len(raw)
            kind = told.WhichOneof("type")
            if kind == "new_session":
                started = perf_counter()
            if kind == "script_finished":
                if told.script_finished not in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
                ):
                    raise RuntimeError("the script did not end well")
                if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    ended = perf_counter()
                    return Answer(ended - begun, ended - started, messages, size / 1024)
