"""The pages say of a project that a month was sent only later, and that its year's start is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import library
from portfolio.model import PlanEntry, ProgressEntry
from tests import sample
from tests.pages.asked import html, run

PROJECT, AUGUST, OCTOBER = "06-02", date(2026, 8, 31), date(2026, 10, 31)


@pytest.mark.parametrize(("language", "later", "base"), [
    ("zh", "未报（后月已报）：2026年9月月报没有报", "缺年初数：开始填报以前的上年12月没有月报"),
    ("en", "Not reported (a later month was): there is no report for", "start unknown: last December was before"),
])  # fmt: skip
def test_a_project_says_what_of_its_reports_is_missing(
    monkeypatch: pytest.MonkeyPatch, data_folder: Path, language: str, later: str, base: str
) -> None:
    store = library.open_official(data_folder, sample.TAKEN_AT)
    for month in (AUGUST, OCTOBER):
        work = ProgressEntry(project_id=PROJECT, period_on=month, work_done_amount=Decimal(500))
        plan = PlanEntry(project_id=PROJECT, period_on=month, year=2026, planned_amount=Decimal(60))
        sample.report(store, month, [work, plan])
    store.close()
    asked = {"project": PROJECT, "tab": "progress", "lang": language, "asof": "2026-11-05"}
    page = html(run(monkeypatch, data_folder, "project", **asked))
    assert later in page and base in page
