"""审核, 历史数据 and 批量开放月份: past years from one workbook, in one act; months of any age opened at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import queries
from portfolio.queries import reporting
from portfolio.store import Store
from tests.pages.asked import html
from tests.pages.played import play, sound, view


def test_history_and_old_months(folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """2012 and 2013 of one project: previewed, taken as accepted reports of those Decembers; 2021 opened whole."""
    asked = view(ledger)
    project = queries.project_state(ledger, asked).filter(kind="project").row(0, named=True)["project_id"]
    rows = f"项目编号,年度,累计完成投资（万元）\n{project},2012,1\n{project},2013,3\n"
    app = play(monkeypatch, folder, "review", "reviewer")
    (sent,) = [one for one in app.file_uploader if "history" in str(one.key)]
    before = ledger.version()
    sent.set_value([("往年.csv", rows.encode(), "text/csv")]).run()
    sound(app)
    assert "2 个月份，2 行" in html(app), html(app)[-3000:]
    for one in app.checkbox:
        if "history" in str(one.key):
            one.check().run()
    (confirm,) = [
        one for one in app.button if "history" in str(one.key) and str(one.key).endswith("_confirm")
    ]
    assert ledger.version() == before
    confirm.click().run()
    sound(app)
    assert ledger.version() == before + 5 and any("历史数据已取入" in one.value for one in app.success)
    app.date_input(key="several_from").set_value(date(2021, 1, 15))
    app.date_input(key="several_until").set_value(date(2021, 12, 1))
    app.text_input(key="several_why").input("补报2021年")
    app.button(key="several_do").click().run()
    sound(app)
    months = reporting.months(ledger, view(ledger)).filter(period_on=date(2021, 3, 31))
    assert months["state"].to_list() == ["reopened"]
    told = ledger.read(
        "SELECT work_done_amount FROM store.progress_entry WHERE period_on = DATE '2013-12-31'"
    )
    assert Decimal("30000.00") in told["work_done_amount"].to_list()
