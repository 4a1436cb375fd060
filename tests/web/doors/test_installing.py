"""The image's steps, run as a script where there is no Docker; the units and the start, which both installations share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

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
    for line in ("User=portfolio", "ProtectSystem=strict", "NoNewPrivileges=true", "LimitNOFILE=65536"):
        assert line in unit.split("\n")
    data = "PORTFOLIO_DATA=/var/lib/portfolio"
    assert data in unit and data in (INSTALL / "portfolio-backup.service").read_text(encoding="utf-8")
    subprocess.run(["sh", "-n", str(INSTALL / "start.sh")], check=True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units_as_they_stand(tmp_path: Path) -> None:
    """Only where the program lies is another: what is not installed would be all that is told."""
    for unit in sorted(INSTALL.glob("portfolio*.*")):
        text = unit.read_text(encoding="utf-8").replace("/opt/portfolio/venv/bin/portfolio", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


@pytest.mark.slow
def test_the_images_steps_install_what_starts_on_an_empty_volume(tmp_path: Path) -> None:
    """pip asks its index: a minute or two, and no network at all after that."""
    program, data = laid_out(tmp_path / "opt"), tmp_path / "data"
    data.mkdir()
    for told in steps("RUN"):
        if "useradd" not in told:
            subprocess.run(["sh", "-ec", told], cwd=program, check=True)
    for part in (program, *program.rglob("*")):
        if not part.is_symlink():
            part.chmod(part.stat().st_mode & ~0o222)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"PORTFOLIO_DATA": str(data), "PORTFOLIO_SERVER_PORT": str(port), "HOME": str(data)}
    own["PATH"] = f"{program / 'venv' / 'bin'}:{os.environ['PATH']}"
    command = [*unprivileged(), "sh", "docs/install/start.sh"]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, cwd=program, env=own, stdout=log, stderr=log) as server,
    ):
        try:
            assert _health(port, server) == b"ok", (tmp_path / "log").read_text(encoding="utf-8")
            asked = subprocess.run(
                ["portfolio", "status"], env=own, cwd=data, capture_output=True, text=True, check=False
            )
            assert asked.returncode == 0, asked.stdout + asked.stderr
        finally:
            server.terminate()
            server.wait(timeout=60)


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
