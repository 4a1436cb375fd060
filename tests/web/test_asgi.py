"""The ASGI app strips forged headers, sets its own, and lets in no script but ours."""

from __future__ import annotations

import ast
import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from portfolio.web import asgi
from portfolio.web.browser import scripts

ROOT = Path(__file__).resolve().parents[2]


def passed(headers: list[tuple[bytes, bytes]], answered: list[tuple[bytes, bytes]]) -> tuple[Scope, Message]:
    """What the app within was asked, and the start of what the reader got."""
    asked: list[Scope] = []
    sent: list[Message] = []

    async def within(scope: Scope, _: Receive, send: Send) -> None:
        asked.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": answered})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asked_for = asgi.Headers(within)({"type": "http", "headers": headers}, receive, send)
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may keep a loop running in this thread
        apart.submit(asyncio.run, asked_for).result()
    return asked[0], sent[0]


def test_a_forged_header_does_not_pass() -> None:
    asked, _ = passed([(b"X-Portfolio-User", b"mayor"), (b"x-portfolio-role", b"x"), (b"accept", b"*/*")], [])
    assert asked["headers"] == [(b"accept", b"*/*")]


def test_every_answer_carries_the_security_headers_once() -> None:
    _, sent = passed([], [(b"X-Frame-Options", b"ALLOW"), (b"etag", b"1")])
    names = [name.decode().lower() for name, _ in sent["headers"]]
    assert sorted(names) == sorted(["etag", *asgi.SECURITY])


def test_the_policy_names_every_script_and_no_other_host() -> None:
    for shut in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        assert shut in asgi.POLICY.split("; ")
    assert "http" not in asgi.POLICY
    assert "unsafe-eval" not in asgi.POLICY
    script_rule = next(rule for rule in asgi.POLICY.split("; ") if rule.startswith("script-src"))
    assert "unsafe-inline" not in script_rule
    assert script_rule.count("sha256-") == len(scripts.hashes()) >= 4


def test_app_holds_nothing_but_the_door() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    kinds = [type(node) for node in tree.body]
    assert kinds[0] is ast.Expr and kinds[-1] is ast.Assign
    assert set(kinds[1:-1]) == {ast.Import, ast.ImportFrom}
