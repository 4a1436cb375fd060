"""管理, 批量设置: units, accounts and assignments of one workbook take effect in one event, passwords are shown once."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from portfolio import passwords
from portfolio.intake import people_template
from portfolio.queries import people
from portfolio.store import Store
from portfolio.words import say
from tests.web.access.test_admin import one, told
from tests.web.access.test_permissions import opened, session_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filled(store: Store, *, county: str = "崇阳县") -> bytes:
    """The template with a unit, its owner, a leader, and two projects handed to the unit."""
    book = openpyxl.load_workbook(BytesIO(people_template(store, "zh")))
    units, accounts, duties = (book[name] for name in ("填报单位", "账号", "项目分工"))
    units.append(["崇阳县卫健局", county, "吴凡", "0715-3312345", "沈岚", "是"])
    accounts.append(["wufan", "吴凡", "项目单位填报人", "崇阳县卫健局"])
    accounts.append(["shen", "沈岚", "领导"])
    for row in duties.iter_rows(min_row=3):
        if row[0].value in ("06-01", "06-03"):
            row[3].value = "崇阳县卫健局"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_takes_effect_at_once_and_hands_out_passwords(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """06-01 was U2's and goes over to the new unit; 06-02 stays; what was made opens with its password."""
    session_of(store, "wang", monkeypatch)
    page = opened("admin")
    before, data = store.version(), filled(store)
    one(page.file_uploader, "people_file").set_value(("单位.xlsx", data, XLSX)).run()
    assert not page.exception
    seen = told(page)
    assert "吴凡（wufan）" in seen and store.version() == before, "nothing is stored before it is confirmed"
    one(page.button, "people_confirm").click().run()
    assert not page.exception and store.version() == before + 1
    row = store.read("SELECT actor, kind FROM store.event ORDER BY event_id DESC LIMIT 1").row(0)
    assert row == ("wang", "people_listed")
    (code,) = [code for code, name in people.active_units(store).items() if name == "崇阳县卫健局"]
    assert people.unit_projects(store, code)["project_id"].to_list() == ["06-01", "06-03"]
    assert people.unit_projects(store, "U2")["project_id"].to_list() == ["06-02"]
    contact = people.contacts(store).row(0, named=True)
    assert (contact["person"], contact["telephone"], contact["leader"]) == ("吴凡", "0715-3312345", "沈岚")
    shown = page.session_state["admin_people_once"]
    assert [line[2] for line in shown] == ["wufan", "shen"]
    for _, _, login, once in shown:
        made = people.account(store, login)
        assert made is not None and passwords.is_right(once, made.password_hash)
        assert once in told(page)
    one(page.button, "people_put_away").click().run()
    assert shown[0][3] not in told(page) and "admin_people_once" not in page.session_state
    one(page.file_uploader, "people_file").set_value(("单位.xlsx", data, XLSX)).run()
    assert say("zh", "people.same") in [info.value for info in page.info], "the same again changes nothing"


def test_errors_stop_the_whole_workbook(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    session_of(store, "wang", monkeypatch)
    page = opened("admin")
    before = store.version()
    sent = ("单位.xlsx", filled(store, county="武昌区"), XLSX)
    one(page.file_uploader, "people_file").set_value(sent).run()
    assert "武昌区" in told(page) and store.version() == before
    assert not [button for button in page.button if "people_confirm" in str(button.key)]
