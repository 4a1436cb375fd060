"""更正 of an accepted month needs a reason that is kept, wherever it is written; 竣工 needs its day and a document."""

from __future__ import annotations

import polars as pl
import pytest

from portfolio.intake import Checked, Context, check, context, reading_of, submission
from portfolio.model import Remark
from portfolio.store import Store
from tests.intake.conftest import SEPTEMBER, VIEW

MEND, DAY, PROOF = "mends_accepted", "completed_no_day", "completed_unproved"
ONE = {"project_id": "06-01"}
BOND = {"source": "special_bond"}
ENDED = {"milestone": "completion", "done_on": "2026-09-20"}


@pytest.fixture(scope="module")
def september(ledger: Store) -> Context:
    """U1's September, which was accepted already: 06-01 with everything, 06-02 with its stage."""
    return context(ledger, VIEW, SEPTEMBER, "U1")


def checked(of: Context, **sheets: dict[str, str]) -> Checked:
    return check(
        reading_of({code: pl.DataFrame([ONE | row]) for code, row in sheets.items()}), of, judge=False
    )


def told(found: Checked) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in found.problems]


def test_changing_what_was_accepted_of_the_month_asks_for_a_reason(
    september: Context, october: Context
) -> None:
    """3,000 done and 30 % are accepted of September, of October nothing is; the same again changes nothing."""
    changed = checked(september, progress={"work_done_amount": "3100", "physical_share": "30"})
    assert told(changed) == [(MEND, "C1")] and changed.mended["new"].to_list() == ["31000000.00"]
    for sheet, row in (
        ("funding", BOND | {"paid_amount": "2100"}),
        ("status", {"stage": "preparation"}),
        ("milestones", {"milestone": "completion", "due_on": "2027年7月"}),
        ("plan", {"year": "2026", "planned_amount": "6500"}),
        ("obstacles", {"obstacle": "1", "what": "另一问题"}),
    ):
        assert [code for code, _ in told(checked(september, **{sheet: row}))] == [MEND], sheet
    assert MEND not in dict(told(checked(october, progress={"work_done_amount": "3100"})))
    assert not told(checked(september, progress={"in_statistics_amount": "100"})), "told for the first time"


@pytest.mark.parametrize(
    "row",
    [{"work_done_amount": "3100"}, {"in_statistics_amount": "100"}],
    ids=["of what was accepted", "of what needs none"],
)
def test_what_is_written_as_a_reason_is_kept(september: Context, row: dict[str, str]) -> None:
    found = checked(september, progress=row | {"correction": "发票重复计入"})
    assert not told(found)
    kept = [one for one in submission(found, september, None, None, {})[0] if isinstance(one, Remark)]
    assert [(one.kind, one.said) for one in kept] == [("correction", "发票重复计入")]
    found = checked(september, progress={"work_done_amount": "3100"})
    (remark,) = submission(found, september, None, None, {found.warnings[0].key: "计量"})[0][1:]
    assert isinstance(remark, Remark)
    assert (remark.kind, remark.code, remark.cell) == ("correction", "work_done_amount", "C1")


def test_completed_needs_its_day_and_a_document(october: Context) -> None:
    assert dict(told(checked(october, status={"stage": "completed"}))) == {DAY: "D1"}
    proved = {"amount": "10000", "basis": "final_account", "document_number": "示建验〔2026〕1号"}
    assert DAY not in dict(told(checked(october, status={"stage": "completed"} | proved, milestones=ENDED)))
    both = dict(told(checked(october, status={"stage": "completed"}, milestones=ENDED)))
    assert both.get(PROOF) == "D1" and DAY not in both
    assert PROOF not in dict(told(checked(october, status={"stage": "completed"} | proved, milestones=ENDED)))
