"""The pack of a final month: PDF, county pages and slides say what the paper says; whole or not there; a city's own form."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping
from pathlib import Path

import docx
import pypdf
import pytest
from pptx import Presentation

from portfolio import queries
from portfolio.exports import notice, notice_template, pack
from portfolio.exports.notice_facts import Known
from portfolio.formats import rounded, ten_thousands
from portfolio.model import PortfolioError
from portfolio.store import Store
from tests.test_notice import VIEW, asked


@pytest.fixture(scope="module")
def made(sample_store: Store) -> Mapping[str, bytes]:
    """The whole pack of September of the sample."""
    files, left = pack.files(asked(sample_store))
    assert left == []
    return files


def text_of(data: bytes) -> str:
    return "".join(re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_pdf_says_every_figure_of_the_paper(made: Mapping[str, bytes]) -> None:
    """To the last fen, with its links; its headings are the paper's."""
    paper = docx.Document(io.BytesIO(made["咸宁市2026年1—9月通报.docx"]))
    told = text_of(made["咸宁市2026年1—9月通报.pdf"])
    for table in paper.tables:
        for row in table.rows[1:]:
            missing = [cell.text for cell in row.cells if re.sub(r"\s", "", cell.text) not in told]
            assert not missing, [cell.text for cell in row.cells]
    for paragraph in paper.paragraphs:
        assert re.sub(r"\s", "", paragraph.text) in told
    pages = pypdf.PdfReader(io.BytesIO(made["咸宁市2026年1—9月通报.pdf"])).pages
    links = {
        note.get_object()["/A"]["/URI"]
        for page in pages
        for note in page.get("/Annots") or ()
        if "/A" in note.get_object()
    }
    assert {"https://tracker.example/compare", "https://tracker.example/project"} <= links
    first, last = pages[0].mediabox, pages[-1].mediabox
    assert first.width < first.height and last.width > last.height, "the annexes lie"


def test_each_county_has_one_page(sample_store: Store, made: Mapping[str, bytes]) -> None:
    rows = {row["county_code"]: row for row in queries.steering(sample_store, VIEW, VIEW).to_dicts()}
    names = asked(sample_store).counties
    for county, row in rows.items():
        if county == "*":
            continue
        sheet = made[f"{names[county]}2026年1—9月情况.pdf"]
        assert len(pypdf.PdfReader(io.BytesIO(sheet)).pages) == 1, names[county]
        told = text_of(sheet)
        assert names[county] in told
        if row["completion_share"] is not None:
            assert f"{rounded(row['completion_share'] * 100, 1)}%" in told


def test_slides_have_charts_with_their_numbers(sample_store: Store, made: Mapping[str, bytes]) -> None:
    slides = Presentation(io.BytesIO(made["咸宁市2026年1—9月会议材料.pptx"])).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    rows = [
        row
        for row in queries.steering(sample_store, VIEW, VIEW).to_dicts()[:-1]
        if row["pacing_share"] is not None
    ]
    pacing, behind = charts[:2]
    assert list(pacing.plots[0].series[0].values) == [
        float(rounded(row["pacing_share"] * 100, 1)) for row in rows
    ]
    assert list(behind.plots[0].series[0].values) == [
        float(rounded(ten_thousands(row["behind_amount"]), 2)) for row in rows
    ]
    assert all(chart.part.chart_workbook.xlsx_part is not None for chart in charts), "editable"


def test_a_pack_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One made again takes the place of the former; where writing fails nothing is there that was not."""
    first = pack.write(tmp_path / "out", "2026-09", {"a.txt": b"1", "b.txt": b"2"})
    assert pack.write(tmp_path / "out", "2026-09", {"a.txt": b"3"}) == first
    held = {"a.txt": b"3"}
    assert {file.name: file.read_bytes() for file in first.iterdir()} == held

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PortfolioError, match="pack_unwritable"):
        pack.write(tmp_path / "out", "2026-09", {"a.txt": b"4"})
    with pytest.raises(PortfolioError, match="pack_unwritable"):
        pack.write(first / "a.txt", "2026-09", {"a.txt": b"4"})
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["2026-09"]
    assert {file.name: file.read_bytes() for file in first.iterdir()} == held


def test_what_is_not_installed_is_left_out_and_said(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without typst, or a font for Chinese, no PDF; without python-pptx no slides; the paper is made all the same."""
    known = Known.ask(asked(sample_store))
    monkeypatch.setattr(Known, "ask", lambda _: known)

    def missing(code: str) -> object:
        def refuse(*_: object, **__: object) -> None:
            raise PortfolioError(code)

        return refuse

    monkeypatch.setattr(notice, "printed", missing("notice_fonts"))
    monkeypatch.setattr(pack, "shown", missing("slides_library"))
    files, left = pack.files(asked(sample_store))
    assert list(files) == ["咸宁市2026年1—9月通报.docx"]
    assert [(part, refusal.code) for part, refusal in left] == [
        ("pdf", "notice_fonts"),
        ("slides", "slides_library"),
    ]


def test_a_form_of_the_city_is_filled(sample_store: Store) -> None:
    form = docx.Document(io.BytesIO(notice.form()))
    assert notice_template.problems(notice.form()) == []
    form.paragraphs[0].insert_paragraph_before("咸宁市财政局文件")
    broken = form.paragraphs[1]
    broken.runs[0].text = "{{ti"
    broken.add_run("tle}}（送审稿）")  # as Word cuts what is typed into runs
    data = io.BytesIO()
    form.save(data)
    paper = docx.Document(io.BytesIO(notice.made(asked(sample_store), data.getvalue())))
    texts = [one.text for one in paper.paragraphs]
    assert texts[:2] == ["咸宁市财政局文件", "关于咸宁市2026年1—9月政府投资项目进展情况的通报（送审稿）"]
    assert not any("{{" in text for text in texts)
    own = docx.Document(io.BytesIO(notice.made(asked(sample_store))))
    assert [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows] == [
        [cell.text for cell in row.cells] for table in own.tables for row in table.rows
    ]


def test_an_unknown_field_is_a_problem(sample_store: Store) -> None:
    form = docx.Document(io.BytesIO(notice.form()))
    form.add_paragraph("{{标题}}")
    data = io.BytesIO()
    form.save(data)
    (problem,) = notice_template.problems(data.getvalue())
    assert (problem.code, problem.value) == ("notice_field", "标题")
    with pytest.raises(PortfolioError, match="notice_form"):
        notice.made(asked(sample_store), data.getvalue())
    with pytest.raises(PortfolioError, match="notice_template"):
        notice.made(asked(sample_store), b"no docx")
    (none,) = notice_template.problems(_bare())
    assert none.code == "notice_no_field"


def _bare() -> bytes:
    data = io.BytesIO()
    docx.Document().save(data)
    return data.getvalue()
