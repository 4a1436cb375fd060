"""资金来源, 取入财政数据: a ledger with heads of its own is asked about, previewed and taken once; by the city alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import queries
from portfolio.queries import treasury
from portfolio.store import Store
from tests.pages.asked import html
from tests.pages.played import play, sound, view


def test_a_ledger_is_asked_about_previewed_and_taken(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unit and source are chosen, 30 yuan paid since the start stand; another project's row is left."""
    asked = view(ledger)
    project = queries.project_state(ledger, asked).filter(kind="project").row(0, named=True)
    rows = (
        f"{project['project_id']},{project['name']},维护资金,2026-02-10,30\nX9,某公路,维护资金,2026-02-11,5\n"
    )
    head = "项目代码,项目名称,资金性质,支付日期,支付金额\n"
    app = play(monkeypatch, folder, "funding", "reviewer", tab="taking")
    before = ledger.version()
    app.file_uploader[0].set_value([("国库.csv", (head + rows).encode(), "text/csv")]).run()
    sound(app)
    for kind, answer in (("unit_支付金额", "1"), ("source_维护资金", "city")):
        (asking,) = [one for one in app.selectbox if str(one.key).endswith(kind)]
        assert not [one for one in app.button if str(one.key).endswith("_confirm")]
        asking.select(answer).run()
        sound(app)
    (whole,) = [one for one in app.checkbox if str(one.key).endswith("_whole")]
    assert "没有起始日以前的累计数" in " ".join(one.value for one in app.warning)
    whole.check().run()
    assert ("明细 1 行" in html(app), ledger.version()) == (True, before)
    for one in app.checkbox:
        if str(one.key).endswith("_sure"):
            one.check().run()
    (confirm,) = [one for one in app.button if str(one.key).endswith("_confirm")]
    confirm.click().run()
    sound(app)
    told = treasury.told_by_day(ledger, view(ledger)).filter(project_id=project["project_id"], source="city")
    assert told.select("told_on", "paid_amount").row(-1) == (date(2026, 2, 10), Decimal("30.00"))
    assert "某公路" not in str(treasury.ledger_lines(ledger, view(ledger))["project_id"].to_list())


@pytest.mark.usefixtures("ledger")
def test_a_countys_reviewer_takes_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = play(monkeypatch, folder, "funding", "reviewer.990002", tab="taking")
    assert not list(app.file_uploader)
