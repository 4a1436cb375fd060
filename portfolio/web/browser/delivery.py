"""What a browser is handed to build the pages with: Streamlit's front page in our dress, and its files, packed small.

Streamlit sends its scripts uncompressed, because it would compress them anew for each reader; here each file is
compressed once and kept. It has no place for a style sheet but the page itself, where it arrives after what it dresses;
here the front page links it, so that nothing is drawn without it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio.codes import Language
from portfolio.web.access import requests
from portfolio.web.access.html import TAGS

STATIC = Path(streamlit.__file__).parent / "static"
SHEETS = (
    "style.css",
    "first_line.css",
    "overview.css",
    "project.css",
    "compare.css",
    "projector.css",
    "register.css",
)
"""Our style sheets, in the order in which a later rule goes before an earlier one."""
STYLE = "\n".join((Path(__file__).parent / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
STYLE_PATH = f"/dress/{hashlib.sha256(STYLE.encode()).hexdigest()[:16]}.css"
"""The address of the whole style; it changes with it, so that a browser may keep it for ever."""
SIZING_SCRIPT = (Path(__file__).parent / "room.js").read_text(encoding="utf-8")
"""Holds a chart's height free until it is drawn; it has to be there before the first one, as the style has."""
ROOM_PATH = f"/dress/{hashlib.sha256(SIZING_SCRIPT.encode()).hexdigest()[:16]}.js"
FOR_EVER = "public, immutable, max-age=31536000"
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
"""Streamlit's files that are worth compressing: its pictures and fonts are so already."""
DOCUMENT = "text/html; charset=utf-8"
PARTS = (
    "Html",
    "Multiselect",
    "DateInput",
    "TextInput",
    "Selectbox",
    "Button",
    "PageLink",
    "DownloadButton",
    "ArrowVegaLiteChart",
    "ButtonGroup",
    "loadVegaEmbed",
    "embed",
    "vega-interpreter",
)
"""The parts of Streamlit that the pages are built of, by the names of their files: fetched at the start, and not one
after the other once the first of each is drawn. A name that Streamlit no longer has is passed over."""
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]\./([\w.~-]+\.js)["'`]""")
UNUSED = re.compile(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^"]*"[^>]*>\s*')
"""A font that the pages name nowhere; without this line a browser fetches its 170 kB all the same."""
ICONS = "MaterialSymbols-Rounded.*.woff2"
"""The font of Streamlit's signs: until it is there, a sign is its name, written out."""
ASKED_AGAIN = frozenset([b"if-none-match", b"if-modified-since", b"range", b"if-range"])
"""By these a browser asks whether its copy of the front page still holds; Streamlit's file knows nothing of our dress."""


@cache
def packed(file: Path) -> bytes:
    """The file, compressed."""
    return gzip.compress(file.read_bytes(), 9, mtime=0)


@cache
def files() -> dict[str, Path]:
    """The files of Streamlit that are sent compressed, by the path under which a browser asks for them."""
    paths = (file for file in (STATIC / "static").rglob("*") if file.suffix in KINDS)
    return {f"/{file.relative_to(STATIC).as_posix()}": file for file in paths}


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """For each of the PARTS the scripts that it needs, its own first; none where Streamlit has no such part."""
    scripts = STATIC / "static" / "js"
    scripts_of = {name: sorted(scripts.glob(f"{name}.*.js")) for name in PARTS}
    return {name: tuple(needed([file.name for file in own])) for name, own in scripts_of.items()}


def needed(names: list[str]) -> list[str]:
    """These scripts and all that they import, each once."""
    known = dict.fromkeys(names)
    for name in (waiting := list(known)):
        file = STATIC / "static" / "js" / name
        new = [one for one in _imported(file) if one not in known]
        known |= dict.fromkeys(new)
        waiting += new
    return list(known)


def _imported(file: Path) -> list[str]:
    return IMPORTED.findall(file.read_text(encoding="utf-8")) if file.is_file() else []


@cache
def front_page() -> bytes:
    """Streamlit's front page as its file has it."""
    return (STATIC / "index.html").read_bytes()


@cache
def document(language: Language) -> bytes:
    """The front page, in the reader's language, with our style and with the scripts that every session needs.

    The style stands in the body: Streamlit adds its own at the end of the head while it runs, and of two rules that are
    equally narrow the later one holds.
    """
    page = UNUSED.sub("", front_page().decode("utf-8"))
    page = page.replace('<html lang="en">', f'<html lang="{TAGS[language]}">', 1)
    scripts = dict.fromkeys(name for own in parts().values() for name in own if name not in page)
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n    ' for name in scripts
    )
    icons = "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./static/media/{file.name}">\n    '
        for file in sorted((STATIC / "static" / "media").glob(ICONS))
    )
    sheet = f'<link rel="stylesheet" href="{STYLE_PATH}"><script src="{ROOM_PATH}"></script>'
    page = page.replace("</head>", f"{icons}{early}</head>", 1)
    return page.replace('<div id="root">', f'{sheet}\n    <div id="root">', 1).encode()


@cache
def small_document(language: Language) -> bytes:
    """The same, compressed."""
    return gzip.compress(document(language), 9, mtime=0)


async def style(_: Request) -> Response:
    """The look of all pages; Streamlit compresses what comes by a route of ours."""
    return Response(STYLE, media_type="text/css", headers={"cache-control": FOR_EVER})


async def room(_: Request) -> Response:
    """The script of the charts' room."""
    return Response(SIZING_SCRIPT, media_type="text/javascript", headers={"cache-control": FOR_EVER})


def _small(content: bytes, kind: str, compressed: str) -> Response:
    """The compressed content as an answer."""
    told = {
        "content-type": kind,
        "cache-control": compressed,
        "vary": "accept-encoding",
        "content-encoding": "gzip",
    }
    return Response(content, headers=told)


def takes_gzip(headers: Headers) -> bool:
    """Whether the browser says that it can unpack gzip."""
    told = [one.replace(" ", "").lower() for one in headers.get("accept-encoding", "").split(",")]
    return any(
        one == "gzip" or (one.startswith("gzip;") and not re.search(r"q=0(\.0*)?$", one)) for one in told
    )


class Delivery:
    """Answers for Streamlit's files with their compressed form, and dresses its front page wherever it is answered.

    It stands within authentication: nobody gets here who may not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request here, or hand it to the app within."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        file = files().get(scope["path"])
        told = Headers(scope=scope)
        if file and takes_gzip(told) and "range" not in told:
            small = await run_in_threadpool(packed, file)
            await _small(small, KINDS[file.suffix], FOR_EVER)(scope, receive, send)
        elif file or scope["path"].startswith(("/media/", "/_stcore/")):
            await self.app(scope, receive, send)
        else:
            whole = [pair for pair in scope["headers"] if pair[0].lower() not in ASKED_AGAIN]
            await self.app({**scope, "headers": whole}, receive, _Dressing(scope, receive, send))


class _Dressing:
    """Sends on what the app within answers, but in place of Streamlit's front page the dressed one."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.start: Message | None = None
        self.held = b""

    async def __call__(self, message: Message) -> None:
        """Hold a document back until it is whole, and send anything else on."""
        if message["type"] == "http.response.start" and _is_document(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message["type"] == "http.response.body":
            self.held += message.get("body", b"")
            if not message.get("more_body", False):
                await self._end(self.start)

    async def _end(self, start: Message) -> None:
        """Send the dressed front page, or the document as it was where it is another."""
        coded = Headers(raw=start["headers"]).get("content-encoding")
        if (gzip.decompress(self.held) if coded == "gzip" else self.held) == front_page():
            await self._dressed()(self.scope, self.receive, self.send)
            return
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.held})

    def _dressed(self) -> Response:
        language = requests.language(HTTPConnection(self.scope))
        if takes_gzip(Headers(scope=self.scope)):
            return _small(small_document(language), DOCUMENT, "no-cache")
        told = {"content-type": DOCUMENT, "cache-control": "no-cache", "vary": "accept-encoding"}
        return Response(document(language), headers=told)


def _is_document(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
