"""Owners without a browser: each signs in over HTTP, holds a session of the real server, uploads and confirms."""

from __future__ import annotations

import asyncio
import re
from types import TracebackType
from typing import Self

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from portfolio.words import say

PATIENCE_S = 120
XSRF = "_streamlit_xsrf"


class Owner:
    """One signed-in session of a running server. Use it with `async with`."""

    def __init__(self, address: str, login: str, password: str, comes_from: str | None = None) -> None:
        """`comes_from` is told to a server that takes this machine for its proxy: an address of the owner's own."""
        self.login = login
        self._via = {"X-Forwarded-For": comes_from} if comes_from else {}
        self._address, self._password = address, password
        # each request on a line of its own: a kept one may be closed by the server at the moment it is used again
        lines = httpx.Limits(max_keepalive_connections=0)
        self._web = httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=lines, headers=self._via)
        self._line: ClientConnection | None = None
        self._session = ""
        self._states: dict[str, WidgetState] = {}
        self.widgets: dict[str, str] = {}
        """What stands on the page: the widget's own key to its id in the session."""
        self.told = ""
        """All that the last run says in words."""

    async def __aenter__(self) -> Self:
        await self._sign_in()
        cookies = "; ".join(f"{name}={value}" for name, value in self._web.cookies.items())
        self._line = await connect(
            self._address.replace("http://", "ws://") + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookies, "Origin": self._address, **self._via},
            max_size=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line:
            await self._line.close()
        await self._web.aclose()

    async def _sign_in(self) -> None:
        form = await self._web.get("/auth/sign-in")
        stamp = re.search(r'name="stamp" value="([^"]+)"', form.text)
        assert stamp, form.text
        answer = await self._web.post(
            "/auth/sign-in", data={"stamp": stamp[1], "login": self.login, "password": self._password}
        )
        assert answer.status_code == 303, answer.text
        await self._web.get("/_stcore/health")  # gives the cookie against forged uploads, as to a page

    async def run(self, page: str, query: str) -> None:
        """Run the page with all that was put in and clicked before."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.widget_states.widgets.extend(self._states.values())
        await self._send(asked)
        self._states = {id_: state for id_, state in self._states.items() if not state.trigger_value}
        await asyncio.wait_for(self._until_the_end(), PATIENCE_S)

    async def to_upload(self, query: str) -> None:
        """Run the page of reports, and once more for the way by file where it offers the form on screen first."""
        await self.run("report", query)
        if not any(key.startswith("report_file") for key in self.widgets):
            self.type_in("report_way", say("zh", "report.way_file"))
            await self.run("report", query)

    async def upload(self, widget: str, name: str, data: bytes) -> None:
        """Let the next run find the file in the widget."""
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session
        await self._send(asked)
        place = await asyncio.wait_for(self._file_place(), PATIENCE_S)
        token = self._web.cookies.get(XSRF) or ""
        sent = await self._web.put(
            place.upload_url, files={"file": (name, data)}, headers={"X-Xsrftoken": token}
        )
        assert sent.status_code == 204, (sent.status_code, sent.text)
        state = WidgetState(id=self._id(widget))
        held = state.file_uploader_state_value.uploaded_file_info.add()
        held.name, held.size, held.file_id = name, len(data), place.file_id
        held.file_urls.CopyFrom(place)
        self._states[state.id] = state

    def type_in(self, widget: str, text: str) -> None:
        """Let the next run find the text in the widget."""
        self._states[self._id(widget)] = WidgetState(id=self._id(widget), string_value=text)

    def click(self, widget: str) -> None:
        """Let the next run find the button clicked."""
        self._states[self._id(widget)] = WidgetState(id=self._id(widget), trigger_value=True)

    def _id(self, widget: str) -> str:
        found = [id_ for key, id_ in self.widgets.items() if key.startswith(widget)]
        assert found, (widget, sorted(self.widgets), self.told)
        return found[0]

    async def _send(self, asked: BackMsg) -> None:
        assert self._line is not None
        await self._line.send(asked.SerializeToString())

    async def _receive(self) -> ForwardMsg:
        assert self._line is not None
        raw = await self._line.recv()
        told: ForwardMsg = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        return told

    async def _file_place(self) -> FileURLs:
        while True:
            told = await self._receive()
            if told.WhichOneof("type") == "file_urls_response":
                place: FileURLs = told.file_urls_response.file_urls[0]
                return place

    async def _until_the_end(self) -> None:
        while True:
            told = await self._receive()
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self._session = told.new_session.initialize.session_id or self._session
                self.widgets, self.told = {}, ""
            elif kind == "delta":
                self._hear(told)
            elif kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return

    def _hear(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        one = getattr(element, kind)
        self.told += "".join(
            f"{getattr(one, name, '')}\n" for name in ("body", "label") if hasattr(one, name)
        )
        if id_ := getattr(one, "id", ""):
            # "$$ID-<hash>-<key>": the key is the page's own name of the widget
            self.widgets[id_.split("-", 2)[-1]] = id_
