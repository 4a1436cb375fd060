"""Papers: judged by their bytes, kept under their checksum, seen by those who may see the project, in every backup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portfolio import library
from portfolio.model import Entry, Event, FundingEntry, PortfolioError, Record, Submission
from portfolio.queries import corrections
from portfolio.store import Store, attachments, checking, uploads
from portfolio.store.backup import backup
from portfolio.store.restoring import restore
from tests.corrections.slips import AT, OCTOBER, PAPER, PROJECT, VIEW, decide, due, propose, reader
from tests.papers import BROKEN, JPEG, PDF, PNG


def test_what_a_paper_is_is_in_its_bytes(store: Store) -> None:
    for data, kind in ((PDF, "pdf"), (JPEG, "jpg"), (PNG, "png")):
        kept = attachments.keep(store, data, "../../x\x07/批文.exe", PROJECT)
        assert (kept.kind, kept.file_name, kept.size_bytes) == (kind, f"批文.{kind}", len(data))
        assert attachments.handed_out(store, kept.sha256) == data
    for data in BROKEN.values():
        with pytest.raises(PortfolioError, match="paper_unfit"):
            attachments.keep(store, data, "批文.png", PROJECT)
    with pytest.raises(PortfolioError, match="paper_large"):
        attachments.keep(store, PNG + bytes(attachments.LARGEST), "批文.png", PROJECT)


def test_a_paper_that_is_not_what_it_was_is_not_handed_out(store: Store) -> None:
    paper = attachments.keep(store, PNG, "批文.png", PROJECT)
    kept = uploads.kept_file(store, paper.sha256)
    assert kept is not None
    kept.write_bytes(JPEG)
    with pytest.raises(PortfolioError, match="paper_damaged"):
        attachments.handed_out(store, paper.sha256)
    kept.unlink()
    for number in (paper.sha256, "../../etc/passwd", ""):
        with pytest.raises(PortfolioError, match="paper_missing"):
            attachments.handed_out(store, number)


def test_a_damaged_paper_is_told_by_the_check_and_mended_by_sending_it_again(store: Store) -> None:
    paper = attachments.keep(store, PNG, "批文.png", PROJECT)
    number = propose(store, "city", paper)
    assert checking.problems(store) == []
    kept = uploads.kept_file(store, paper.sha256)
    assert kept is not None
    kept.write_bytes(JPEG)
    (found,) = checking.problems(store)
    assert (found.code, dict(found.facts)["number"]) == ("check_file_damaged", str(number))
    assert attachments.keep(store, PNG, "批文.png", PROJECT) == paper
    assert attachments.handed_out(store, paper.sha256) == PNG and checking.problems(store) == []


def test_a_paper_is_seen_by_those_who_may_see_its_project(store: Store) -> None:
    number = propose(store, "city", PAPER)
    county = reader(store, "county").scope
    assert corrections.attachments(store, VIEW, number)["sha256"].to_list() == [PAPER.sha256]
    for scope, seen in ((county, 1), (("421202",), 0), ((PROJECT,), 1), ((), 0)):
        scoped = VIEW.model_copy(update={"scope": scope})
        assert corrections.attachments(store, scoped, number).height == seen
        assert corrections.corrections(store, scoped).height == seen


def test_papers_are_part_of_a_backup(store: Store, tmp_path: Path) -> None:
    paper = attachments.keep(store, PDF, "批文.pdf", PROJECT)
    decide(store, "city2", propose(store, "city", paper))
    voucher = attachments.keep(store, PNG, "支付凭证.png", PROJECT)
    voucher = voucher.model_copy(update={"entry": "funding_entry", "part": "county"})
    sent: list[Record | Entry] = [
        Submission(period_on=OCTOBER),
        FundingEntry(project_id=PROJECT, period_on=OCTOBER, source="county"),
    ]
    store.append(Event(kind="report_submitted", actor="operator", at=AT), [*sent, voucher])
    made = backup(store, tmp_path / "kept", AT)
    restore(made, tmp_path / "elsewhere", AT)
    again = library.open_official(tmp_path / "elsewhere", AT)
    assert due(again) == date(2025, 6, 30) and again.broken_link() is None
    assert attachments.handed_out(again, paper.sha256) == PDF
    (proof,) = corrections.papers_of_reports(again, VIEW, PROJECT).iter_rows(named=True)
    assert (proof["entry"], proof["part"], proof["file_name"]) == ("funding_entry", "county", "支付凭证.png")
    assert attachments.handed_out(again, proof["sha256"]) == PNG and checking.problems(again) == []
    elsewhere = VIEW.model_copy(update={"scope": ("421202",)})
    assert corrections.papers_of_reports(again, elsewhere, PROJECT).is_empty()
    kept = uploads.kept_file(again, proof["sha256"])
    assert kept is not None
    kept.write_bytes(JPEG)
    assert [one.code for one in checking.problems(again)] == ["check_file_damaged"]
    again.close()
