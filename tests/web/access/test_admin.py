"""管理: what an administrator does there becomes an event of theirs; what will not do is said and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import clock, library, passwords
from portfolio.codes import Language
from portfolio.model import Assignment, Event
from portfolio.queries import people
from portfolio.store import Store
from portfolio.words import LANGUAGES, say
from tests.libraries import newer
from tests.web.access.test_permissions import opened, session_of
from tests.web.seen import pieces


@pytest.fixture
def page(store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """管理, opened by the administrator."""
    session_of(store, "wang", monkeypatch)
    return opened("admin")


def one(widgets: Any, key: str) -> Any:
    """The widget whose key begins with `key`, whichever round it is."""
    return next(widget for widget in widgets if str(widget.key).startswith(f"admin_{key}"))


def press(page: AppTest, label: str) -> None:
    """Presses the button that says so, of which there is one that may be pressed."""
    next(button for button in page.button if button.label == say("zh", f"admin.{label}")).click().run()
    assert not page.exception


def told(page: AppTest) -> str:
    return "\n".join(pieces(page))


def test_units_and_assignments(page: AppTest, store: Store) -> None:
    one(page.text_input, "unit_code").set_value("U3")
    one(page.text_input, "unit_name").set_value("<b>丙局</b> *x*")
    press(page, "unit_add_button")
    assert people.active_units(store)["U3"] == "<b>丙局</b> *x*"
    assert "<b>丙局" not in "".join(element.proto.body for element in page.get("html")), "a name is text"
    before = store.version()
    one(page.selectbox, "assigned_unit").set_value("U3").run()
    press(page, "assign_button")
    assert say("zh", "error.assignment_empty") in told(page) and store.version() == before
    names = one(page.multiselect, "picked").options
    assert any("通山县城区老旧小区" in name and "06-06" in name for name in names), "found by name"
    one(page.multiselect, "picked").set_value(["06-03", "06-04"]).run()
    press(page, "assign_button")
    assert people.unit_projects(store, "U3")["project_id"].to_list() == ["06-03", "06-04"]
    row = store.read("SELECT actor, kind FROM store.event ORDER BY event_id DESC LIMIT 1").row(0)
    assert row == ("wang", "assignment_changed")


def test_a_project_that_a_unit_has_is_handed_over_or_shared_and_those_without_are_offered(
    page: AppTest, store: Store
) -> None:
    """U1 has its projects by name: U2 takes one over since ten days, then both report it; what nobody has is one click."""
    given = [Assignment(unit_code="U1", project_id="06-03"), Assignment(unit_code="U1", project_id="06-04")]
    store.append(Event(kind="assignment_changed", actor="library", at=clock.now()), given)
    page.run()
    day = clock.today() - timedelta(days=10)
    one(page.multiselect, "picked").set_value(["06-03"]).run()
    one(page.selectbox, "assigned_unit").set_value("U2").run()
    assert "所选项目中已有单位负责" in page.warning[0].value
    one(page.date_input, "assigned_since").set_value(day)
    press(page, "assign_button")
    units = store.read("FROM answering_since(9223372036854775807) WHERE project_id IN ('06-03', '06-04')")
    told_of = {(row["project_id"], row["unit_code"]): row["since_on"] for row in units.to_dicts()}
    assert set(told_of) == {("06-03", "U2"), ("06-04", "U1")} and told_of["06-03", "U2"] == day
    one(page.multiselect, "picked").set_value(["06-04"]).run()
    one(page.selectbox, "assigned_unit").set_value("U2").run()
    one(page.radio, "course").set_value("both").run()
    press(page, "assign_button")
    assert "06-04" in people.unit_projects(store, "U1")["project_id"].to_list()
    assert "06-04" in people.unit_projects(store, "U2")["project_id"].to_list()
    left = people.without_unit(store)["project_id"].to_list()
    next(button for button in page.button if "pick_unassigned" in str(button.key)).click().run()
    assert one(page.multiselect, "picked").value == left


def test_a_new_owner_gets_a_password_to_be_used_once(page: AppTest, store: Store) -> None:
    one(page.text_input, "login").set_value("Wu")
    one(page.text_input, "name_add").set_value("吴")
    press(page, "account_add_button")
    assert say("zh", "error.unit_unknown", unit="") in told(page) and people.account(store, "wu") is None
    one(page.selectbox, "unit_add").set_value("U1")
    press(page, "account_add_button")
    made = people.account(store, "wu")
    assert made and made.unit_code == "U1" and passwords.is_once(made.password_hash)
    assert "argon2" not in told(page) and say("zh", "admin.by_once") in told(page)


def test_the_last_administrator_stays(page: AppTest, store: Store) -> None:
    one(page.selectbox, "account").set_value("wang").run()
    one(page.checkbox, "active_wang").set_value(False)
    page.button(
        key=next(str(b.key) for b in page.button if "account_change_wang" in str(b.key))
    ).click().run()
    assert say("zh", "error.last_administrator") in told(page)
    held = people.account(store, "wang")
    assert held and held.active


def test_a_rule_holds_from_its_day_on(page: AppTest, store: Store) -> None:
    day = clock.today() + timedelta(days=7)
    one(page.selectbox, "rule").set_value("pacing_yellow_share").run()
    one(page.number_input, "value_pacing").set_value(40)
    press(page, "rule_button")
    name = say("zh", "error.rule_unfit", name="比序时进度慢（黄灯）", value=40)
    assert name in told(page)
    one(page.number_input, "value_pacing").set_value(20)
    one(page.date_input, "from_pacing").set_value(day)
    press(page, "rule_button")
    newest = people.rules_set(store).row(0, named=True)
    assert (newest["name"], newest["value"], newest["effective_on"]) == (
        "pacing_yellow_share",
        Decimal("0.20"),
        day,
    )
    assert say("zh", "admin.rule_later") in told(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_library_beside_that_was_never_taken_is_told_until_it_is(
    page: AppTest, store: Store, language: Language
) -> None:
    folder = store.path.parent
    said = say(language, "admin.edition_untaken")

    def infos() -> list[str]:
        page.query_params["lang"] = language
        return [info.value for info in page.run().info]

    assert said not in infos()
    newer(folder)
    assert infos().count(said) == 1
    before = store.version()
    assert library.take(store, library.read_folder(folder), clock.now()) == before + 1
    assert said not in infos()


def test_settings_and_a_backup(page: AppTest, store: Store) -> None:
    one(page.radio, "value_accept").set_value("yes")
    page.button(key=next(str(b.key) for b in page.button if "setting_accept" in str(b.key))).click().run()
    assert people.settings(store) == {"accept_clean_at_once": "yes"}
    press(page, "backup_button")
    made = list((store.path.parent / "backups").glob("official-*.zip"))
    assert len(made) == 1 and made[0].name in told(page)
    assert store.broken_link() is None
