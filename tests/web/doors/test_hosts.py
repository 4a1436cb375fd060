"""Which names and pages the server answers to, and that the configured address holds for cookies and Streamlit alike."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect
from streamlit import config

from portfolio.model import PortfolioError
from portfolio.web.doors import reach
from portfolio.words import say
from tests.web.access.conftest import Browser
from tests.web.access.steps import sign_in, told

ADDRESS = "https://projects.example"
MINE = ("localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST")
ANOTHERS = (
    *("evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example"),
    *("localhost@evil.example", "evil.example/localhost", "[::1", "localhost:99999", "10.0.0.5:8501"),
)


@pytest.mark.usefixtures("bare_store")
def test_before_an_account_exists_only_this_machines_own_names_are_answered(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in MINE:
        assert browser().get("/late", headers={"host": host}).text == "within -", host
    for host in ANOTHERS:
        page = browser().get("/late", headers={"host": host})
        assert page.status_code == 421 and told(page) == say("zh", "error.host_unknown", host=host)
        for path in ("/media/x", "/_stcore/upload_file/a/b", "/auth/sign-in", "/auth/set-up"):
            part = browser().get(path, headers={"host": host, "accept": "*/*"})
            assert (part.status_code, part.text) == (421, "misdirected"), (host, path)
        with pytest.raises(WebSocketDisconnect), browser().websocket_connect("/", headers={"host": host}):
            pass
        assert browser().get("/health", headers={"host": host}).status_code == 200
    monkeypatch.setenv("PORTFOLIO_ADDRESS", ADDRESS)
    assert browser().get("/late", headers={"host": "projects.example"}).text == "within -"
    assert browser().get("/late", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.usefixtures("standing_store")
def test_with_accounts_a_name_matters_once_an_address_is_configured(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = {"host": "any.example", "accept": "text/html"}
    assert browser().get("/auth/sign-in", headers=by_name).status_code == 200
    monkeypatch.setenv("PORTFOLIO_ADDRESS", ADDRESS)
    assert browser().get("/auth/sign-in", headers=by_name).status_code == 421
    for host in ("projects.example", "127.0.0.1:8501"):
        assert browser().get("/auth/sign-in", headers={"host": host}).status_code == 200


ORIGINS = (
    (None, "localhost:8501", "", True),
    ("http://localhost:8501", "localhost:8501", "", True),
    ("http://localhost:3000", "localhost:8501", "", False),
    ("http://evil.example", "localhost:8501", "", False),
    ("null", "localhost:8501", "", False),
    ("https://projects.example", "projects.example", ADDRESS, True),
    ("https://projects.example", "127.0.0.1:8501", ADDRESS, True),
    ("http://projects.example", "127.0.0.1:8501", ADDRESS, False),
    ("https://evil.example", "127.0.0.1:8501", ADDRESS, False),
    ("https://projects.example", "127.0.0.1:8501", "", False),
)
"""Whose page asks, under which name, with which address configured, and whether it is one of ours."""


@pytest.mark.usefixtures("bare_store")
def test_sockets_and_forms_come_from_pages_of_ours(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the proxy keeps the reader's Host or sends its own, the configured address is ours."""
    asking = browser()
    for origin, host, address, opens in ORIGINS:
        monkeypatch.setenv("PORTFOLIO_ADDRESS", address)
        headers = {"host": host} | ({"origin": origin} if origin else {})
        try:
            with asking.websocket_connect("/_stcore/stream", headers=headers) as websocket:
                assert opens and websocket.receive_text() == "-"
        except WebSocketDisconnect as refused:
            assert not opens and refused.code == 1008, (origin, host)
        for method in ("POST", "PUT", "DELETE"):
            answer = asking.request(method, "/late", headers=headers)
            assert (answer.status_code == 200) is opens, (origin, host)
        assert asking.get("/late", headers=headers).status_code == 200


@pytest.mark.usefixtures("standing_store")
def test_by_tls_our_cookies_are_this_hosts_alone_and_every_cookie_is_for_tls_alone(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = browser()
    assert sign_in(plain, "li").headers["set-cookie"].startswith("portfolio_session=")
    assert "strict-transport-security" not in plain.get("/late").headers
    monkeypatch.setenv("PORTFOLIO_ADDRESS", ADDRESS)
    reader = browser(ADDRESS)
    answer = sign_in(reader, "li")
    given = answer.headers.get_list("set-cookie")
    assert given and all(one.startswith("__Host-portfolio_") and "Secure" in one for one in given)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert reader.get("/late").text.startswith("within ")
    token = reader.cookies["__Host-portfolio_session"]
    tossed = browser(ADDRESS)
    assert (
        tossed.get("/late", headers={"cookie": f"portfolio_session={token}; other=1"}).status_code == 303
    ), "a cookie that a neighbouring host may have set"
    told = {"cookie": f"portfolio_session=old; __Host-portfolio_session={token}"}
    assert tossed.get("/late", headers=told).text.startswith("within ")


@pytest.mark.parametrize(
    ("address", "origin", "host"),
    [
        ("https://projects.example", "https://projects.example", "projects.example"),
        ("https://Projects.Example:443/", "https://projects.example", "projects.example"),
        ("http://10.0.0.5:8501", "http://10.0.0.5:8501", "10.0.0.5:8501"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
        ("https://项目.example", "https://xn--i0yn92e.example", "xn--i0yn92e.example"),
        ("", "", ""),
    ],
)
def test_an_address_is_named_as_browsers_name_it(address: str, origin: str, host: str) -> None:
    assert reach.of_address(address) == reach.Reach(origin, host)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("projects.example", "address_unfit"),
        ("ftp://projects.example", "address_unfit"),
        ("https://", "address_unfit"),
        ("https://me:pw@projects.example", "address_unfit"),
        ("https://projects.example/?a=1", "address_unfit"),
        ("https://projects.example:99999", "address_unfit"),
        ("https://projects.example/portfolio", "base_path"),
    ],
)
def test_what_cannot_be_served_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str, code: str
) -> None:
    monkeypatch.setenv("PORTFOLIO_ADDRESS", address)
    with pytest.raises(PortfolioError, match=code):
        reach.reach()
    with pytest.raises(SystemExit) as ended:
        reach.settle()
    printed = capsys.readouterr().err.strip()
    assert ended.value.code == 2 and "Traceback" not in printed and len(printed) > 20


def test_streamlit_goes_by_the_configured_address(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = (
        *("browser.serverAddress", "browser.serverPort", "server.corsAllowedOrigins", "server.allowedHosts"),
        *("server.maxUploadSize", "server.xsrfCookieSameSite", "server.baseUrlPath"),
    )
    before = {option: (config.get_option(option), config.get_where_defined(option)) for option in changed}
    monkeypatch.setenv("PORTFOLIO_ADDRESS", ADDRESS)
    try:
        reach.settle()
        assert config.get_option("browser.serverAddress") == "projects.example"
        assert config.get_option("browser.serverPort") == 443
        assert config.get_option("server.corsAllowedOrigins") == [ADDRESS]
        assert "projects.example" in config.get_option("server.allowedHosts")
        assert config.get_option("server.maxUploadSize") == 20
        config.set_option("server.baseUrlPath", "portfolio")
        with pytest.raises(PortfolioError, match="base_path"):
            reach.tell_streamlit()
    finally:
        for option, (value, where) in before.items():
            config.set_option(option, value, where)
