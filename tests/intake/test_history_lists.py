"""History in one workbook: read however it is written, taken in one act, and later months counted from it."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from portfolio import intake, queries
from portfolio.intake import HistoryFile
from portfolio.model import (
    Account,
    Decision,
    Event,
    PortfolioError,
    ProgressEntry,
    Reader,
    Submission,
    TakenFile,
    View,
)
from portfolio.store import Store
from tests.intake.producers import Cell, Page, by_openpyxl, by_xlsxwriter
from tests.reckoning.builders import a_project, story
from tests.reckoning.replaying import replayed

AT = datetime(2026, 11, 2, 9)
VIEW = View(as_of=date(2026, 11, 20), known_at=datetime(2026, 12, 1))
CITY = Reader(login="city", name="市", role="reviewer")
HEADS = (
    ("项目编号", "项目名称", "年度", "资金来源", "累计完成投资", "累计到位资金", "累计支付资金"),
    ("项目代码", "名称", "年份", "资金性质", "完成投资", "到位", "支付"),
    ("编号", "项目", "截至", "来源", "累计完成", "资金到位", "资金支付"),
)
PERIODS = ("2024", "2024年", "2024年12月", "2024-12", "2024-12-31", "number", "cell")


def period(how: str, year: int) -> Any:
    if how == "number":
        return year
    if how == "cell":
        return Cell(datetime(year, 12, 31), 'yyyy"年"m"月"')
    return how.replace("2024", str(year))


def page(heads: int, unit: str, how: str, extra: str) -> Page:
    """Two years of a project: 100 and 300 万元 done, 80 received and 50 paid of the county's money in the second."""
    yuan = {"万元": Decimal(1), "元": Decimal(10_000), "亿元": Decimal("0.0001")}[unit]
    head = [*HEADS[heads][:4], *(f"{one}（{unit}）" for one in HEADS[heads][4:])]

    def of(amount: int | None) -> Any:
        told = None if amount is None else amount * yuan
        return (
            f"{told:,}" if extra == "text" and told is not None else (None if told is None else float(told))
        )

    rows: list[list[Any]] = [["往年完成情况"], head]
    rows += [["01-01", None, period(how, 2024), None, of(100), None, None]]
    rows += [["01-01", None, period(how, 2025), None, of(300), None, None]]
    rows += [["01-01", None, period(how, 2025), "县级财政资金", None, of(80), of(50)]]
    if extra == "total":
        rows.append(["合计", None, None, None, of(400), of(80), of(50)])
    return Page("往年", rows)


def small_library() -> Store:
    """A ledger that knows a library of one project."""
    return replayed(story(a_project()).ledger())


@pytest.fixture(scope="module")
def store() -> Store:
    return small_library()


def read(found: Store, one: Page, producer: int = 0) -> HistoryFile:
    write = (by_xlsxwriter, by_openpyxl)[producer]
    return intake.read_history(write([one]), "往年.xlsx", found, VIEW)


def told(file: HistoryFile) -> list[tuple[object, ...]]:
    return [
        (
            one.period_on,
            *(getattr(one, name, None) for name in ("work_done_amount", "received_amount", "paid_amount")),
        )
        for month in file.months
        for one in month
    ]


YUAN = Decimal(10_000)
RIGHT = [
    (date(2024, 12, 31), 100 * YUAN, None, None),
    (date(2025, 12, 31), 300 * YUAN, None, None),
    (date(2025, 12, 31), None, 80 * YUAN, 50 * YUAN),
]


def test_every_way_of_writing_history_is_read_alike(store: Store) -> None:
    ways = list(itertools.product(range(3), ("万元", "元", "亿元"), PERIODS))[::2]
    wrong = []
    for number, way in enumerate(ways):
        file = read(store, page(*way, ("none", "text", "total")[number % 3]), number % 2)
        if told(file) != RIGHT:
            wrong.append((way, number, file.problems, file.questions, told(file)))
    assert (len(ways) >= 20, wrong) == (True, [])


@pytest.mark.parametrize(
    ("row", "place", "value", "code", "cell"),
    [
        (2, 0, "99-99", "history_project_unknown", "A3"),
        (2, 2, 2026, "history_period", "C3"),
        (2, 2, "近期", "date_unreadable", "C3"),
        (4, 3, None, "key_missing", "D5"),
        (3, 2, "2024", "row_twice", "C4"),
        (2, 4, "一百", "number_unreadable", "E3"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(
    store: Store, row: int, place: int, value: object, code: str, cell: str
) -> None:
    bad = page(0, "万元", "2024", "none")
    bad.rows[row][place] = value
    assert (code, cell) in [(one.code, one.cell) for one in read(store, bad).errors]


def test_the_template_is_read_back_empty(store: Store) -> None:
    blank = intake.history_template(store, VIEW, 2021, "zh")
    file = intake.read_history(blank, "模板.xlsx", store, VIEW)
    assert [one.code for one in file.problems] == ["history_empty"]


def test_history_is_taken_in_one_act_and_later_months_count_from_it() -> None:
    """August 2026 reports 450 done: this year's work is unknown until December 2025 says 300: 150 then.

    One act: one event with its receipt, and a report a month accepted with it; a county's reviewer may not.
    """
    ledger = small_library()
    august = ProgressEntry(project_id="01-01", period_on=date(2026, 8, 31), work_done_amount=450 * YUAN)
    report = ledger.append(
        Event(kind="report_submitted", actor="operator", at=AT),
        [Submission(period_on=date(2026, 8, 31)), august],
    )
    ledger.append(
        Event(kind="report_decided", actor="operator", at=AT),
        [Decision(submission_id=report, verdict="accepted")],
    )

    def of_year() -> Decimal | None:
        rows = queries.project_state(ledger, VIEW).filter(project_id="01-01")
        amount: Decimal | None = rows["work_done_year_amount"][0]
        return amount

    before = of_year()
    file = read(ledger, page(0, "万元", "2024", "none"))
    chief = Account(login="chief", name="管理", role="administrator")
    ledger.append(Event(kind="account_changed", actor="operator", at=AT), [chief])
    for login, county in (("city", None), ("county", "421221")):
        account = Account(login=login, name=login, role="reviewer", county_code=county)
        ledger.append(Event(kind="account_changed", actor="operator", at=AT), [account])
    head = [TakenFile(file_name="往年.xlsx", file_sha256="0" * 64)]
    of_county = Reader(login="county", name="县", role="reviewer", county_code="421221", scope=("421221",))
    version = ledger.version()
    with pytest.raises(PortfolioError, match="not_allowed"):
        ledger.append_each(
            [(Event(kind="history_taken", actor="county", at=AT), head, file.months)], of_county
        )
    assert ledger.version() == version
    number = ledger.append_each([(Event(kind="history_taken", actor="city", at=AT), head, file.months)], CITY)
    assert (number, ledger.version(), ledger.broken_link()) == (version + 1, version + 5, None)
    assert (before, of_year()) == (None, 150 * YUAN)
    again = read(ledger, page(0, "万元", "2024", "none"))
    assert (again.months, again.same, again.problems) == ((), 4, ())
    other = page(0, "万元", "2024", "none")
    other.rows[3][4] = 310
    assert [(one.code, one.cell) for one in read(ledger, other).errors] == [("history_differs", "E4")]
