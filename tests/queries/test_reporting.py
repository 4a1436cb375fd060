"""Lists of reports: what each says of a report follows from that report, not from what happened to be recorded since."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from portfolio.model import Event, ProgressEntry, Submission, Threshold, View
from portfolio.queries import reporting
from portfolio.store import Store

VIEW = View(as_of=date(2026, 11, 25), known_at=datetime(2027, 1, 1))
OCTOBER = date(2026, 10, 31)


def test_a_report_is_late_by_the_rule_of_the_day_on_which_it_came(own_copy: Path) -> None:
    """Ten days until 4 December, forty from then on: late on 28 November, in time on 8 December, whatever comes after."""
    store = Store(own_copy)
    longer = Threshold(name="report_close_days", value=Decimal(40), effective_on=date(2026, 12, 5))
    store.append(Event(kind="threshold_set", actor="operator", at=datetime(2026, 11, 25, 9)), [longer])
    numbers = [
        store.append(
            Event(kind="report_submitted", actor="unit", at=at),
            [Submission(period_on=OCTOBER), ProgressEntry(project_id="06-01", period_on=OCTOBER)],
        )
        for at in (datetime(2026, 11, 28, 9), datetime(2026, 12, 8, 9))
    ]
    for _ in range(2):
        late = dict(reporting.reports(store, VIEW).select("submission_id", "sent_late").iter_rows())
        assert [late[number] for number in numbers] == [True, False]
        store.append(Event(kind="backup_made", actor="operator", at=datetime(2026, 12, 24, 9)))
    store.close()
