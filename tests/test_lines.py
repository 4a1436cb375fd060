"""Plans kept on a line: for other filters, other days and after more has happened they answer as a new plan would."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import library
from portfolio.model import View
from portfolio.queries.asking import FILTERS
from portfolio.store import Store, lines
from portfolio.store.answers import Answers
from portfolio.store.lines import FILTERED, PLANS, Line, Lines
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
MACROS = (
    "unsourced",
    "funding_sum",
    "pace",
    "county_delay",
    "late_milestone",
    "source_naming",
    "completeness",
    "comparison",
)
CHANGES: tuple[dict[str, object], ...] = (
    {},
    {"counties": ("421202",)},
    {"counties": ("421281", "421202")},
    {"counties": ()},
    {"projects": ("no such project",)},
    {"projects": ("06-01",)},
    {"search": "zzz"},
    {"search": "'; DROP TABLE snapshot; --"},
    {"search": "改造", "sources": ("special_bond",)},
    {"scope": ("421222",), "states": ("red", "yellow")},
    {"as_of": date(2026, 3, 31)},
)
"""Views in which the first that uses a plan finds nothing, or little, and the next finds much."""


def asked_of(store: Store, macro: str, view: View) -> pl.DataFrame:
    return store.ask(f"FROM {macro}($snapshot, {FILTERS}) ORDER BY ALL", view)


@pytest.fixture
def unkept(sample_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own, full of reports, that keeps no answers: every question is put to the engine."""
    shutil.copytree(sample_folder, tmp_path / "data")
    store = library.open_official(tmp_path / "data", sample.TAKEN_AT)
    store._answers = Answers(room=0)
    yield store
    store.close()


def fresh(store: Store, macro: str, view: View) -> pl.DataFrame:
    """The same, asked on a line that keeps neither plans nor what the filters let through."""
    kept, store._lines = store._lines, Lines(store._engine, planning=False)
    try:
        return asked_of(store, macro, view)
    finally:
        store._lines.close()
        store._lines = kept


@pytest.mark.parametrize("macro", MACROS)
def test_a_kept_plan_answers_as_a_new_one(unkept: Store, macro: str) -> None:
    views = [VIEW.model_copy(update=changed) for changed in CHANGES]
    told = [asked_of(unkept, macro, view) for view in views + views[::-1]]
    anew = [fresh(unkept, macro, view) for view in views]
    for view, answer, expected in zip(views + views[::-1], told, anew + anew[::-1], strict=True):
        assert answer.equals(expected), view
    assert len({answer.height for answer in told}) > 2


def test_what_the_filters_let_through_is_worked_out_once_a_view(
    unkept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unkept._answers = Answers()
    worked_out: list[object] = []
    answer = Line.answer

    def counted(line: Line, question: str, parameters: Mapping[str, object]) -> pl.DataFrame:
        if question == FILTERED:
            worked_out.append(parameters["counties"])
        return answer(line, question, parameters)

    monkeypatch.setattr(Line, "answer", counted)
    for county in ("421202", "421221", "421202"):
        view = VIEW.model_copy(update={"counties": (county,)})
        for macro in ("state_count", "pace", "coverage"):
            asked_of(unkept, macro, view)
    assert worked_out == [["421202"], ["421221"]]


def test_one_plan_does_for_filters_that_are_set_and_that_are_not(unkept: Store) -> None:
    asked_of(unkept, "pace", VIEW)
    (line,) = unkept._lines._idle
    plans = len(line._plans)
    for change in ({"counties": ("421202",)}, {"areas": ("education",)}, {"states": ("red",), "search": "a"}):
        asked_of(unkept, "pace", VIEW.model_copy(update=change))
    questions = [text for text in line._plans if "pace" in text]
    assert len(questions) == 1, (
        "what the filters let through is planned for each choice, the question itself once"
    )
    assert len(line._plans) == plans + 3
    asked_of(unkept, "pace", VIEW.model_copy(update={"sources": ("special_bond",)}))
    assert len([text for text in line._plans if "pace" in text]) == 2


def test_a_line_changes_no_table_for_any_parameter(unkept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    # the engine makes each plan that is older than such a change anew whenever it is used
    put: list[str] = []

    class Telling:
        def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
            self.cursor = cursor

        def execute(self, statement: str, *given: object) -> duckdb.DuckDBPyConnection:
            put.append(" ".join(statement.split()[:2]))
            return self.cursor.execute(statement, *given)

    asked_of(unkept, "pace", VIEW)
    (line,) = unkept._lines._idle
    monkeypatch.setattr(line, "cursor", Telling(line.cursor))
    project = unkept.ask("SELECT $project AS told, $snapshot AS snapshot", VIEW, project="06-01")
    assert project["told"].to_list() == ["06-01"]
    listed = unkept.ask("SELECT $never_asked AS told, $snapshot AS snapshot", VIEW, never_asked=["a", "b"])
    assert listed["told"].to_list() == [["a", "b"]]
    asked_of(unkept, "pace", VIEW.model_copy(update={"search": "改造 \"'"}))
    assert {"UPDATE temp.told", "EXECUTE plan_1"} <= set(put)
    assert not [statement for statement in put if statement.split()[0] in {"CREATE", "ALTER", "DROP"}]


def test_of_several_days_each_has_its_own_rows(unkept: Store) -> None:
    days = (date(2026, 3, 31), sample.AS_OF)
    view = VIEW.model_copy(update={"states": ("red",)})
    question = (
        "SELECT as_of, project_id FROM {} p JOIN snapshot s USING (snapshot_id) WHERE as_of = {} ORDER BY ALL"
    )
    by_day = {}
    for day in days:
        of_one = question.format(f"selected($snapshot, {FILTERS})", f"DATE '{day}'")
        by_day[day] = unkept.ask(of_one, view.model_copy(update={"as_of": day}))
        of_many = question.format(f"selected_days($snapshots, {FILTERS})", f"DATE '{day}'")
        assert unkept.ask(of_many, view, days=days).equals(by_day[day]), day
        first = question.format(f"selected(list_min($snapshots), {FILTERS})", f"DATE '{days[0]}'")
        assert unkept.ask(first, view, days=days).equals(by_day[days[0]])
    assert by_day[days[0]].height != by_day[days[1]].height


def test_a_line_filled_many_times_is_cleared_and_answers_as_before(
    unkept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "TELLINGS", 3)
    views = [VIEW.model_copy(update=changed) for changed in CHANGES]
    first = [asked_of(unkept, "source_naming", view) for view in views]
    for _ in range(3):
        for view, answer in zip(views, first, strict=True):
            assert asked_of(unkept, "source_naming", view).equals(answer)


def test_what_happens_later_is_in_the_answer(unkept: Store) -> None:
    later = VIEW.model_copy(update={"known_at": datetime(2027, 1, 1), "counties": ("421221",)})
    before = asked_of(unkept, "late_milestone", later)
    sample.report(unkept, date(2026, 10, 31), list(sample.late_example()))
    after = asked_of(unkept, "late_milestone", later)
    assert not after.equals(before)
    assert after.equals(fresh(unkept, "late_milestone", later))


def test_a_line_that_met_an_error_is_not_used_again(unkept: Store) -> None:
    asked_of(unkept, "state_count", VIEW)
    with pytest.raises(duckdb.Error):
        unkept.ask(f"FROM no_such_macro($snapshot, {FILTERS})", VIEW)
    assert asked_of(unkept, "state_count", VIEW).height


@pytest.mark.parametrize("planning", [True, False])
def test_an_error_far_down_an_answer_is_the_engines(unkept: Store, planning: bool) -> None:
    unkept._lines.close()
    unkept._lines = Lines(unkept._engine, planning)
    question = "SELECT CASE WHEN i = 500000 THEN error('far down') ELSE i END AS i, $snapshot AS s FROM range(900000) t(i)"
    with pytest.raises(duckdb.Error, match="far down"):
        unkept.ask(question, VIEW)
    assert asked_of(unkept, "state_count", VIEW).height


def test_plans_make_room(unkept: Store) -> None:
    for number in range(PLANS + 20):
        unkept.ask(
            f"SELECT count(*) AS counted, $number AS number FROM selected($snapshot, {FILTERS})",
            VIEW,
            number=number,
        )
    assert all(len(line._plans) <= PLANS for line in unkept._lines._idle)
    again = unkept.ask(
        f"SELECT count(*) AS counted, $number AS number FROM selected($snapshot, {FILTERS})", VIEW, number=0
    )
    assert again["number"].item() == 0 and again["counted"].item() > 200


def test_readers_with_other_filters_do_not_get_each_others_answers(unkept: Store) -> None:
    counties = ("421202", "421221", "421222", "421223", "421224", "421281")
    views = [VIEW.model_copy(update={"counties": (county,)}) for county in counties]
    right = [asked_of(unkept, "state_count", view) for view in views]
    wrong: list[str] = []

    def read(place: int) -> None:
        for turn in range(20):
            at = (place + turn) % len(views)
            if not asked_of(unkept, "state_count", views[at]).equals(right[at]):
                wrong.append(counties[at])

    readers = [threading.Thread(target=read, args=(place,)) for place in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert not wrong


def test_a_parameter_of_another_kind_is_refused(unkept: Store) -> None:
    with pytest.raises(TypeError, match=r"\$share cannot be float"):
        unkept.ask("SELECT $share AS share, $snapshot AS snapshot", VIEW, share=0.5)


@pytest.mark.parametrize("planning", [True, False])
def test_days_and_moments_are_told_with_and_without_plans(unkept: Store, planning: bool) -> None:
    unkept._lines.close()
    unkept._lines = Lines(unkept._engine, planning)
    days = (date(2026, 3, 31), sample.AS_OF)
    told = unkept.ask(
        "SELECT as_of, $moment::TIMESTAMP AS moment FROM snapshot WHERE is_one_of($snapshots, snapshot_id) ORDER BY 1",
        VIEW,
        days=days,
        moment=datetime(2026, 5, 4, 3, 2, 1),
    )
    assert told["as_of"].to_list() == list(days)
    assert told["moment"].to_list() == [datetime(2026, 5, 4, 3, 2, 1)] * 2
