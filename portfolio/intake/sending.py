"""What is appended of a checked report."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.intake.mending import MENDS
from portfolio.model import Problem, Record, Remark, Submission


def submission(
    checked: Checked,
    context: Context,
    file_name: str | None,
    file_sha256: str | None,
    said: Mapping[str, str],
    *,
    on_behalf: bool = False,
) -> tuple[list[Record], dict[str, pl.DataFrame]]:
    """The records (Submission, a Remark a question, warning and correction) and the entries by table, for Store.append.

    `said` holds the owner's word by Problem.key; `on_behalf`: the bureau sends it for the unit. Raises ValueError while
    an error is left, a question or a warning has no word, or nothing is stated.
    """
    if checked.errors or checked.more:
        raise ValueError("errors are left")
    if not checked.sendable:
        raise ValueError("nothing is stated")
    open_ones = (*checked.questions, *checked.warnings)
    silent = [problem.key for problem in open_ones if not said.get(problem.key, "").strip()]
    if silent:
        raise ValueError(f"no word on {', '.join(silent)}")
    sent = Submission(
        period_on=context.period_on,
        unit_code=context.unit_code,
        file_name=file_name,
        file_sha256=file_sha256,
        on_behalf=True if on_behalf else None,
    )
    warned = [
        Remark(
            kind="correction" if warning.code == MENDS else "warning",
            code=_column(warning) if warning.code == MENDS else warning.code,
            project_id=warning.project_id,
            sheet=warning.sheet,
            cell=warning.cell,
            value=warning.value,
            said=said[warning.key].strip(),
        )
        for warning in open_ones
    ]
    corrected = [
        Remark(kind="correction", code=row.pop("column"), **row)
        for row in checked.corrections.iter_rows(named=True)
    ]
    return [sent, *warned, *corrected], dict(checked.entries)


def _column(warning: Problem) -> str:
    """The column of the figure that is mended."""
    return dict(warning.facts)["column"].rpartition(".")[2]
