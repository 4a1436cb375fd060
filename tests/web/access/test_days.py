"""The days on which the calendar turns: which month is closed, which is reported, and that no page breaks."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from portfolio import clock, queries
from portfolio.formats import date_text
from portfolio.model import View
from portfolio.store import Store
from portfolio.words import say
from tests.web.access.test_permissions import opened, session_of
from tests.web.seen import text, unfolded

DAYS = {
    "a month's last day": (date(2026, 11, 30), "2026-10-31", "2026-11"),
    "the 1st": (date(2026, 12, 1), "2026-10-31", "2026-11"),
    "the closing day": (date(2026, 12, 10), "2026-10-31", "2026-11"),
    "the day after": (date(2026, 12, 11), "2026-11-30", "2026-12"),
    "31 December": (date(2026, 12, 31), "2026-11-30", "2026-12"),
    "1 January": (date(2027, 1, 1), "2026-11-30", "2026-12"),
    "29 February": (date(2028, 2, 29), "2027-12-31", "2028-02"),
}
"""The bureau's day, the last month whose reports have closed by then, and the month that an owner is offered first.

Reports close ten days after the month's end, January's with February's; a month counts from its last day on.
"""


@pytest.mark.parametrize("name", DAYS)
def test_the_calendar_turns(standing_store: Store, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    day, closed, offered = DAYS[name]
    clock.set_to(datetime.combine(day, time(10)))
    view = View(as_of=day, known_at=clock.end_of_today())
    last_closed: date = queries.calendar(standing_store, view)["last_closed_on"].item()
    assert last_closed.isoformat() == closed
    session_of(standing_store, "sun", monkeypatch)
    report = opened("report")
    assert report.selectbox(key="filter_month").value == offered
    assert say("zh", "report.first") in [header.value for header in report.header]
    opened("followup")
    session_of(standing_store, "li", monkeypatch)
    overview = opened("overview")
    assert date_text(day, "day", "zh") in text(unfolded(overview, "menu_when"))
