"""The first sheet of the workbook: whose it is, how it is filled in, and the file's own mark."""

from __future__ import annotations

from typing import Any

from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.intake.context import Context
from portfolio.intake.sheets import README, SHEETS
from portfolio.words import say

RULES = (
    "changed",
    "blank",
    "clear",
    "unchanged",
    "money",
    "paid",
    "recovered",
    "falls",
    "year_end",
    "dates",
    "approval",
    "rows",
    "total",
    "send",
)
WIDTH = 110


def write_guide(book: Any, context: Context, language: Language, stamp: str) -> None:
    """Add the sheet 填报说明 to the book."""
    page = book.add_worksheet(say(language, f"intake.sheet.{README}"))
    face = {"font_name": "Microsoft YaHei", "text_wrap": True, "valign": "top"}
    title, plain = (
        book.add_format(face | {"bold": True, "font_size": 14}),
        book.add_format(face | {"font_size": 11}),
    )
    strong = book.add_format(face | {"font_size": 11, "bold": True})
    faint = book.add_format(face | {"font_size": 9, "font_color": "#7F7F7F"})
    month = date_text(context.period_on, "month", language)
    lines = [(say(language, "intake.readme.title", city=context.city_name, month=month), title)]
    if context.workspace == "demo":
        lines.append((say(language, "intake.readme.demo"), strong))
    lines += [
        (say(language, "intake.readme.unit", unit=context.unit_name), plain),
        (say(language, "intake.readme.period", month=month), plain),
        (say(language, "intake.readme.made", day=date_text(context.today, "day", language)), plain),
        ("", plain),
    ]
    lines += [
        (f"{number}. {say(language, f'intake.readme.rule_{rule}')}", plain)
        for number, rule in enumerate(RULES, start=1)
    ]
    lines += [("", plain), (say(language, "intake.readme.sheets"), strong)]
    lines += [
        (f"{sheet.title(language)}: {say(language, f'intake.readme_sheet.{sheet.code}')}", plain)
        for sheet in SHEETS
    ]
    lines += [("", plain), (say(language, "intake.readme.stamp", stamp=stamp), faint)]
    page.set_column(0, 0, WIDTH)
    for row, (text, look) in enumerate(lines):
        page.write_string(row, 0, text, look)
    page.hide_gridlines(2)
    page.protect("")
