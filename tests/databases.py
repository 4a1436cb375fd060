"""A PostgreSQL of the tests' own: started for them as a user that is not root, on 127.0.0.1, and ended with them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OWNER = "owner"
REQUIRED = "PORTFOLIO_REQUIRE_POSTGRES"
UNPRIVILEGED = "postgres"
"""Debian's user for it: initdb refuses root."""


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@dataclass
class Database:
    """A running PostgreSQL that can be stopped and started; `name` is that of the next database that is made in it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    made: int = field(default=0)

    def start(self) -> None:
        """Start it, and wait until it answers. TimeoutError after half a minute."""
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": "100",
        }
        told = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_unprivileged("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *told],
                cwd="/",
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(Exception), self.connected("postgres"):
                return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def stop(self) -> None:
        """End it at once, as a machine that is switched off does: who is connected is cut."""
        if self.process is not None:
            self.process.send_signal(3)  # SIGQUIT: "immediate shutdown"
            self.process.wait(timeout=30)
            self.process = None

    def connected(self, name: str, user: str = OWNER) -> Any:
        """A connection to the database of that name."""
        import psycopg  # noqa: PLC0415 - tests of a ledger in a file do without it

        return psycopg.connect(self.reached_by(name, user), autocommit=True, connect_timeout=5)

    def reached_by(self, name: str, user: str = OWNER) -> str:
        """How libpq reaches the database of that name."""
        return f"host=127.0.0.1 port={self.port} user={user} dbname={name}"

    def new(self) -> str:
        """How a ledger reaches a database of its own, empty, as a role that owns nothing else."""
        self.made += 1
        name = f"ledger{self.made}"
        with self.connected("postgres") as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN")
            connection.execute(f"CREATE DATABASE {name} OWNER {name}")
        return f"ducklake:postgres:{self.reached_by(name, name)}"


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """A PostgreSQL with its files in `folder`, ended with the block."""
    _give(folder)
    _run(
        "initdb",
        "-D",
        str(folder / "data"),
        "--username",
        OWNER,
        "--auth",
        "trust",
        "--no-sync",
        "--encoding",
        "UTF8",
    )
    found = Database(folder, _free_port())
    found.start()
    try:
        yield found
    finally:
        found.stop()


def _run(program: str, *arguments: str) -> None:
    subprocess.run([*_unprivileged(program), *arguments], cwd="/", check=True, capture_output=True)


def _unprivileged(program: str) -> list[str]:
    """How the program is run as we ourselves, or for root as Debian's user for it.

    Another program changes the user: to let Python do that it would have to copy this process, which may be too large.
    """
    folder = programs()
    assert folder is not None, "PostgreSQL is not installed"
    if os.geteuid() != 0:
        return [str(folder / program)]
    user = (f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups")
    return ["setpriv", *user, str(folder / program)]


def _give(folder: Path) -> None:
    """Let its user have the folder and reach it; pytest's own folders above are for their owner alone."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        shutil.chown(folder, user.pw_uid, user.pw_gid)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
