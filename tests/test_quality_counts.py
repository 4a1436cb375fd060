"""数据质量 counts what is expected, month by month; tests/test_two_reckonings.py holds it against plain Python."""

from __future__ import annotations

from datetime import date, timedelta

from tests.reckoning.builders import a_project, a_view, morning, story
from tests.reckoning.counts import of_months
from tests.reckoning.replaying import replayed
from tests.reckoning.reported import milestone, work


def test_a_month_skipped_stays_skipped_and_a_late_one_says_so() -> None:
    told = story(a_project("01-01"), a_project("01-02"))
    told.report(date(2025, 3, 31), work(date(2025, 3, 31), 10), work(date(2025, 3, 31), 10, project="01-02"))
    number = told.submit(date(2025, 4, 30), work(date(2025, 4, 30), 20), at=morning(date(2025, 5, 11)))
    told.decide(number, "accepted", morning(date(2025, 5, 12)))
    told.report(date(2025, 5, 31), work(date(2025, 5, 31), 30), work(date(2025, 5, 31), 30, project="01-02"))
    store, view = replayed(told.ledger()), a_view(date(2025, 6, 20))
    months = of_months(store, view)
    assert months["*", date(2025, 3, 31)] == (2, 2, 0, 0)
    assert months["*", date(2025, 4, 30)] == (2, 1, 1, 0)
    assert months["*", date(2025, 5, 31)] == (2, 2, 0, 0)


def test_nothing_is_expected_before_the_library_was_taken_nor_after_the_end() -> None:
    told = story(a_project("01-01"), a_project("01-02"))  # taken on 2024-09-01
    march, june = date(2025, 3, 31), date(2025, 6, 30)
    told.report(
        march, milestone(march, "completion", done_on=march - timedelta(days=3), done_precision="day")
    )
    told.change("suspended", june, "01-02").report(june, work(june, 5, project="01-02"), work(june, 5))
    store, view = replayed(told.ledger()), a_view(date(2025, 8, 20))
    months = of_months(store, view)
    assert months["*", date(2024, 6, 30)] == (0, 0, 0, 0)
    assert months["*", date(2024, 7, 31)][0] == 2, "asked for until 10 September, when the library had come"
    assert months["*", date(2025, 1, 31)][0] == 0, "one with February, which is owed"
    assert months["*", date(2024, 12, 31)][0] == 2, "asked for until February closes, on 10 March"
    assert months["*", date(2025, 2, 28)][0] == 1, "asked for until 10 April: one was completed in March"
    assert months["*", date(2025, 3, 31)][0] == 1, "completed in March: nobody asks for March in April"
    assert months["*", date(2025, 6, 30)] == (0, 0, 0, 2), "a report that nobody expected stands apart"
