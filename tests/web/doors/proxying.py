"""A real proxy with TLS in front of a server, by the file that docs/install tells an operator to use."""

from __future__ import annotations

import getpass
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT
from tests.web.doors.talking import Asking

NAME = "projects.example"
AROUND_NGINX = """
daemon off; user {2}; pid {0}/pid; error_log {0}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c; uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
    {1}
}}
"""


@dataclass
class Front:
    """The proxy as a reader meets it."""

    port: int
    trusted: ssl.SSLContext

    def browser(self) -> Asking:
        """A browser that comes by the proxy; its name is looked up here."""
        asking = Asking(f"https://127.0.0.1:{self.port}", verify=self.trusted, http2=False)
        asking.event_hooks["request"].append(self._named)
        return asking

    def _named(self, request: Any) -> None:
        request.headers["host"] = f"{NAME}:{self.port}" if self.port != 443 else NAME
        request.extensions["sni_hostname"] = NAME

    def socket(self) -> dict[str, Any]:
        """How a websocket comes by the proxy."""
        return {
            "ssl": self.trusted,
            "server_hostname": NAME,
            "sock": socket.create_connection(("127.0.0.1", self.port)),
            "origin": f"https://{NAME}",
            "host": f"{NAME}:{self.port}",
        }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """The files of a new certificate of NAME and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(*form))
    return files


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The text, in which each first was there and is each second now."""
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    return text


def command(proxy: str, program: str, folder: Path, home: str, port: int, *, keeps_host: bool) -> list[str]:
    """How the proxy is started on these ports with our file, else unchanged."""
    cert, key = certificate(folder)
    upstream = home.removeprefix("http://")
    if proxy == "nginx":
        text = changed(
            (ROOT / "docs/install/nginx.conf").read_text(encoding="utf-8"),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("/etc/ssl/projects.example.pem", str(cert)),
            ("/etc/ssl/private/projects.example.key", str(key)),
            ("127.0.0.1:8501", upstream),
            *(() if keeps_host else (("proxy_set_header Host $host;", ""),)),
        )
        (folder / "nginx.conf").write_text(
            AROUND_NGINX.format(folder, text, getpass.getuser()), encoding="utf-8"
        )
        return [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    text = changed(
        (ROOT / "docs/install/Caddyfile").read_text(encoding="utf-8"),
        ("{\n\tservers {", "{\n\tadmin off\n\tauto_https disable_redirects\n\tservers {"),
        ("projects.example {", f"https://projects.example:{port} {{\n\tbind 127.0.0.1\n\ttls {cert} {key}"),
        ("127.0.0.1:8501", upstream),
        *(() if keeps_host else (("header_down", "header_up Host {upstream_hostport}\n\t\theader_down"),)),
    )
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextmanager
def running(proxy: str, program: str, folder: Path, home: str, *, keeps_host: bool) -> Iterator[Front]:
    """The proxy before that server, until the block ends."""
    port = free_port()
    told = command(proxy, program, folder, home, port, keeps_host=keeps_host)
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(told, env=own, stdout=log, stderr=log) as started,
    ):
        try:
            _wait(started, port, folder / "log")
            trusted = ssl.create_default_context(cafile=str(folder / "cert.pem"))
            yield Front(port, trusted)
        finally:
            started.terminate()
            started.wait(timeout=20)


def _wait(started: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and started.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the proxy did not answer: {log.read_text()}")
