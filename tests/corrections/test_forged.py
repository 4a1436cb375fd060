"""Whatever is forged of a correction is noticed: the chain covers its tables, and its papers by their checksums."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from portfolio.store import Store, uploads
from tests.papers import JPEG

FORGED = {
    "the right value": ("UPDATE correction SET value = '2026-06-30'", "proposed"),
    "whose project": ("UPDATE correction SET project_id = '06-02'", "proposed"),
    "the field": ("UPDATE correction SET field = 'done_on'", "proposed"),
    "the kind of entry": ("UPDATE correction SET entry = 'obstacle_entry'", "proposed"),
    "the precision": ("UPDATE correction SET value_precision = 'year'", "proposed"),
    "why": ("UPDATE correction SET reason = '另有原因'", "proposed"),
    "which report": ("UPDATE mended_statement SET submission_id = submission_id + 1", "proposed"),
    "which row": ("UPDATE mended_statement SET place = 7", "proposed"),
    "what it said": ("UPDATE mended_statement SET stated = '2025-06-30'", "proposed"),
    "one statement more": (
        "INSERT INTO mended_statement SELECT event_id, 1, submission_id, 3, stated FROM mended_statement",
        "proposed",
    ),
    "one statement less": ("DELETE FROM mended_statement", "proposed"),
    "another paper": (f"UPDATE attachment SET sha256 = '{uploads.checksum(JPEG)}'", "proposed"),
    "the paper's name": ("UPDATE attachment SET file_name = '别的.png'", "proposed"),
    "the paper's size": ("UPDATE attachment SET size_bytes = 1", "proposed"),
    "the paper's project": ("UPDATE attachment SET project_id = '06-02'", "proposed"),
    "a paper less": ("DELETE FROM attachment", "proposed"),
    "the whole correction": ("DELETE FROM correction", "proposed"),
    "who proposed it": ("UPDATE event SET actor = 'admin' WHERE kind = 'correction_proposed'", "proposed"),
    "the verdict": ("UPDATE correction_decision SET verdict = 'refused'", "decided"),
    "which was decided": ("UPDATE correction_decision SET correction_id = 1", "decided"),
    "the decider's word": ("UPDATE correction_decision SET reason = NULL", "decided"),
    "the decision": ("DELETE FROM correction_decision", "decided"),
    "who decided it": ("UPDATE event SET actor = 'city' WHERE kind = 'correction_decided'", "decided"),
    "when": (
        'UPDATE event SET "at" = "at" - INTERVAL 1 DAY WHERE kind = \'correction_decided\'',
        "decided",
    ),
    "an acceptance slipped under another event": (
        "INSERT INTO correction_decision SELECT 1, 0, correction_id, verdict, reason FROM correction_decision",
        "first",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_nothing_of_a_correction_is_forged_unnoticed(
    decided: tuple[Path, dict[str, int]], tmp_path: Path, what: str
) -> None:
    """Whatever is changed in the file past the program, the chain is broken at the event that it belongs to."""
    whole, events = decided
    file = Path(shutil.copy(whole, tmp_path / "official.duckdb"))
    statement, event = FORGED[what]
    with duckdb.connect(str(file)) as engine:
        engine.execute(statement)
    opened = Store(file)
    assert opened.broken_link() == events[event]
    opened.close()
