"""A photo that goes with a report on screen, after a file that is none was refused with its row."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from portfolio.queries import corrections
from portfolio.store import Store, attachments
from portfolio.words import say
from tests.pages.played import view
from tests.papers import PNG

PHOTO = ("现场.png", PNG, "image/png")


def chosen(page: AppTest, project: str) -> AppTest:
    """The page, on which a photo is chosen for the project's progress."""
    (pick,) = [box for box in page.multiselect if str(box.key).startswith("papers_")]
    pick.set_value([(project, "progress_entry", "")]).run()
    for box in page.text_input:
        if str(box.key).startswith("word_"):
            box.input("已核实，属实")
    _uploader(page).set_value([PHOTO, ("坏.png", b"no picture", "image/png")]).run()
    refused = page.error[0].value.replace("\\", "")
    assert "坏.png" in refused and project in refused
    page.button(key="confirm_report").click().run()
    assert page.error[-1].value == say("zh", "report.papers_unfit"), "an unfit paper stops the report"
    _uploader(page).set_value([PHOTO]).run()
    return page


def _uploader(page: AppTest) -> Any:
    return next(box for box in page.file_uploader if str(box.key).startswith("papers_"))


def stands(ledger: Store, number: int, project: str) -> None:
    """See that the report came with the photo, whole, for that row."""
    (paper,) = corrections.attachments(ledger, view(ledger), number).iter_rows(named=True)
    assert (paper["project_id"], paper["entry"]) == (project, "progress_entry")
    assert attachments.handed_out(ledger, paper["sha256"]) == PNG
