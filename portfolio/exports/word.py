"""A paper as Chinese offices issue it, as a .docx that Word and WPS edit: fonts by name, headings, tables, links."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from portfolio.exports.notice_tables import Cell

TITLE, HEADING, SECOND, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
FALLBACK = {TITLE: "宋体", HEADING: "微软雅黑", SECOND: "楷体", BODY: "仿宋"}
"""A font to what stands in for it on a machine without it."""
SMALL, TABLE, TEXT, LARGE = Pt(9), Pt(9), Pt(16), Pt(22)
LINE = Pt(28)
"""The distance of the lines of the text, as the standard of official papers has it."""


class Paper:
    """A paper in the making."""

    def __init__(self, form: DocumentType | None = None) -> None:
        """Begin an empty one with the margins of official papers, or go on with a city's form."""
        self._document = form or Document()
        if form is not None:
            return
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        self._name_fallbacks()

    def title(self, text: str) -> None:
        """Write the heading of the paper, or of an annex."""
        self._line(text, TITLE, LARGE, WD_ALIGN_PARAGRAPH.CENTER)

    def centred(self, text: str) -> None:
        """Write a line in the middle: the number of the issue, the title of a table."""
        self._line(text, BODY, TEXT, WD_ALIGN_PARAGRAPH.CENTER)

    def heading(self, text: str) -> None:
        """Write a heading of the first level (一、)."""
        self._line(text, HEADING, TEXT, indent=True, level=1)

    def second(self, text: str) -> None:
        """Write a heading of the second level (（一）)."""
        self._line(text, SECOND, TEXT, indent=True, level=2)

    def text(self, text: str, indent: bool = True) -> None:
        """Write a paragraph."""
        self._line(text, BODY, TEXT, indent=indent)

    def right(self, text: str) -> None:
        """Write a line at the right: signature and date."""
        self._line(text, BODY, TEXT, WD_ALIGN_PARAGRAPH.RIGHT)

    def small(self, text: str, at_right: bool = False) -> None:
        """Write a line in small type: how figures are reckoned, the unit of a table."""
        self._line(text, BODY, SMALL, WD_ALIGN_PARAGRAPH.RIGHT if at_right else None, line=None)

    def lie(self) -> None:
        """Begin a page that lies, for the tables that follow."""
        section = self._document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], last_is_total: bool = False
    ) -> None:
        """Write a table whose headings stand on every page that it reaches."""
        made = self._document.add_table(rows=1, cols=len(heads))
        made.style, made.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for cell, head in zip(made.rows[0].cells, heads, strict=True):
            self._fill(cell.paragraphs[0], Cell(head), bold=True)
        properties = made.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for place, row in enumerate(rows, start=1):
            bold = last_is_total and place == len(rows)
            for cell, told in zip(made.add_row().cells, row, strict=True):
                self._fill(cell.paragraphs[0], told, bold)

    def done(self) -> bytes:
        """The paper as a file."""
        made = io.BytesIO()
        self._document.save(made)
        return made.getvalue()

    def _line(
        self,
        text: str,
        font: str,
        size: Pt,
        at: WD_ALIGN_PARAGRAPH | None = None,
        *,
        indent: bool = False,
        level: int = 0,
        line: Pt | None = LINE,
    ) -> None:
        paragraph = self._document.add_paragraph()
        if at is not None:
            paragraph.alignment = at
        form = paragraph.paragraph_format
        form.space_after = form.space_before = Pt(0)
        form.line_spacing = line
        if indent:
            form.first_line_indent = Pt(size.pt * 2)
        if level:
            properties = paragraph._p.get_or_add_pPr()
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            properties.append(outline)
        _dressed(paragraph.add_run(text), font, size)

    def _fill(self, paragraph: object, told: Cell, bold: bool) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if told.number else None  # type: ignore[attr-defined]
        run = paragraph.add_run(told.text)  # type: ignore[attr-defined]
        _dressed(run, BODY, TABLE)
        run.bold = bold
        if told.href:
            self._link(paragraph, run, told.href)

    def _link(self, paragraph: object, run: object, href: str) -> None:
        number = self._document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), number)
        link.append(run._r)  # type: ignore[attr-defined]
        paragraph._p.append(link)  # type: ignore[attr-defined]

    def _name_fallbacks(self) -> None:
        """Name for each font what stands in for it, in the paper's own table of fonts."""
        package = self._document.part.package
        (fonts,) = (part for part in package.iter_parts() if str(part.partname).endswith("fontTable.xml"))
        told = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
            for name, other in FALLBACK.items()
        )
        text = fonts.blob.decode("utf-8").replace("</w:fonts>", f"{told}</w:fonts>")
        fonts._blob = text.encode("utf-8")


def _dressed(run: object, font: str, size: Pt) -> None:
    run.font.name, run.font.size = font, size  # type: ignore[attr-defined]
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # type: ignore[attr-defined]
