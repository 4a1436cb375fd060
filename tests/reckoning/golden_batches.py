"""Worked examples of batches of allocated money that follow a row to its new number."""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, story
from .example import Example, Told, funding_is
from .golden_unpaid import APR, BOND, NOV_15, OCT
from .reported import batch, money

JAN = date(2025, 1, 31)
PARTS = ("01-01", "01-02")


def batches_of_a_renamed_row() -> Example:
    """01-01 was listed with 100 of 2024; from July on it is 02-01, of which 90 of that and 10 of September are listed.

    They make up the 100 received, of which 60 were told by January; 20 are paid: 90 - 20 = 70 old, not 60 - 20.
    """
    told = story(a_project()).report(JAN, money(JAN, "special_bond", received=60, paid=20))
    told.batches(date(2025, 3, 3), batch("债1", date(2024, 5, 10), 100))
    told.edition(date(2025, 7, 1), date(2025, 7, 1), a_project("02-01", predecessor_ids=("01-01",)))
    told.report(OCT, money(OCT, "special_bond", received=100, project="02-01"))
    told.batches(
        date(2025, 11, 10),
        batch("债1", date(2024, 5, 10), 90, project="02-01"),
        batch("债2", date(2025, 9, 10), 10, project="02-01"),
    )
    row: Told = {"aged_received_amount": 90, "aged_unpaid_amount": 70, "age_basis": "batches"}
    return told.ledger(), a_view(NOV_15), funding_is({BOND: row}, "02-01")


def batches_of_a_merged_row() -> Example:
    """One issue of 2024 gave 50 to each of two projects that are one from July on: 100 old, 30 of it paid."""
    told = story(*(a_project(name) for name in PARTS))
    told.report(APR, *(money(APR, "special_bond", received=50, paid=15, project=name) for name in PARTS))
    told.batches(date(2025, 5, 5), *(batch("债1", date(2024, 5, 10), 50, project=name) for name in PARTS))
    told.edition(date(2025, 7, 1), date(2025, 7, 1), a_project("02-01", predecessor_ids=PARTS))
    row: Told = {"aged_received_amount": 100, "aged_unpaid_amount": 70, "age_basis": "batches"}
    return told.ledger(), a_view(NOV_15), funding_is({BOND: row}, "02-01")


EXAMPLES = (batches_of_a_renamed_row, batches_of_a_merged_row)
"""The worked examples of this file."""
