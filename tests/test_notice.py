"""通报: a final month's paper opened again as Word would; its figures are the screen's."""

from __future__ import annotations

import builtins
import io
import re
from datetime import date, datetime
from typing import Any

import docx
import pytest

from portfolio import queries
from portfolio.exports import notice
from portfolio.exports.notice_facts import Asked
from portfolio.formats import rounded, ten_thousands
from portfolio.model import PortfolioError, View
from portfolio.store import Store

VIEW = View(as_of=date(2026, 10, 11), known_at=datetime(2026, 10, 12, 16))
FINAL = {"period_on": date(2026, 9, 30), "as_of": VIEW.as_of, "made_at": VIEW.known_at}


def asked(store: Store) -> Asked:
    """The paper of September of the sample, whose figures open their rows at an address of its own."""
    rows = queries.counties(store, VIEW).iter_rows(named=True)
    names = {row["county_code"]: row["name"] for row in rows}

    def link(page: str, **_: object) -> str:
        return f"https://tracker.example/{page}"

    return Asked(store, VIEW, FINAL, "zh", "咸宁市", names, link)


def test_the_paper_says_what_the_screen_does(sample_store: Store) -> None:
    """To the last fen in both tables; annexes add up; links lead to the rows; fonts are named with what stands in."""
    data = notice.made(asked(sample_store))
    paper = docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "关于咸宁市2026年1—9月政府投资项目进展情况的通报" in text
    assert "2026年10月12日定稿" in text and "（由印发单位填写" in text
    assert not re.search(r"(?<!\d)0[个项]", text), "no sentence of nothing"
    rows = {row["county_code"]: row for row in queries.steering(sample_store, VIEW, VIEW).to_dicts()}
    progress, payment, *annexes = paper.tables
    told = {row.cells[1].text: [cell.text for cell in row.cells] for row in progress.rows[1:]}
    names = asked(sample_store).counties
    for county, row in rows.items():
        name = "合计" if county == "*" else names[county]
        for place, column in ((3, "annual_plan_amount"), (4, "work_done_year_amount")):
            assert told[name][place] == shown(row[column]), (name, column)
    money = queries.funding_sum(sample_store, VIEW).filter(source="*", county_code="*").row(0, named=True)
    last = [cell.text for cell in payment.rows[-1].cells]
    columns = ("carried_over", "year_allocated", "received", "budget_paid")
    assert last[1:5] == [shown(money[f"{name}_amount"]) for name in columns]
    left = ("not_arrived", "unpaid", "aged_unpaid", "long_unpaid")
    assert last[6:10] == [shown(money[f"{name}_amount"]) for name in left]
    unpaid = next(one for one in annexes if "个月未支付" in one.rows[0].cells[6].text)
    assert [cell.text for cell in unpaid.rows[-1].cells][6:] == last[8:10], "the annex adds up to the table"
    links = {one.target_ref for one in paper.part.rels.values() if one.is_external}
    assert {"https://tracker.example/compare", "https://tracker.example/project"} <= links
    fonts = next(
        part for part in paper.part.package.iter_parts() if str(part.partname).endswith("fontTable.xml")
    )
    assert "仿宋_GB2312" in fonts.blob.decode() and 'w:altName w:val="仿宋"' in fonts.blob.decode()


def shown(amount: Any) -> str:
    return "—" if amount is None else f"{rounded(ten_thousands(amount), 2):,.2f}"


def test_without_what_writes_it_a_sentence_says_so(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("portfolio.exports.word"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(PortfolioError, match="notice_library"):
        notice.made(asked(sample_store))
