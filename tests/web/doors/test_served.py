"""A real server, laid out as the image is: nothing but its data folder can be written to, and its doors hold."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from portfolio.words import say
from tests.browser.server import serving
from tests.conftest import ROOT
from tests.web.doors import proxying
from tests.web.doors.talking import browser, page, signed_in

ADDRESS = "https://projects.example"
COPIED = re.compile(r"^COPY (?P<what>.+) (?P<where>\S+)$", re.MULTILINE)


def laid_out(where: Path) -> Path:
    """What the Dockerfile copies, and nothing else, where it is copied to."""
    for told in COPIED.finditer((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        for what in told["what"].split():
            source = ROOT / what
            target = where / told["where"] / (source.name if told["where"].endswith("/") else "")
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
    return where


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The program as it is installed, which nobody may write to."""
    folder = laid_out(tmp_path_factory.mktemp("installed") / "opt")
    parts = [folder, *folder.rglob("*")]
    for part in parts:
        part.chmod(0o555 if part.is_dir() else 0o444)
    yield folder
    for part in parts:
        part.chmod(0o755)


@pytest.fixture(scope="module")
def home(installed: Path, peopled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the installed program, with accounts, without any right of root's."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(peopled_folder, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTFOLIO_ADDRESS", ADDRESS)
        with serving(folder, program=installed, before=unprivileged()) as address:
            yield address


def unprivileged() -> list[str]:
    """What takes root's rights from a command, where it is root who runs the tests."""
    if os.name != "posix" or os.getuid() != 0 or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]


def test_a_page_is_served_and_the_server_does_not_name_itself(home: str, installed: Path) -> None:
    before = set(installed.rglob("*"))
    with signed_in(browser(home), "sun") as asking, page(asking) as opened:
        answer = asking.get("/late")
        assert answer.status_code == 200 and "server" not in answer.headers
        opened.run("late")
        assert "滞后项目" in opened.text()
    assert set(installed.rglob("*")) == before


def test_a_file_is_taken_by_the_page_with_a_place_for_it_and_from_its_own_reader(home: str) -> None:
    with signed_in(browser(home), "sun") as owner, page(owner) as opened:
        opened.run("late")
        assert opened.upload(b"x") == 403, "this page has no place for files"
        opened.run("report")
        opened.choose("report", "report_way", say("zh", "report.way_file"))
        assert "report_file" in opened.text()
        assert opened.upload(b"x") == 204
        with signed_in(browser(home), "zhou") as another:
            another.get("/_stcore/health")
            assert opened.upload(b"x", asking=another) == 403
        assert opened.upload(b"x" * (21 * 2**20)) == 413
        assert [opened.upload(b"x", str(number)) for number in range(22)][-1] == 429


def test_a_download_is_its_readers_alone(home: str) -> None:
    with (
        signed_in(browser(home), "sun") as owner,
        page(owner) as opened,
        signed_in(browser(home), "li") as other,
    ):
        opened.run("report")
        number = opened.button("report_template")
        address = opened.download(number)
        answer = owner.get(address)
        assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
        assert answer.content[:2] == b"PK"
        assert other.get(address).status_code == 404 and browser(home).get(address).status_code == 303
        with page(other) as theirs:
            theirs.run("late")
            address = theirs.download(number)
            assert not address or other.get(address).status_code == 404, "the same button, pressed by another"


def test_signing_out_draws_and_closes_an_open_page(home: str) -> None:
    with signed_in(browser(home), "li") as asking, page(asking) as opened:
        opened.run("late", lang="en")
        form = asking.get("/auth/sign-out").text
        stamp = re.search(r'name="stamp" value="([^"]+)"', form)
        assert stamp
        asking.post("/auth/sign-out", data={"stamp": stamp[1], "lang": "en"})
        began = time.monotonic()
        opened.told.clear()
        assert opened.closed(within_s=10) == 1008 and time.monotonic() - began < 5
        assert "Sign in" in opened.text() and "Late projects" not in opened.text()
        assert asking.get("/media/x", headers={"accept": "*/*"}).status_code == 401


def test_an_address_below_the_root_ends_the_start_in_words(
    installed: Path, peopled_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(peopled_folder, tmp_path / "data")
    monkeypatch.setenv("PORTFOLIO_ADDRESS", "https://projects.example/portfolio")
    monkeypatch.setenv("PORTFOLIO_LANGUAGE", "en")
    with (
        pytest.raises(RuntimeError, match="can only stand at the root"),
        serving(tmp_path / "data", program=installed),
    ):
        pass
    assert "Traceback" not in (tmp_path / "data" / "server.log").read_text(encoding="utf-8")


PROXIES = ("nginx", "caddy")
SKIPPED = "no {}: install it, or name its program in PORTFOLIO_{}"


def program_of(proxy: str) -> str:
    """The proxy's program; skips the test where there is none."""
    found = shutil.which(
        os.environ.get(f"PORTFOLIO_{proxy.upper()}", proxy), path=f"{os.environ['PATH']}:/usr/sbin"
    )
    if not found:
        pytest.skip(SKIPPED.format(proxy, proxy.upper()))
    return found


@pytest.mark.parametrize("proxy", PROXIES)
@pytest.mark.parametrize("keeps_host", [True, False], ids=["the reader's host", "the upstream's host"])
def test_behind_a_proxy_pages_files_and_sockets_come_through(
    home: str, tmp_path: Path, proxy: str, *, keeps_host: bool
) -> None:
    program = program_of(proxy)
    with (
        proxying.running(proxy, program, tmp_path, home, keeps_host=keeps_host) as front,
        front.browser() as asking,
    ):
        plain = asking.get("/late")
        assert plain.status_code == 303 and plain.headers["location"].startswith("/auth/sign-in")
        assert "uvicorn" not in str(plain.headers) and plain.headers["strict-transport-security"]
        signed_in(asking, "sun")
        assert any(name.startswith("__Host-portfolio_session") for name in asking.kept)
        with page(asking, **front.socket()) as opened:
            opened.run("report")
            assert opened.upload(b"x" * (2 * 2**20)) == 204
            answer = asking.get(opened.download(opened.button("report_template")))
            assert answer.status_code == 200 and answer.content[:2] == b"PK"
        foreign = front.socket() | {"origin": "https://evil.example"}
        with pytest.raises(InvalidStatus), page(asking, **foreign):
            pass
