"""The slides of a final month for a meeting, as a .pptx: charts that PowerPoint and WPS edit, with their numbers inside."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.util import Inches, Pt

from portfolio.exports.county_sheet import behind, project_words
from portfolio.exports.notice_facts import WHOLE, Asked, Known, whole_rate
from portfolio.exports.notice_tables import BLANK
from portfolio.formats import rounded, share_text, ten_thousands

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
BARS = 8
"""Projects on a county's slide."""
BLUE = RGBColor(0x1F, 0x5C, 0x99)  # type: ignore[no-untyped-call]
EAST_ASIAN = "微软雅黑"


def made(asked: Asked, known: Known) -> bytes:
    """The whole presentation: where the city stands, then each county with the projects that drag it."""
    shown = Presentation()
    shown.slide_width, shown.slide_height = WIDTH, HEIGHT
    _first(shown, asked, known)
    rows = [row for row in known.rows if row["pacing_share"] is not None]
    names = [asked.counties[row["county_code"]] for row in rows]
    points = [float(rounded(row["pacing_share"] * 100, 1)) for row in rows]
    _chart(shown, asked, asked.say("slide_pacing"), names, points, "0.0")
    amounts = [float(rounded(ten_thousands(row["behind_amount"]), 2)) for row in rows]
    _chart(shown, asked, asked.say("slide_behind"), names, amounts, "#,##0.00")
    money = {county: row for county, row in known.money.items() if county != WHOLE}
    old = [
        (asked.counties[one], row["aged_unpaid_amount"])
        for one, row in money.items()
        if one in asked.counties
    ]
    told = [(name, float(rounded(ten_thousands(amount), 2))) for name, amount in old if amount is not None]
    if told:
        title = asked.say("slide_unpaid", **known.facts)
        _chart(shown, asked, title, [name for name, _ in told], [value for _, value in told], "#,##0.00")
    for row in known.rows:
        _county(shown, asked, row)
    file = io.BytesIO()
    shown.save(file)
    return file.getvalue()


def _slide(shown: Any, title: str) -> Any:
    slide = shown.slides.add_slide(shown.slide_layouts[6])
    _text(slide, title, (0.5, 0.3, 12.3, 0.9), 30, bold=True)
    return slide


def _text(
    slide: Any, text: str, place: tuple[float, float, float, float], size: int, *, bold: bool = False
) -> None:
    box = slide.shapes.add_textbox(*(Inches(one) for one in place))
    box.text_frame.word_wrap = True
    for number, line in enumerate(text.split("\n")):
        paragraph = box.text_frame.paragraphs[0] if number == 0 else box.text_frame.add_paragraph()
        _run(paragraph, line, size, bold=bold)


def _run(paragraph: Any, text: str, size: int, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, EAST_ASIAN


def _first(shown: Any, asked: Asked, known: Known) -> None:
    slide = _slide(shown, asked.say("title", city=asked.city, period=known.facts["period"]))
    lines = [asked.say("demo")] if asked.demo else []
    lines.append(asked.say("sheet_told", as_of=known.facts["as_of"], made=known.facts["made"]))
    lines += whole_rate(asked, known)
    _text(slide, "\n".join(lines), (0.5, 1.6, 12.3, 4.5), 24)


def _chart(
    shown: Any, asked: Asked, title: str, names: Sequence[str], values: Sequence[float], number_format: str
) -> None:
    slide = _slide(shown, title)
    place = (Inches(0.5), Inches(1.3), Inches(12.3), Inches(5.6))
    _bars(slide, title, names, values, number_format, place)
    if asked.demo:
        _text(slide, asked.say("demo"), (0.5, 6.95, 12.3, 0.4), 12)


def _bars(
    slide: Any,
    title: str,
    names: Sequence[str],
    values: Sequence[float],
    number_format: str,
    place: tuple[Any, Any, Any, Any],
) -> None:
    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = list(names)
    data.add_series(title, list(values))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data).chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = Pt(14), EAST_ASIAN
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.offset = 100
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = number_format, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = BLUE
    plot.series[0].invert_if_negative = False


def _county(shown: Any, asked: Asked, row: dict[str, Any]) -> None:
    """The county's rate and rank, and of its projects that are behind the chart and the words."""
    name = asked.counties[row["county_code"]]
    rank = asked.say("slide_rank", rank=row["rank"]) if row["rank"] else ""
    pace = "" if row["pacing_share"] is None else asked.points(row["pacing_share"])
    share = BLANK if row["completion_share"] is None else share_text(row["completion_share"], asked.language)
    slide = _slide(shown, asked.say("slide_county", county=name, share=share, pace=pace, rank=rank))
    rows = behind(asked, row["county_code"]).head(BARS).to_dicts()
    if not rows:
        _text(slide, asked.say("slide_none"), (0.5, 1.6, 12.3, 1), 20)
        return
    values = [float(rounded(ten_thousands(one["behind_amount"]), 2)) for one in rows]
    place = (Inches(0.3), Inches(1.2), Inches(5.2), Inches(5.7))
    _bars(slide, asked.say("slide_behind"), [one["name"] for one in rows], values, "#,##0.00", place)
    _words(slide, asked, rows)
    if asked.demo:
        _text(slide, asked.say("demo"), (0.5, 6.95, 12.3, 0.4), 12)


def _words(slide: Any, asked: Asked, rows: list[dict[str, Any]]) -> None:
    """A table beside the chart: where each is stuck, why, who, what is done and by when."""
    heads = [asked.say(f"head_behind_{place}") for place in (1, 3, 4, 5, 6, 7, 8)]
    size = (Inches(5.6), Inches(1.3), Inches(7.5), Inches(0.4 * (len(rows) + 1)))
    table = slide.shapes.add_table(len(rows) + 1, len(heads), *size).table
    for place, width in enumerate((1.9, 0.8, 0.6, 0.8, 1.2, 1.4, 0.8)):
        table.columns[place].width = Inches(width)
    told = [heads, *([row["name"], *project_words(asked, row)[1:]] for row in rows)]
    for number, line in enumerate(told):
        for place, text in enumerate(line):
            cell = table.cell(number, place)
            cell.margin_left = cell.margin_right = Inches(0.04)
            _run(cell.text_frame.paragraphs[0], text, 10, bold=number == 0)
