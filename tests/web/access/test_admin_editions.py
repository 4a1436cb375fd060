"""管理, 项目库版次: the library in the data folder is taken from a day on, each differing day chosen on the page."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import library, queries
from portfolio.model import View
from portfolio.store import Store
from portfolio.words import say
from tests import libraries
from tests.web.access.test_admin import one, press, told
from tests.web.access.test_permissions import opened, session_of

PROJECT, DUE_ON, MOVED_TO = "07-03", date(2025, 12, 31), date(2027, 12, 31)
DAY = date(2026, 12, 31)
"""A day to come: nothing changes before it."""


@pytest.fixture
def page(store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """管理, opened by the administrator, with a library in the data folder that states another day."""
    libraries.restated(store.path.parent, PROJECT, MOVED_TO)
    session_of(store, "wang", monkeypatch)
    found = opened("admin")
    one(found.date_input, "edition_day").set_value(DAY).run()
    return found


def choose(page: AppTest, store: Store, **chosen: str) -> None:
    """Choose so about the only day that differs, agree and press the button."""
    days = library.restated_days(store, library.read_folder(store.path.parent), DAY)
    name = f"admin_edition_days_{days.hash_rows().sum()}_0"
    assert days.height == 1 and name in page.session_state
    page.session_state[name] = {"edited_rows": {0: chosen}, "added_rows": [], "deleted_rows": []}
    one(page.checkbox, "edition_sure").check().run()
    page.session_state[name] = {"edited_rows": {0: chosen}, "added_rows": [], "deleted_rows": []}
    press(page, "edition_take")


def due(store: Store, as_of: date) -> tuple[object, ...]:
    view = View(as_of=as_of, known_at=datetime.max, projects=(PROJECT,))
    row = queries.milestones(store, view).row(0, named=True)
    return tuple(row[name] for name in ("original_due_on", "due_on", "forecast_on", "slip_days"))


def test_a_day_is_approved_on_the_page(page: AppTest, store: Store) -> None:
    assert say("zh", "admin.edition_days", count=1) in [one.value for one in page.caption]
    choose(page, store, treatment="approved", approval="示政发〔2026〕3号", approved_body="示例市人民政府")
    assert "2026年12月31日" in told(page)
    assert due(store, date(2026, 12, 30)) == (DUE_ON, DUE_ON, None, 0), "it counts from its day on"
    assert due(store, DAY) == (DUE_ON, MOVED_TO, None, 730)
    row = store.read("SELECT actor, kind FROM store.event ORDER BY event_id DESC LIMIT 1").row(0)
    assert row == ("wang", "edition_taken")


def test_what_is_left_as_it_is_is_an_update(page: AppTest, store: Store) -> None:
    one(page.checkbox, "edition_sure").check().run()
    press(page, "edition_take")
    assert due(store, DAY) == (DUE_ON, DUE_ON, MOVED_TO, 0)


def test_an_approval_without_its_body_changes_nothing(page: AppTest, store: Store) -> None:
    before = store.version()
    choose(page, store, treatment="approved", approval="示政发〔2026〕3号")
    facts = {"file": say("zh", "admin.edition_take"), "row": 1, "project": PROJECT, "day": MOVED_TO}
    assert say("zh", "error.days_document_missing", **facts) in told(page)
    assert store.version() == before
