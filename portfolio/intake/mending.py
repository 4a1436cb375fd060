"""更正: what a report changes of its very month where that month was accepted before; each change has its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault, gathered, word
from portfolio.intake.field_places import field_of
from portfolio.intake.typed import TEXT, Typed

MENDS = "mends_accepted"
"""The problem that asks for the reason, where the sheet has no column for it or the column is blank."""
FIELD = ("project_id", "sheet", "part", "column")
"""What names a field in `Checked.changes`."""


def accepted_fields(stated: pl.DataFrame) -> pl.DataFrame:
    """One row a field (as FIELD) of the rows of `month_stated`."""
    found = []
    for row in stated.iter_rows(named=True):
        place = field_of({**row, "entry_kind": row["kind"]})
        if place is not None:
            part = " ".join(key for key in place.line.split("|") if key and key != "CNY")
            found.append((place.project_id, place.sheet, part or None, place.column))
    return pl.DataFrame(found, dict.fromkeys(FIELD, pl.String), orient="row").unique()


def mended(changes: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Those of the changes that change what an accepted report of this very month says."""
    return changes.join(
        accepted_fields(context.stated), on=list(FIELD), how="semi", nulls_equal=True, maintain_order="left"
    )


def of_mended(mends: pl.DataFrame, sheets: Mapping[str, Typed]) -> Faults:
    """A warning a figure of an accepted month that is changed without a reason: its word is the reason."""
    return gathered(_of_mended(mends, sheets))


def _of_mended(mends: pl.DataFrame, sheets: Mapping[str, Typed]) -> Iterator[Faults]:
    for (sheet, column), rows in mends.group_by("sheet", "column", maintain_order=True):
        typed = sheets[str(sheet)]
        numbers = rows["cell"].str.extract(r"(\d+)$").cast(typed.rows["row_number"].dtype)
        here = typed.rows.filter(pl.col("row_number").is_in(numbers.implode()))
        if "correction" in [one.code for one in typed.sheet.columns]:
            here = here.filter(pl.col("correction" + TEXT).is_null())
        facts = {"column": word(f"intake.{sheet}.{column}")}
        text = pl.col(f"{column}{TEXT}")
        yield fault(here, str(sheet), str(column), MENDS, severity="warning", value=text, facts=facts)
