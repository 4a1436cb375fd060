"""Files come to a page that has a place for them, in bounds, and are freed with the page and with the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit.runtime
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from portfolio.web.access.standing import HEADER
from portfolio.web.doors import uploads
from portfolio.web.doors.uploads import Uploads

HELD = MemoryUploadedFileManager(uploads.ROUTE)


async def _kept(request: Request) -> Response:
    """What Streamlit's route does: hold it in memory."""
    page, number = (request.path_params[name] for name in ("page", "number"))
    if request.method == "PUT":
        HELD.add_file(page, UploadedFileRec(number, "a", "b", await request.body()))
    return Response(status_code=204)


ROUTE = Route(uploads.ROUTE + "{page}/{number}", _kept, methods=["PUT", "DELETE", "OPTIONS", "POST"])
APP = Starlette(routes=[ROUTE], middleware=[Middleware(Uploads)])


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[uploads.Places]:
    """Places of this test's own; the page of session `mine` is open."""
    made = uploads.Places()
    monkeypatch.setattr(uploads, "PLACES", made)
    monkeypatch.setattr(uploads, "manager", lambda: HELD)
    made.open("page", "mine")
    yield made
    for page in list(HELD.file_storage):
        HELD.remove_session_files(page)


def sent(
    data: bytes, number: int = 1, page: str = "page", key: str = "mine", method: str = "PUT", **more: str
) -> int:
    headers = {HEADER: key, **{name.replace("_", "-"): value for name, value in more.items()}}
    answer = TestClient(APP).request(method, f"{uploads.ROUTE}{page}/{number}", content=data, headers=headers)
    return int(answer.status_code)


@pytest.mark.usefixtures("places")
def test_only_a_page_with_a_place_takes_a_file_and_only_from_its_own_reader() -> None:
    assert sent(b"x") == 204
    assert sent(b"x", page="another") == 403
    assert sent(b"x", key="other") == 403 and sent(b"x", key="") == 403
    assert sent(b"", method="DELETE") == 204 and sent(b"", key="other", method="DELETE") == 403
    assert sent(b"x", method="POST") == 403
    assert sent(b"", key="other", method="OPTIONS") == 204
    assert {name: len(files) for name, files in HELD.file_storage.items()} == {"page": 1}


def test_size_number_and_memory_are_bounded(places: uploads.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "largest", lambda: 1000)
    monkeypatch.setattr(uploads, "AROUND", 100)
    monkeypatch.setattr(uploads, "MOST_BYTES", 3000)
    monkeypatch.setattr(uploads, "MOST_BYTES_OF_ALL", 4000)
    assert sent(b"x" * 1101) == 413
    for length in ("-1", "1e3", "x", "9" * 20):
        assert sent(b"x", content_length=length) in {400, 413}, length
    assert [sent(b"x" * 1000, number) for number in range(4)] == [204, 204, 204, 413]
    places.open("second", "other")
    assert sent(b"x" * 1000, page="second", key="other") == 204
    assert sent(b"x" * 10, page="second", key="other") == 503, "all pages together"
    monkeypatch.setattr(uploads, "MOST_BYTES_OF_ALL", 10**6)
    monkeypatch.setattr(uploads, "MOST_FILES", 4)
    assert [sent(b"x", number, page="second", key="other") for number in range(5)] == [
        204,
        204,
        204,
        204,
        429,
    ]


def test_what_is_on_the_way_is_counted(places: uploads.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with places.coming("page", 900) as first:
        assert first == 0 and sent(b"x" * 200) == 413
    assert sent(b"x" * 200) == 204
    places.forget("mine")
    with places.coming("page", 1) as late:
        assert late == 403


def test_files_are_freed_with_the_session_and_with_a_page_that_is_gone(
    places: uploads.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.open("second", "other")
    assert sent(b"x") == 204 and sent(b"x", page="second", key="other") == 204
    places.forget("mine")
    assert set(HELD.file_storage) == {"second"} and sent(b"x") == 403

    class Runtime:
        @staticmethod
        def is_active_session(page: str) -> bool:
            return page == "open"

    monkeypatch.setattr(streamlit.runtime, "exists", lambda: True)
    monkeypatch.setattr(streamlit.runtime, "get_instance", Runtime)
    HELD.add_file("forgotten", UploadedFileRec("1", "a", "b", b"x"))
    places.sweep()
    assert set(HELD.file_storage) == {"second", "forgotten"}, "a browser may come back"
    monkeypatch.setattr(uploads, "UNSEEN_S", 0.0)
    places.sweep()
    assert not HELD.file_storage and not places.of_page
