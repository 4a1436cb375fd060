"""The security log tells who did what at the doors, no secret, and nobody can fill it; the server says if it is ready."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from portfolio import accounts, clock, security_log
from portfolio.queries import people
from portfolio.security_log import SecurityLog
from portfolio.store import Store, head
from portfolio.web import session
from portfolio.web.access import routes
from portfolio.web.access.keeping import WRONG
from portfolio.web.doors import readiness
from portfolio.web.doors.readiness import Readiness
from tests.web.access.conftest import PASSWORD, Browser
from tests.web.access.steps import hidden, sign_in


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / security_log.FILE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_what_happens_at_the_doors_is_told_without_a_secret(store: Store, browser: Browser) -> None:
    boss, stranger = browser(), browser(where="10.0.0.7")
    for _ in range(WRONG + 1):
        sign_in(stranger, "sun", "wrong-secret-word")
    sign_in(stranger, "secret-typed-as-name", "x")
    sign_in(boss, "wang")
    by = people.reader_of(store, "wang")
    assert by
    accounts.change(store, "li", {"role": "reviewer"}, clock.now(), by)
    once = accounts.reset_password(store, "zhou", clock.now(), by) or ""
    reader = browser()
    sign_in(reader, "qian")
    reader.get("/_stcore/metrics")
    made = store.path.parent / "backups" / "official-20261126-100000.zip"
    made.parent.mkdir(exist_ok=True)
    made.write_bytes(b"PK")
    assert boss.get("/backup", params={"file": made.name}).status_code == 200
    boss.post("/auth/sign-out", data=hidden(boss.get("/auth/sign-out")))

    told = lines(store.path.parent)
    kinds = [line["kind"] for line in told]
    assert kinds == [
        *["sign_in_refused"] * (WRONG + 2),
        "signed_in",
        "account_changed",
        "password_reset",
        "signed_in",
        "not_allowed",
        "file_taken",
        "signed_out",
    ]
    assert [line["why"] for line in told[: WRONG + 2]] == ["wrong"] * (WRONG - 1) + ["locked"] * 2 + ["wrong"]
    assert told[0].items() >= {"login": "sun", "address": "10.0.0.7"}.items()
    assert "login" not in told[WRONG + 1], "a name of nobody may be a password"
    by_kind = {line["kind"]: line for line in told}
    assert (
        by_kind["account_changed"].items()
        >= {
            "login": "li",
            "by": "wang",
            "role": "leader > reviewer",
        }.items()
    )
    assert by_kind["not_allowed"].items() >= {"login": "qian", "path": "/_stcore/metrics"}.items()
    assert by_kind["file_taken"].items() >= {"login": "wang", "path": "/backup", "file": made.name}.items()
    text = (store.path.parent / security_log.FILE).read_text(encoding="utf-8")
    for secret in (
        PASSWORD,
        once,
        "wrong-secret-word",
        "secret-typed-as-name",
        "argon2",
        *boss.cookies.values(),
    ):
        assert secret not in text
    assert (store.path.parent / security_log.FILE).stat().st_mode & 0o777 == 0o600


def test_strangers_cannot_fill_it_and_it_is_put_aside_when_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_log, "LARGEST", 4_000)
    monkeypatch.setattr(security_log, "FILES", 2)
    log = SecurityLog(tmp_path)
    for number in range(5_000):
        log.tell("sign_in_refused", stranger=True, address=f"10.0.0.{number % 256}")
    assert len(lines(tmp_path)) < 130
    log.tell("signed_in", login="wang\nforged")
    newest = lines(tmp_path)[-1]
    assert newest["login"] == "wang\nforged" and int(newest["unsaid"]) > 4_800
    for number in range(200):
        log.tell("signed_in", login=f"reader{number}")
    kept = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in kept] == ["security.jsonl", "security.jsonl.1", "security.jsonl.2"]
    assert all(file.stat().st_size < 4_200 for file in kept)


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in its place")
    SecurityLog(tmp_path).tell("signed_in", login="wang")


def test_a_file_of_a_page_is_no_file_taken_away(store: Store, browser: Browser) -> None:
    reader = browser()
    sign_in(reader, "li")
    reader.get("/late")
    assert [line["kind"] for line in lines(store.path.parent)] == ["signed_in"]


def test_ready_says_what_hinders(store: Store, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> tuple[int, str]:
        monkeypatch.setattr(readiness, "READINESS", Readiness())
        answer = browser().get("/ready", headers={"accept": "*/*"})
        return answer.status_code, answer.text

    assert {"/health", "/ready"} <= routes.OPEN
    assert found() == (200, "ready") and browser().get("/health").text == "ok"
    monkeypatch.setattr(readiness, "FREE_BYTES", shutil.disk_usage("/").total * 10**6)
    assert found() == (503, "disk")
    kept, ahead = head.file_of(store.path), head.Head(store.version() + 3, "0" * 64)
    before = kept.read_bytes()
    head.write([kept], ahead)
    assert found() == (503, "head")
    kept.write_bytes(before)
    moved = store.path.rename(store.path.with_suffix(".away"))
    assert found() == (503, "store")
    moved.rename(store.path)
    monkeypatch.setattr(session, "store", lambda _: 1 / 0)
    monkeypatch.setattr(readiness, "READINESS", Readiness(found="", at=10.0**12))
    assert browser().get("/ready").text == "ready", "asked again within seconds, it looks at nothing"
