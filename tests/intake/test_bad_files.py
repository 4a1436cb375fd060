"""Bad files by the thousand: none raises, each is told of where it is bad, nothing of them is stored."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.intake import Context, check, marked, read, reading_of, sentence
from portfolio.store import Store
from tests.intake.bad_texts import BAD_AMOUNTS, BAD_DAYS
from tests.intake.mutations import Made, faults, faults_of, made, one_of_each

FEW, COUNT = 500, 10_000
AT_ONCE = 500
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


KINDS = {"截断", "损坏", "覆盖", "随机", "目录", "缺件", "改动", "错格"}


def test_five_hundred_bad_files() -> None:
    assert {made(number).name.split(".")[0] for number in range(FEW)} == KINDS
    found = faults_of(range(FEW))
    assert not found, "\n".join(found[:20])


def test_every_bad_text_and_every_change_of_one() -> None:
    found = [fault for place, bad in enumerate(one_of_each()) for fault in faults(f"bad text {place}", bad)]
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
def test_ten_thousand_bad_files() -> None:
    batches = [range(start, start + AT_ONCE) for start in range(0, COUNT, AT_ONCE)]
    # a fork would inherit the engine's threads asleep
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=spawned) as workers:
        found = [fault for faults in workers.map(faults_of, batches) for fault in faults]
    assert not found, "\n".join(found[:20])


def test_a_file_is_the_same_whoever_makes_it() -> None:
    assert [made(number) for number in range(64)] == [made(number) for number in range(64)]
    assert len({made(number).data for number in range(1_000)}) > 900


def test_nothing_is_stored_of_them_and_the_lights_are_asked_all_the_same(
    ledger: Store, october: Context
) -> None:
    version = ledger.version()
    texts = [text for text in (*BAD_AMOUNTS, *BAD_DAYS) if len(text) < 1_000]
    chance = Random(7)
    for text in chance.sample(texts, 5):
        table = pl.DataFrame({"project_id": ["06-01", "06-02"], "work_done_amount": [text, "5"]})
        checked = check(reading_of({"progress": table}), october)
        assert {problem.cell for problem in checked.errors} >= {"C1"}, text
        assert checked.entries["progress_entry"]["project_id"].to_list() == ["06-02"]
        assert not checked.sendable
    assert ledger.version() == version


def test_marked_workbooks_of_bad_files_open(october: Context) -> None:
    for number in range(0, 160, 8):
        bad: Made = made(number)
        reading = read(bad.data, bad.name)
        problems = check(reading, october, judge=False).problems
        back = read(marked(bad.data, bad.name, reading, problems, "zh"), "标注.xlsx")
        assert back.form == "xlsx" or [one.code for one in back.problems] == ["no_sheet"]


@SLOWLY
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]),
)
def test_any_bytes(october: Context, content: bytes, head: bytes) -> None:
    checked = check(read(head + content, "任意.xlsx"), october, judge=False)
    assert checked.errors
    assert all(sentence(problem, "zh") and sentence(problem, "en") for problem in checked.problems)


@SLOWLY
@given(
    st.sampled_from(
        [
            ("progress", "work_done_amount"),
            ("progress", "physical_share"),
            ("milestones", "done_on"),
            ("milestones", "milestone"),
            ("obstacles", "what"),
            ("plan", "year"),
        ]
    ),
    st.text(max_size=40),
    st.text(max_size=20),
)
def test_any_text_in_any_cell_and_any_project(
    october: Context, where: tuple[str, str], text: str, project: str
) -> None:
    code, column = where
    keys = {
        "milestones": {"milestone": "开工"},
        "obstacles": {"obstacle": "1"},
        "plan": {"year": "2026"},
    }.get(code, {})
    rows = {"project_id": [project, "06-01"]} | {key: [value, value] for key, value in keys.items()}
    rows[column] = [text, text]
    checked = check(
        reading_of({code: pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String))}), october, judge=False
    )
    assert all(sentence(problem, "zh") and sentence(problem, "en") for problem in checked.problems)
    for problem in checked.problems:
        assert problem.cell or problem.code == "nothing_stated"
    for frame in checked.entries.values():
        assert set(frame["project_id"]) <= {"06-01", "06-02", "06-03"}
