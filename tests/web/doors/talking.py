"""A reader's page without a browser: a real server's socket, files and forms, as Streamlit's own page uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.web.access.conftest import PASSWORD
from tests.web.access.steps import hidden

PATIENCE_S = 60
XSRF = "_streamlit_xsrf"


class Asking(httpx.Client):
    """A browser that follows no redirect, and keeps cookies for TLS although it asks without: a proxy's part in it."""

    def __init__(self, home: str, **told: Any) -> None:
        self.kept: dict[str, str] = {}
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [self._bring], "response": [self._keep]}
        super().__init__(
            base_url=home,
            headers={"accept": "text/html"},
            timeout=PATIENCE_S,
            trust_env=False,
            event_hooks=hooks,
            **told,
        )

    def __enter__(self) -> Self:
        """The browser, which has asked already: somebody has signed in."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def carried(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{name}={value}" for name, value in self.kept.items())

    def _bring(self, request: httpx.Request) -> None:
        request.headers["cookie"] = self.carried

    def _keep(self, response: httpx.Response) -> None:
        for told in response.headers.get_list("set-cookie"):
            name, _, value = told.partition(";")[0].partition("=")
            self.kept[name] = value


browser = Asking


def signed_in(asking: Asking, login: str, password: str = PASSWORD) -> Asking:
    """The browser, in which that reader has signed in."""
    form = hidden(asking.get("/auth/sign-in"))
    answer = asking.post("/auth/sign-in", data={**form, "login": login, "password": password})
    assert answer.status_code == 303, answer.text
    return asking


@dataclass
class Page:
    """An open page: its socket, Streamlit's name for it, and what it has been told."""

    socket: ClientConnection
    asking: Asking
    told: list[ForwardMsg]
    name: str = ""

    def choose(self, page: str, name: str, said: str) -> None:
        """Run the page with that choice of its radio, found by a part of the radio's id."""
        ids = [one.delta.new_element.radio.id for one in self.told if one.WhichOneof("type") == "delta"]
        asked = BackMsg()
        asked.rerun_script.widget_states.widgets.add(
            id=next(one for one in ids if name in one), string_value=said
        )
        self._run(asked, page)

    def run(self, page: str = "", **query: str) -> None:
        """Ask for a run of that page and wait until it has ended."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query)
        self._run(asked, page)

    def _run(self, asked: BackMsg, page: str) -> None:
        asked.rerun_script.page_name = page
        self.say(asked)
        self.told.clear()
        self.until(_is_end)
        begun = next(one for one in self.told if one.WhichOneof("type") == "new_session")
        self.name = begun.new_session.initialize.session_id

    def say(self, asked: BackMsg) -> None:
        """Send a message."""
        self.socket.send(asked.SerializeToString())

    def until(self, wanted: Callable[[ForwardMsg], bool]) -> ForwardMsg:
        """The first message that is wanted, of those to come."""
        while True:
            heard = ForwardMsg()
            heard.ParseFromString(self.socket.recv(timeout=PATIENCE_S))
            self.told.append(heard)
            if wanted(heard):
                return heard

    def closed(self, within_s: float) -> int:
        """The code with which the server closes the socket within that time; what it says before is kept in `told`."""
        try:
            while True:
                heard = ForwardMsg()
                heard.ParseFromString(self.socket.recv(timeout=within_s))
                self.told.append(heard)
        except ConnectionClosed as over:
            return over.rcvd.code if over.rcvd else 0

    def text(self) -> str:
        """All that the page has been told, as text."""
        return "".join(str(one.delta) for one in self.told if one.WhichOneof("type") == "delta")

    def button(self, name: str) -> str:
        """The number under which the file of a download button is asked for, by a part of the button's id."""
        for one in self.told:
            made = one.delta.new_element.download_button
            if name in made.id:
                return str(made.deferred_file_id)
        raise AssertionError(f"no button {name}")

    def download(self, number: str) -> str:
        """Where the file is, or "" where none was made."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = number
        asked.backend_operation_request.session_id = self.name
        asked.backend_operation_request.deferred_file.file_id = number
        self.say(asked)
        answer = self.until(lambda one: one.WhichOneof("type") == "backend_operation_response")
        return str(answer.backend_operation_response.deferred_file.url)

    def upload(self, data: bytes, number: str = "1", page: str = "", asking: Asking | None = None) -> int:
        """The status of the answer to a file that is sent to this page, or to the page of that name."""
        by = asking or self.asking
        return by.put(
            f"/_stcore/upload_file/{page or self.name}/{number}",
            files={"file": ("report.xlsx", data)},
            headers={"X-Xsrftoken": by.kept.get(XSRF, "")},
        ).status_code


def _is_end(told: ForwardMsg) -> bool:
    return bool(
        told.WhichOneof("type") == "script_finished"
        and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


@contextmanager
def page(asking: Asking, **told: Any) -> Iterator[Page]:
    """A page that is open in that browser; `told` goes to the websocket's own connect, but `host`: the name asked for."""
    asking.get("/_stcore/health", headers={"accept": "*/*"})
    home = urlsplit(str(asking.base_url))
    host = told.pop("host", home.netloc)
    told = {"origin": f"{home.scheme}://{home.netloc}", **told}
    with connect(
        f"{'wss' if home.scheme == 'https' else 'ws'}://{host}/_stcore/stream",
        subprotocols=["streamlit", asking.kept.get(XSRF, "")],  # type: ignore[list-item]
        additional_headers={"cookie": asking.carried},
        max_size=None,
        proxy=None,
        open_timeout=PATIENCE_S,
        **told,
    ) as socket:
        yield Page(socket, asking, [])
