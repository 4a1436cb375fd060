"""`portfolio accounts …`: for an operator while the app is stopped; refusals in one sentence, no password in sight."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio import library, passwords, security_log
from portfolio.cli import main
from portfolio.model import Account, Event
from portfolio.queries import people
from portfolio.words import say
from tests.conftest import TAKEN_AT, copy_library

PASSWORD = "maple-river-4217"


def run(folder: Path, *words: str, said: str = "") -> Result:
    return CliRunner().invoke(
        main, ["accounts", *words, "--data", str(folder)], input=said, env={"PORTFOLIO_LANGUAGE": "zh"}
    )


def held(folder: Path, login: str) -> Account | None:
    with closing(library.open_official(folder, TAKEN_AT)) as store:
        return people.account(store, login)


def peopled(folder: Path) -> Path:
    """The folder, whose only account is now an administrator's."""
    made = run(
        folder,
        "add",
        "Wang",
        "--name",
        "王敏",
        "--role",
        "administrator",
        "--password-stdin",
        said=PASSWORD + "\n",
    )
    assert (made.exit_code, made.output) == (0, say("zh", "cli.account_added", login="wang") + "\n")
    return folder


@pytest.fixture(scope="module")
def standing_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose only account is an administrator's, for the tests that are refused."""
    made = copy_library(tmp_path_factory.mktemp("refused"))
    library.open_official(made, TAKEN_AT).close()
    return peopled(made)


@pytest.fixture
def folder(standing_folder: Path, tmp_path: Path) -> Path:
    """The same, of the test's own."""
    return shutil.copytree(standing_folder, tmp_path / "data")


def test_a_password_is_read_from_stdin_or_typed_twice(folder: Path) -> None:
    found = held(folder, "wang")
    assert found and found.role == "administrator" and passwords.is_right(PASSWORD, found.password_hash)
    typed = run(folder, "reset-password", "wang", said="river-maple-4217\nriver-maple-4217\n")
    assert typed.exit_code == 0 and "river-maple-4217" not in typed.output
    found = held(folder, "wang")
    assert found and passwords.is_right("river-maple-4217", found.password_hash)


def test_a_one_time_password_is_made_where_none_is_given(folder: Path) -> None:
    made = run(folder, "add", "li", "--name", "李", said="\n")
    once = made.output.strip().splitlines()[-1]
    found = held(folder, "li")
    assert found and found.role == "leader" and passwords.is_once(found.password_hash)
    told = next(word for word in once.replace("：", " ").replace("（", " ").split() if word.count("-") == 3)
    assert passwords.is_right(told, found.password_hash)


def test_the_list_names_everybody_and_no_hash(folder: Path) -> None:
    run(folder, "add", "li", "--name", "李", "--role", "reviewer", "--county", "421202", said="\n")
    listed = run(folder, "list")
    assert listed.exit_code == 0 and "argon2" not in listed.output
    assert "wang\t王敏\t系统管理员\t\t\t\t在用" in listed.output and "421202" in listed.output
    assert say("zh", "cli.accounts", count=2) in listed.output


def test_an_account_is_changed_field_by_field(folder: Path) -> None:
    run(folder, "add", "li", "--name", "李", "--role", "reviewer", "--county", "421202", said="\n")
    assert run(folder, "change", "li", "--county", "", "--subject", "s-1").exit_code == 0
    found = held(folder, "li")
    assert found and (found.county_code, found.subject, found.role, found.active) == (
        None,
        "s-1",
        "reviewer",
        True,
    )
    assert run(folder, "change", "li", "--inactive").exit_code == 0
    found = held(folder, "li")
    assert found and not found.active and found.subject == "s-1"
    with closing(library.open_official(folder, TAKEN_AT)) as store:
        with_factor = found.model_copy(update={"factor_secret": "sealed", "recovery_hashes": ("one", "two")})
        store.append(Event(kind="account_changed", actor="operator", at=TAKEN_AT), [with_factor])
        assert people.account(store, "li") == with_factor
    reset = run(folder, "reset-factor", "li")
    assert (reset.exit_code, held(folder, "li")) == (0, found)
    assert say("zh", "cli.factor_reset", login="li") in reset.output
    logged = (folder / security_log.FILE).read_text(encoding="utf-8").splitlines()
    newest = [json.loads(line) for line in logged[-3:]]
    assert [line["kind"] for line in newest] == ["account_changed", "account_changed", "second_factor_reset"]
    assert newest[1]["active"] == "True > False" and newest[1]["by"] == "operator"


@pytest.mark.parametrize(
    ("words", "said", "code", "facts"),
    [
        (["add", "wang", "--role", "leader"], "\n", "account_held", {"login": "wang"}),
        (["add", "王", "--role", "leader"], "\n", "login_unfit", {"login": "王"}),
        (["add", "operator"], "\n", "login_unfit", {"login": "operator"}),
        (["add", "li", "--role", "owner"], "\n", "unit_unknown", {"unit": ""}),
        (["add", "li", "--role", "owner", "--unit", "U9"], "\n", "unit_unknown", {"unit": "U9"}),
        (["add", "li", "--role", "reviewer", "--county", "9"], "\n", "county_unknown", {"county": "9"}),
        (["add", "li", "--password-stdin"], "short\n", "password_length", {"shortest": 15}),
        (["change", "nobody", "--inactive"], "", "account_unknown", {"login": "nobody"}),
        (["change", "wang", "--inactive"], "", "last_administrator", {}),
        (["change", "wang", "--role", "leader"], "", "last_administrator", {}),
        (["reset-password", "wang"], "one-thing-1\nanother-2\n", "passwords_differ", {}),
        (["reset-password", "nobody"], "\n", "account_unknown", {"login": "nobody"}),
    ],
)
def test_a_refusal_is_one_sentence(
    standing_folder: Path, words: list[str], said: str, code: str, facts: dict[str, object]
) -> None:
    refused = run(standing_folder, *words, said=said)
    assert refused.exit_code == 2
    assert refused.output.strip().splitlines()[-1] == say("zh", f"error.{code}", **facts)
    assert "Traceback" not in refused.output


def test_the_first_account_is_an_administrators(data_folder: Path) -> None:
    library.open_official(data_folder, TAKEN_AT).close()
    refused = run(data_folder, "add", "li", "--role", "leader", said="\n")
    assert refused.exit_code == 2 and say("zh", "error.last_administrator") in refused.output


def test_a_password_is_no_argument(standing_folder: Path) -> None:
    refused = run(standing_folder, "add", "li", "--password", PASSWORD)
    assert refused.exit_code == 2 and held(standing_folder, "li") is None
