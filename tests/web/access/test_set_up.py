"""The first administrator: made once, by whoever has the printed address; until then all may look and nobody write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portfolio import accounts, clock
from portfolio.model import PortfolioError
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import announcing
from portfolio.web.access.keeping import KEPT
from portfolio.words import say
from tests.web.access.conftest import PASSWORD, Browser
from tests.web.access.steps import hidden, is_in, sign_in, told

FORM = {"login": "Wang", "name": "王敏", "password": PASSWORD, "again": PASSWORD}


def address() -> str:
    return "/auth/set-up?token=" + announcing.set_up_address().split("token=")[1]


@pytest.mark.usefixtures("bare_store")
def test_before_the_first_account_all_may_look(browser: Browser) -> None:
    assert browser().get("/late").text == "within -"
    assert browser().get("/auth/sign-in").headers["location"] == "/"
    with browser().websocket_connect("/_stcore/stream") as websocket:
        assert websocket.receive_text() == "-"
    assert browser().get("/_stcore/metrics").status_code == 403


def test_the_console_is_told_the_address_once_it_is_needed(
    bare_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    announcing.announce()
    assert f"/auth/set-up?token={KEPT.set_up_token}" in capsys.readouterr().out
    accounts.set_up(bare_store, "wang", "王敏", PASSWORD, clock.now())
    announcing.announce()
    assert capsys.readouterr().out == ""


def test_the_printed_address_makes_the_administrator_who_is_signed_in(
    bare_store: Store, browser: Browser
) -> None:
    reader = browser()
    page = reader.get(address())
    answer = reader.post("/auth/set-up", data={**hidden(page), **FORM})
    assert answer.headers["location"] == "/admin" and is_in(reader)
    made = people.account(bare_store, "wang")
    assert made and (made.role, made.name, made.active) == ("administrator", "王敏", True)
    assert made.password_hash and PASSWORD not in made.password_hash
    assert not is_in(browser()), "from now on everybody signs in"
    assert sign_in(browser(), "WANG").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "token"])
def test_without_the_address_nothing_is_set_up(bare_store: Store, browser: Browser, token: str) -> None:
    page = browser().get("/auth/set-up", params={"token": token})
    assert told(page) == say("zh", "error.set_up_token")
    posted = browser().post("/auth/set-up", data={**FORM, "token": token})
    assert told(posted) == say("zh", "error.set_up_token")
    assert not people.any_account(bare_store)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"password": "short", "again": "short"}, "password_length"),
        ({"password": "qwerty1234567890", "again": "qwerty1234567890"}, "password_common"),
        ({"password": "wang-xianning-2026", "again": "wang-xianning-2026"}, "password_weak"),
        ({"again": "another-one-1"}, "passwords_differ"),
        ({"login": "王"}, "login_unfit"),
        ({"login": "operator"}, "login_unfit"),
        ({"name": " "}, "name_missing"),
    ],
)
def test_what_will_not_do_is_said_and_the_rest_kept(
    bare_store: Store, browser: Browser, said: dict[str, str], code: str
) -> None:
    reader = browser()
    form = {**FORM, **said}
    answer = reader.post("/auth/set-up", data={**hidden(reader.get(address())), **form})
    expected = say("zh", f"error.{code}", login=form["login"].lower(), shortest=15, own=10)
    assert answer.status_code == 400 and told(answer) == expected
    assert form["password"] not in answer.text.replace(form["login"], "")
    assert not people.any_account(bare_store)


def test_of_two_at_once_one_is_made(bare_store: Store, browser: Browser) -> None:
    readers = [browser(), browser()]
    forms = [
        {**hidden(reader.get(address())), **FORM, "login": name}
        for reader, name in zip(readers, ("a1", "b2"), strict=True)
    ]
    with ThreadPoolExecutor(2) as at_once:
        answers = list(
            at_once.map(
                lambda pair: pair[0].post("/auth/set-up", data=pair[1]), zip(readers, forms, strict=True)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 400]
    late = next(answer for answer in answers if answer.status_code == 400)
    assert told(late) == say("zh", "error.set_up_done")
    assert people.accounts(bare_store).height == 1


def test_the_address_is_worth_nothing_afterwards(store: Store, browser: Browser) -> None:
    assert told(browser().get(address())) == say("zh", "error.set_up_done")
    with pytest.raises(PortfolioError, match="set_up_done"):
        accounts.set_up(store, "wang", "王", PASSWORD, clock.now())
