"""What is appended of a checked report."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.model import Record


def submission(
    checked: Checked,
    context: Context,
    file_name: str | None,
    file_sha256: str | None,
    said: Mapping[str, str],
) -> tuple[list[Record], dict[str, pl.DataFrame]]:
    """The records (Submission, a Remark a warning and correction) and the entries by table, for Store.append.

    `said` holds the owner's word by Problem.key. Raises ValueError while an error is left, a warning has no word, or
    nothing is stated.
    """
    raise NotImplementedError
