"""A project enters, is renamed, split or merged: each an edition made from the one in force, told on 项目调整."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import library, queries
from portfolio.library import amending
from portfolio.library.amending import Act
from portfolio.library.succeeding import owed_figures, refuse_unfit
from portfolio.model import Decision, Event, PortfolioError, ProgressEntry, Submission, View
from portfolio.queries.change_list import change_list
from portfolio.store import Store
from tests.conftest import copy_library

AT, DAY, SEPTEMBER = datetime(2026, 10, 8, 9), date(2026, 11, 1), date(2026, 9, 30)
TOLD = {"document_number": "咸发改〔2026〕9号", "issuer": "咸宁市发展和改革委员会"}
NEW = {"name": "丙中学新建项目", "county_code": "421202", "service_area": "education", "category": "school"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_library(tmp_path_factory.mktemp("amending") / "data")


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The shipped library, in which 06-02 reported 300 万元 of work by September."""
    with closing(Store()) as made:
        library.take(made, library.read_folder(folder), datetime(2026, 1, 4, 9))
        entry = ProgressEntry(project_id="06-02", period_on=SEPTEMBER, work_done_amount="3000000.00")
        sent = made.append(
            Event(kind="report_submitted", actor="library", at=AT), [Submission(period_on=SEPTEMBER), entry]
        )
        decided = Event(kind="report_decided", actor="library", at=AT)
        made.append(decided, [Decision(submission_id=sent, verdict="accepted")])
        yield made


def take(store: Store, act: Act, day: date = DAY, document: str = str(TOLD["document_number"])) -> None:
    before = library.standing(store, day)
    amending.refuse_day(store, day, document)
    taken = amending.made(before, act, {**TOLD, "document_number": document}, "管理")
    refuse_unfit(store, taken.frames["project"], taken.openings, day, AT)
    assert library.take(store, taken, AT, day, why="市政府专题会议")


def view(day: date = DAY) -> View:
    return View(as_of=day, known_at=datetime.max)


def test_acts_of_one_document_and_day_stand_on_the_list_and_before_it_nothing_changed(store: Store) -> None:
    """238 rows: one enters (239), one is renamed under its number, two become one (238), under the next numbers."""
    standing = library.standing(store, DAY)
    number = amending.entered(
        standing, {**NEW, "planned_investment_amount": Decimal(12_000_000)}, None, date(2027, 6, 30)
    )
    take(store, number)
    take(
        store,
        amending.renamed(library.standing(store, DAY), "07-03", "改名后的项目", "2020-421202-47-01-123456"),
    )
    merged = amending.merged(library.standing(store, DAY), ["06-03", "06-04"], "两县合并的项目")
    take(store, merged)
    rows = change_list(store, view()).filter(effective_on=DAY)
    told = set(rows.select("project_id", "adjustment", "document_number", "body").iter_rows())
    document = (TOLD["document_number"], TOLD["issuer"])
    assert told == {
        (number.given[0], "entered", *document),
        ("07-03", "renamed", *document),
        (merged.given[0], "merged", *document),
    }
    assert number.given == ("02-09",) and merged.given[0].startswith("06-")
    now, then = (queries.project_state(store, view(day)) for day in (DAY, date(2026, 10, 31)))
    assert (now.height, then.height) == (238, 238)
    assert "改名后的项目" in now["name"].to_list() and "改名后的项目" not in then["name"].to_list()


def test_a_split_divides_what_was_reported(store: Store) -> None:
    """300 万元 of 06-02: 100 and 200; 100 and 100 is refused, and nothing is stored."""
    standing = library.standing(store, DAY)
    (figure,) = owed_figures(store, "06-02", DAY, AT.date())
    assert (figure["figure"], figure["amount"]) == ("work_done", 3_000_000)
    parts = [("甲段", None), ("乙段", Decimal(5_000_000))]

    def divided(second: int) -> Act:
        shares = [
            figure | {"amount": Decimal(amount), "part": part}
            for part, amount in enumerate((1_000_000, second))
        ]
        return amending.split(standing, "06-02", parts, shares)

    before = store.version()
    with pytest.raises(PortfolioError, match="opening_unfit"):
        take(store, divided(1_000_000))
    assert store.version() == before
    act = divided(2_000_000)
    take(store, act)
    amounts = queries.project_state(store, view()).filter(project_id=act.given[1]).row(0, named=True)
    assert (amounts["work_done_amount"], amounts["investment_amount"]) == (2_000_000, 5_000_000)


def test_what_cannot_be_is_refused_in_words(store: Store) -> None:
    standing = library.standing(store, DAY)
    for told, code in (
        ({"name": " "}, "amend_name"),
        ({"project_code": "2020-421202-47-01-12345"}, "national_code_form"),
    ):
        with pytest.raises(PortfolioError, match=code):
            amending.entered(standing, {**NEW, **told}, None, None)
    act = amending.entered(standing, NEW, None, None)
    take(store, act)
    with pytest.raises(PortfolioError, match="amend_stands"):
        amending.entered(library.standing(store, DAY), NEW, None, None)
    with pytest.raises(PortfolioError, match="amend_same_day"):
        take(store, act, document="另一文号")
    with pytest.raises(PortfolioError, match="amend_before_newer"):
        take(store, act, date(2026, 10, 1))
