"""The program as an operator starts it, and its end by SIGKILL."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120
"""How long a start may take before the campaign gives up."""


class Server:
    """`streamlit run app.py` on a data folder, in a process group of its own, on a port that the kernel gives."""

    def __init__(self, data: Path, **settings: str) -> None:
        """Begin it, with further variables of its environment."""
        self._log = data.parent / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        command += ["--server.port", "0", "--server.address", "127.0.0.1"]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | {"PORTFOLIO_DATA": str(data), **settings},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def process_id(self) -> int:
        """The number of its process."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def address(self) -> str:
        """Where it answers; raises RuntimeError with its log where it ends or does not answer in time."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self._process.poll() is None:
            printed = re.search(r"URL: (http://127\.0\.0\.1:\d+)", self._log.read_text())
            if printed and _answers(printed[1]):
                return printed[1]
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {self._log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Ask it to end in order, and wait for nothing."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, whatever it does (−9)."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def command(data: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`portfolio …` on the data folder, begun."""
    code = "from portfolio.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | {"PORTFOLIO_DATA": str(data), "PORTFOLIO_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> bool:
    """End the command (−9); whether it had not ended by itself."""
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return running


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/health", timeout=2).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
