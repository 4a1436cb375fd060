"""填报记录 is whole: every field of every entry, what was taken back, and each currency by itself."""

from __future__ import annotations

import re
import shutil
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import library, queries, words
from portfolio.day import day_of
from portfolio.model import (
    Entry,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    View,
    YearEndBaseEntry,
)
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.project import money, origins, records, year_plan
from portfolio.web.project.known import known
from portfolio.web.tables import Table
from tests import sample
from tests.conftest import close_opened, copy_library
from tests.pages.asked import every_tab, frame, html, run, told, unfold
from tests.pages.every_entry import FULL, INSTEAD, OF_WORK, SHOWN_AS, full

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 30)
PROJECT, INDICATOR = "06-02", "1"
OTHERS = tuple(
    f"09-{box}-{number:02}" for box, most in (("05", 15), ("06", 13)) for number in range(1, most + 1)
)
CLEARABLE = [(kind, name) for kind in Entry.__subclasses__() for name in sorted(kind.clearable)]


@pytest.fixture
def store(data_folder: Any) -> Iterator[Store]:
    """A store of the test's own, to write to."""
    opened = library.open_official(data_folder, sample.TAKEN_AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Of every kind a full entry, and of every field that can be taken back one on a project of its own; to be read."""
    opened = library.open_official(copy_library(tmp_path_factory.mktemp("reported")), sample.TAKEN_AT)
    whole = [made(kind, AUGUST, **FULL[kind.table]) for kind in Entry.__subclasses__()]
    sample.report(opened, AUGUST, [*whole, made(YearEndBaseEntry, AUGUST, **OF_WORK)])
    before = [made(kind, AUGUST, subject(kind, name), **full(kind, name)) for kind, name in CLEARABLE]
    sample.report(opened, AUGUST, before)
    sample.report(opened, SEPTEMBER, [taken_back(kind, name) for kind, name in CLEARABLE])
    yield opened
    opened.close()


def own_subject(kind: type[Entry]) -> str:
    """The project, or the indicator, that an entry of the kind is about."""
    return INDICATOR if kind.table == "indicator_entry" else PROJECT


def subject(kind: type[Entry], name: str) -> str:
    """The project, or the indicator, of which this field alone is taken back."""
    place = CLEARABLE.index((kind, name))
    return str(2 + place) if kind.table == "indicator_entry" else OTHERS[place]


def made(kind: type[Entry], period_on: date, about: str | None = None, **values: Any) -> Entry:
    """An entry of the kind with these values, in a cell of its month."""
    key = {"project_id": about or own_subject(kind), "period_on": period_on}
    return kind(**key, sheet="表", cell=f"C{period_on.month}", **values)


def taken_back(kind: type[Entry], name: str) -> Entry:
    """A later entry beside the full one that takes back this field."""
    keys = {key: full(kind, name)[key] for key in INSTEAD & set(full(kind, name))}
    kept = {key: value for key, value in keys.items() if not key.endswith("_precision")}
    return made(kind, SEPTEMBER, subject(kind, name), **kept, cleared=(name,))


def asked(store: Store, macro: str, kind: type[Entry], about: str | None = None) -> list[dict[str, Any]]:
    """The rows of history or figure_source about what `made` makes."""
    subject = about or own_subject(kind)
    view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
    rows = day_of(store, view).ask(f"FROM {macro}($project)", project=subject).to_dicts()
    return [row for row in rows if f"{row['kind']}_entry" == kind.table]


def shown(kind: type[Entry], name: str) -> str:
    return SHOWN_AS.get(kind.table, {}).get(name, name)


@pytest.mark.parametrize("kind", Entry.__subclasses__())
@pytest.mark.parametrize("macro", ["history", "figure_source"])
def test_every_field_of_every_entry_is_there(reported: Store, kind: type[Entry], macro: str) -> None:
    example = FULL[kind.table] | (OF_WORK if kind is YearEndBaseEntry else {})
    own = set(kind.model_fields) - set(Entry.model_fields) - {"word"}
    assert own - {"currency", "done_precision", "forecast_precision"} == set(example), (
        "the example states every field"
    )
    rows = asked(reported, macro, kind)
    assert {row["field"] for row in rows} == {shown(kind, name) for name in own - INSTEAD}
    assert not any(row["was_cleared"] for row in rows)
    assert all(words.knows(f"column.{row['field']}") for row in rows)
    assert {row["value"] for row in rows if row["field"] in ("due_on", "approved_on", "responsible")} <= {
        str(value) for value in example.values()
    }


@pytest.mark.parametrize("macro", ["history", "figure_source"])
def test_a_word_that_stands_in_the_place_of_a_day_is_there(store: Store, macro: str) -> None:
    said = made(MilestoneEntry, AUGUST, milestone="completion", word="on_schedule")
    sample.report(store, AUGUST, [said])
    rows = asked(store, macro, MilestoneEntry)
    assert [(row["field"], row["value"], row["cell"]) for row in rows] == [("word", "on_schedule", "C8")]
    assert records.stated(frame(store, "project"), rows[0]) == "按期"


@pytest.mark.parametrize(("kind", "name"), CLEARABLE)
def test_what_is_taken_back_stands_under_its_field(reported: Store, kind: type[Entry], name: str) -> None:
    about = subject(kind, name)
    found = [row for row in asked(reported, "history", kind, about) if row["was_cleared"]]
    assert [(row["field"], row["value"], row["cell"]) for row in found] == [(shown(kind, name), None, "C9")]
    sources = {row["field"]: row for row in asked(reported, "figure_source", kind, about)}
    source = sources.pop(shown(kind, name))
    assert (source["value"], source["was_cleared"], source["cell"]) == (None, True, "C9")
    others = set(full(kind, name)) - INSTEAD - {name}
    assert {row["cell"] for row in sources.values()} == ({"C8"} if others else set())


def test_an_unknown_figure_is_not_said_to_stand_where_it_once_stood(store: Store) -> None:
    sample.report(store, AUGUST, [made(ProgressEntry, AUGUST, work_done_amount=Decimal(100))])
    sample.report(store, SEPTEMBER, [made(ProgressEntry, SEPTEMBER, cleared=("work_done_amount",))])
    page = frame(store, "project")
    found = known(page, PROJECT)
    assert found is not None
    assert found.row["work_done_amount"] is None
    source = origins.figure(page, found, "progress", ["work_done_amount"])
    assert "2026年9月月报" in source
    assert source.endswith("C9清空，改为未知")
    english = frame(store, "project", lang="en")
    assert origins.figure(english, found, "progress", ["work_done_amount"]).startswith("Taken back")


def test_a_plan_in_force_names_the_report_that_told_it(store: Store) -> None:
    """August told 100, September 60: the cut has no document, so August's cell is named, and 60 is a proposal."""
    for month, amount in ((AUGUST, 100), (SEPTEMBER, 60)):
        sample.report(store, month, [made(PlanEntry, month, year=2026, planned_amount=Decimal(amount))])
    page = frame(store, "project")
    found = known(page, PROJECT)
    assert found is not None and found.row["annual_plan_amount"] == 100
    told = year_plan.meaning(page, found)
    assert told.startswith("原报计划（无文号）：") and "2026年8月月报" in told and "2026年9月月报" not in told
    assert "拟报计划" in told and told.endswith("未下达")


def test_a_total_investment_without_a_document_does_not_borrow_an_older_ones(store: Store) -> None:
    for month, values in (
        (AUGUST, {"basis": "feasibility", "document_number": "样1号"}),
        (SEPTEMBER, {"basis": "preliminary"}),
    ):
        sample.report(store, month, [made(InvestmentEntry, month, amount=Decimal(5), **values)])
    sources = {row["field"]: row["value"] for row in asked(store, "figure_source", InvestmentEntry)}
    assert sources == {"investment_amount": "5.00", "basis": "preliminary"}


def in_two_currencies(store: Store) -> None:
    """Report one source in yuan, and a month later in dollars."""
    for month, currency, paid in ((AUGUST, "CNY", 50_000_000), (SEPTEMBER, "USD", 30_000_000)):
        entry = made(FundingEntry, month, source="foreign_loan", currency=currency, paid_amount=Decimal(paid))
        sample.report(store, month, [entry])


def test_one_source_in_two_currencies_keeps_two_origins(store: Store) -> None:
    in_two_currencies(store)
    page = frame(store, "project")
    found = known(page, PROJECT)
    assert found is not None
    rows = {row["currency"]: row for row in queries.funding_rows(store, found.view).iter_rows(named=True)}
    yuan, dollars = (money._funding_origin(page, found, rows[currency], {}) for currency in ("CNY", "USD"))
    assert "表 C8" in yuan
    assert "表 C9" not in yuan
    assert "表 C9" in dollars
    assert "表 C8" not in dollars


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_dollars_are_never_called_yuan(
    monkeypatch: pytest.MonkeyPatch, store: Store, data_folder: Any, language: str
) -> None:
    in_two_currencies(store)
    cleared = made(ObstacleEntry, AUGUST, obstacle="1", what="cleared")
    due = made(MilestoneEntry, AUGUST, milestone="tender", due_on=date(2026, 6, 30), due_precision="half")
    plan = made(PlanEntry, AUGUST, year=2026, planned_amount=Decimal(1), reason="land")
    sample.report(store, AUGUST, [cleared, due, plan])
    store.close()
    page = run(monkeypatch, data_folder, "project", project=PROJECT, tab="reports", lang=language)
    history = html(page)[html(page).index('id="history"') :]
    assert words.say(language, "project.amount", amount="5,000.00") in history  # type: ignore[arg-type]
    assert words.say(language, "project.amount", amount="3,000.00") not in history  # type: ignore[arg-type]
    name = {"zh": "美元", "en": "USD"}[language]
    dollars = words.say(language, "project.amount_foreign", amount="3,000.00", currency=name)  # type: ignore[arg-type]
    assert dollars in history
    assert f" · {name} · " in history
    assert ">cleared<" in history, "a text that reads like a mark is a text"
    assert ">land<" in history, "a plan's reason is a text, even one that reads like a code"
    assert words.say(language, "project.cleared") not in history  # type: ignore[arg-type]
    assert {"zh": "2026年上半年", "en": "H1 2026"}[language] in history
    assert name in told(page)


@pytest.fixture(scope="module")
def filled_folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder full of reports, one of them of an obstacle; to be read."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(sample_folder, folder)
    store = library.open_official(folder, sample.TAKEN_AT)
    obstacle = ObstacleEntry(project_id=PROJECT, period_on=SEPTEMBER, obstacle="1", what="样例")
    sample.report(store, SEPTEMBER, [obstacle])
    store.close()
    yield folder
    close_opened(folder)


@pytest.mark.parametrize("project_id", [PROJECT, "03-02", "06-00"])
def test_every_table_on_the_page_has_its_download(
    monkeypatch: pytest.MonkeyPatch, filled_folder: Path, project_id: str
) -> None:
    seen: list[Table] = []
    taken: list[tuple[Table, str]] = []
    monkeypatch.setattr(tables, "show", lambda _, table, **_more: seen.append(table))
    monkeypatch.setattr(tables, "download", lambda _, table, title: taken.append((table, title)))
    every_tab(monkeypatch)
    run(monkeypatch, filled_folder, "project", project=project_id)
    assert seen
    assert [id(table) for table in seen] == [id(table) for table, _ in taken]
    assert len({title for _, title in taken}) == len(taken), "each file has a name of its own"


def test_older_values_are_folded_away_and_all_are_taken_away(
    monkeypatch: pytest.MonkeyPatch, store: Store, data_folder: Any
) -> None:
    months = [date(2026, month, monthrange(2026, month)[1]) for month in range(1, 11)]
    for month in months:
        sample.report(store, month, [made(FundingEntry, month, **FULL["funding_entry"])])
    every = len(asked(store, "history", FundingEntry))
    store.close()
    taken: list[Table] = []
    monkeypatch.setattr(tables, "download", lambda _, table, __: taken.append(table))
    page = run(monkeypatch, data_folder, "project", project=PROJECT, tab="reports")
    assert history_lines(page) == records.NEWEST < every
    unfold(page)
    assert history_lines(page) == every
    assert words.say("zh", "table.shown_part", shown=records.NEWEST, all=every) in told(page)
    assert words.say("zh", "table.row_count", all=every - records.NEWEST) in told(page)
    whole = next(table.whole for table in taken if table.whole)
    assert whole is not None and whole().rows.height == every


def history_lines(page: AppTest) -> int:
    """The lines of the tables under 填报记录, headings left out."""
    drawn = html(page)[html(page).index('id="history"') :]
    drawn = drawn.split('<div class="doubts">')[0]
    return sum(body.count("<tr") for body in re.findall("<tbody>.*?</tbody>", drawn, re.DOTALL))
