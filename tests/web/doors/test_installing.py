"""The image's steps, run as a script where there is no Docker; the units and the start, which both installations share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from portfolio.cli.commands import REFUSED
from tests.conftest import ROOT
from tests.web.doors.test_served import laid_out, unprivileged

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTALL = ROOT / "docs" / "install"


def steps(word: str) -> list[str]:
    """The Dockerfile's lines of that word, without it."""
    return re.findall(rf"^{word} (.+)$", DOCKERFILE, re.MULTILINE)


def test_the_image_is_nobodys_with_one_volume_and_needs_no_file_that_git_lacks() -> None:
    assert steps("USER") == ["portfolio"] and steps("VOLUME") == ["/data"]
    assert DOCKERFILE.index("\nUSER ") > DOCKERFILE.rindex("\nRUN ")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert kept[0] == "*"
    for told in steps("COPY"):
        for what in told.split()[:-1]:
            assert (ROOT / what).exists() and f"!{what}" in kept, what
    assert not [told for told in steps("RUN") if "chmod" in told or "sudo" in told]


def test_unit_and_image_start_the_same_way_and_the_unit_writes_to_its_data_alone() -> None:
    unit = (INSTALL / "portfolio.service").read_text(encoding="utf-8")
    assert (
        "ExecStart=/bin/sh docs/install/start.sh" in unit and '["sh", "docs/install/start.sh"]' in DOCKERFILE
    )
    kept = ("User=portfolio", "ProtectSystem=strict", "NoNewPrivileges=true", "LimitNOFILE=65536")
    for line in (*kept, f"RestartPreventExitStatus={REFUSED}"):
        assert line in unit.split("\n")
    data = "PORTFOLIO_DATA=/var/lib/portfolio"
    assert data in unit and data in (INSTALL / "portfolio-backup.service").read_text(encoding="utf-8")
    subprocess.run(["sh", "-n", str(INSTALL / "start.sh")], check=True)


needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze") and os.environ.get("PORTFOLIO_REQUIRE_SYSTEMD") != "1",
    reason="systemd is not installed (PORTFOLIO_REQUIRE_SYSTEMD=1 makes that a failure)",
)


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units as they stand, but that the program lies elsewhere: else that it is not installed is all that is told."""
    for unit in sorted(INSTALL.glob("portfolio*.*")):
        text = unit.read_text(encoding="utf-8").replace("/opt/portfolio/venv/bin/portfolio", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return [str(unit) for unit in sorted(tmp_path.iterdir())]


def asked_of_systemd(*words: str) -> tuple[int, str]:
    """systemd's own answer about units in files; none of them is loaded and no systemd need be running."""
    told = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


@needs_systemd
def test_systemd_takes_the_units_as_they_stand(units: list[str]) -> None:
    assert asked_of_systemd("verify", *units) == (0, "")


@needs_systemd
def test_systemd_finds_the_services_hardly_exposed(units: list[str]) -> None:
    """Of its hundred points at most twenty: beside the network and its own data they can reach next to nothing."""
    services = [unit for unit in units if unit.endswith(".service")]
    code, told = asked_of_systemd("security", "--offline=true", "--threshold=20", *services)
    assert code == 0, [line for line in told.split("\n") if line.startswith("✗") or "Overall" in line]
    assert told.count("Overall exposure level") == len(services) == 2


@pytest.fixture
def image() -> Iterator[Path]:
    """A folder that the image's own user can reach, gone after the test with all that was installed there."""
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.slow
def test_the_images_steps_install_what_starts_on_an_empty_volume(image: Path) -> None:
    """As it stands in the Dockerfile, by a shell: what is copied, each RUN, then the start as the image's own user.

    pip asks its index: a minute or two, and no network at all after that. `.ci/run` runs it after the run of tests. It is
    the user's file alone that is another, and what python:3.11-slim brings beside Python that only Docker can try.
    """
    program, data = laid_out(image / "opt"), image / "data"
    clean = {
        name: value for name, value in os.environ.items() if name not in ("PIP_CONSTRAINT", "PYTHONPATH")
    }
    for told in steps("RUN"):
        if "useradd" not in told:
            subprocess.run(["sh", "-ec", told], cwd=program, env=clean, check=True)
    as_user = made_user(image, data, program / "venv" / "bin" / "python")
    for part in (program, *program.rglob("*")):
        if not part.is_symlink():
            part.chmod(part.stat().st_mode & ~0o222)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"PORTFOLIO_DATA": str(data), "PORTFOLIO_SERVER_PORT": str(port), "HOME": str(data)}
    own["PATH"] = f"{program / 'venv' / 'bin'}:{os.environ['PATH']}"
    command = [*as_user, "sh", "docs/install/start.sh"]
    with (
        (image / "log").open("w") as log,
        subprocess.Popen(command, cwd=program, env=own, stdout=log, stderr=log) as server,
    ):
        try:
            assert _health(port, server) == b"ok", (image / "log").read_text(encoding="utf-8")
            asked = subprocess.run(
                [*as_user, "portfolio", "status"],
                env=own,
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
            assert asked.returncode == 0, asked.stdout + asked.stderr
        finally:
            server.terminate()
            server.wait(timeout=60)


def made_user(image: Path, data: Path, python: Path) -> list[str]:
    """The step that makes the user and its volume, and what a command begins with that this user runs.

    The user is written down in a file of the image's own, not in this machine's. Where none but root can reach the
    machine's Python, or it is not root who runs the tests, the volume is theirs and the command has no right of root's.
    """
    (step,) = [told for told in steps("RUN") if "useradd" in told]
    data.mkdir(mode=0o700)
    if os.name != "posix" or os.getuid() != 0:
        return []
    (image / "etc").mkdir()
    for name in ("passwd", "group", "login.defs"):
        shutil.copy(Path("/etc", name), image / "etc")
    adds, makes = step.split(" && ")
    subprocess.run(["sh", "-ec", adds.replace("useradd", f"useradd --prefix {image}")], check=True)
    told = (image / "etc" / "passwd").read_text(encoding="utf-8")
    ((user, group),) = re.findall(r"^portfolio:[^:]*:(\d+):(\d+):", told, re.MULTILINE)
    as_user = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *unprivileged()[1:]]
    # setpriv itself still has root's rights when it starts its command: what that starts has none
    reached = [*as_user, "sh", "-c", 'exec "$0" -c ""', str(python)]
    if subprocess.run(reached, capture_output=True, check=False).returncode:
        return unprivileged()
    own = makes.replace("-o portfolio -g portfolio", f"-o {user} -g {group}").replace("/data", str(data))
    subprocess.run(["sh", "-ec", own], check=True)
    assert (user, data.stat().st_uid, data.stat().st_mode & 0o777) == ("10001", 10001, 0o700)
    return as_user


def _health(port: int, server: subprocess.Popen[bytes]) -> bytes:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer,
        ):
            return bytes(answer.read())
        time.sleep(0.2)
    return b""
