"""What the ASGI app hands a browser: the dressed front page, files packed small, headers where they do something."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from portfolio import words
from portfolio.web import asgi
from portfolio.web.access import standing
from portfolio.web.access.authentication import AuthenticationMiddleware
from portfolio.web.browser import delivery
from portfolio.web.doors import downloads
from tests.web.access.conftest import Browser

SCRIPT = sorted(path for path in delivery.files() if path.startswith("/static/js/index."))[0]
FONT = "/static/media/" + next((delivery.STATIC / "static" / "media").glob("*.woff2")).name
PAGES = ("/", "/late", "/compare?lang=en", "/index.html", "/nosuch/deeper")


async def picture(_: Request) -> Response:
    return Response("<svg/>", media_type="image/svg+xml")


async def other(_: Request) -> Response:
    return HTMLResponse("<p>another document</p>" * 100)


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    """A browser before Streamlit's own files and its own compression, behind the ASGI app, with authentication away."""
    static = create_streamlit_static_handler(str(delivery.STATIC), "")
    own = [Route("/media/picture", picture), Route("/other", other)]
    within = Starlette(routes=[*asgi.ROUTES, *own, Mount("/", app=static)])
    packing = SelectiveGZipMiddleware(within)
    authentication: object = AuthenticationMiddleware
    without_it = [part for part in asgi.MIDDLEWARE if part.cls is not authentication]
    whole = Starlette(routes=[Mount("/", app=packing)], middleware=without_it)
    with TestClient(whole, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("packed", ["gzip", "identity"])
@pytest.mark.parametrize("path", PAGES)
def test_every_address_answers_the_dressed_page(reader: TestClient, path: str, packed: str) -> None:
    """Whoever holds the page of an older version is given the new one, whatever their browser remembers of it."""
    first = reader.get(path, headers={"accept-encoding": packed})
    plain = reader.get("/index.html")
    held = {
        "if-none-match": plain.headers.get("etag", '"x"'),
        "if-modified-since": "Tue, 01 Jan 2030 00:00:00 GMT",
    }
    again = reader.get(path, headers={"accept-encoding": packed, **held, "range": "bytes=0-10"})
    for page in (first, again):
        assert page.status_code == 200 and page.headers["cache-control"] == "no-cache", path
        assert page.headers.get("content-encoding", "identity") == packed and "etag" not in page.headers
        assert f'<html lang="{"en" if "lang=en" in path else "zh-CN"}">' in page.text
        head, body = page.text.split("<body>")
        assert f'<link rel="stylesheet" href="{delivery.STYLE_PATH}">' in body
        assert delivery.STYLE_PATH not in head and body.index("/dress/") < body.index('id="root"')
        assert page.headers["content-security-policy"] == asgi.POLICY


def test_every_part_that_is_fetched_early_is_there() -> None:
    """Streamlit renames its files with every version: one that is not found any more is named here."""
    assert [name for name, scripts in delivery.parts().items() if not scripts] == []
    page = delivery.document("zh").decode()
    named = re.findall(r'href="\./(static/(?:js|media|css)/[^"]+)"', page)
    assert [name for name in named if not (delivery.STATIC / name).is_file()] == []
    assert len(named) == len(set(named)) > 100
    assert "SourceSans" not in page and "MaterialSymbols" in page


def test_a_part_that_streamlit_no_longer_has_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PARTS", ("NoSuchPart", "Html"))
    delivery.parts.cache_clear()
    try:
        assert delivery.parts()["NoSuchPart"] == () and delivery.parts()["Html"][0].startswith("Html.")
        assert delivery.needed(["gone.js"]) == ["gone.js"]
        assert delivery.STYLE_PATH.encode() in delivery.document.__wrapped__("zh")
    finally:
        delivery.parts.cache_clear()


def test_a_script_comes_packed_once_and_whole(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (delivery.STATIC / SCRIPT.lstrip("/")).read_bytes()
    packed = reader.get(SCRIPT)
    assert packed.headers["content-encoding"] == "gzip" and packed.content == content
    assert int(packed.headers["content-length"]) < len(content) / 2
    assert (
        packed.headers["cache-control"] == delivery.FOR_EVER and packed.headers["vary"] == "accept-encoding"
    )
    assert packed.headers["content-type"].startswith("text/javascript")
    monkeypatch.setattr(gzip, "compress", lambda *_, **__: pytest.fail("compressed anew"))
    assert reader.get(SCRIPT).content == content
    for refused in ("identity", "gzip;q=0", "br"):
        plain = reader.get(SCRIPT, headers={"accept-encoding": refused})
        assert "content-encoding" not in plain.headers and plain.content == content
    part = reader.get(SCRIPT, headers={"range": "bytes=0-9"})
    assert part.status_code == 206 and part.content == content[:10]


def test_nothing_but_streamlits_files_is_packed(reader: TestClient) -> None:
    assert all(file.is_relative_to(delivery.STATIC) for file in delivery.files().values())
    for path in (
        "/static/%2e%2e/%2e%2e/__init__.py",
        "/static/js/%2e%2e/../../../version.py",
        "/static//js/x.js",
    ):
        answer = reader.get(path)
        assert answer.status_code != 200 or answer.text == delivery.document("zh").decode(), path


def test_documents_carry_all_headers_and_mere_files_the_one_that_they_need(reader: TestClient) -> None:
    downloads.OWNERS.note("picture", standing.mark(""), 60.0)
    for path in ("/late", "/media/picture", "/other"):
        assert set(asgi.SECURITY) <= set(reader.get(path).headers), path
    for path in (SCRIPT, FONT, delivery.STYLE_PATH, delivery.ROOM_PATH, "/auth/access.css", "/health"):
        told = reader.get(path).headers
        assert set(asgi.SECURITY) & set(told) == {"x-content-type-options"}, path


def test_another_document_is_left_as_it_is(reader: TestClient) -> None:
    for packed in ("gzip", "identity"):
        assert (
            reader.get("/other", headers={"accept-encoding": packed}).text == "<p>another document</p>" * 100
        )


def test_style_and_room_are_answered_for_ever(reader: TestClient) -> None:
    for path, content, kind in (
        (delivery.STYLE_PATH, delivery.STYLE, "text/css"),
        (delivery.ROOM_PATH, delivery.SIZING_SCRIPT, "text/javascript"),
    ):
        answer = reader.get(path)
        assert answer.text == content and answer.headers["cache-control"] == delivery.FOR_EVER
        assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("path", [delivery.STYLE_PATH, delivery.ROOM_PATH, SCRIPT, FONT])
@pytest.mark.usefixtures("standing_store")
def test_a_stranger_gets_none_of_it(browser: Browser, path: str) -> None:
    kinds: list[object] = [part.cls for part in asgi.MIDDLEWARE]
    assert kinds.index(AuthenticationMiddleware) < kinds.index(delivery.Delivery)
    assert browser().get(path, headers={"accept": "*/*"}).status_code == 401


def test_a_sheet_of_one_page_dresses_no_column_of_another() -> None:
    """A cell's class is its column's name, and all sheets hold on all pages: a bare class would catch the cell."""
    folder = Path(delivery.__file__).parent
    columns = {key.split(".", 1)[1] for key in words.table("zh") if key.startswith("column.")}
    for sheet in ("compare.css", "projector.css"):
        rules = re.sub(r"/\*.*?\*/", "", (folder / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
        bare = set(re.findall(r"(?:^|[,{}])\s*\.([\w-]+)\s*(?=[,{])", rules))
        assert bare and not bare & (columns | {"sheet"}), sheet


def test_the_fonts_of_the_style_are_those_of_the_configuration() -> None:
    told = re.search(
        r'^font = "(.*)"$', Path(".streamlit/config.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert told and f".stApp {{ font-family: {told[1]}; }}" in delivery.STYLE
