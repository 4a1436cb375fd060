"""How the cells of the workbook given out look."""

from __future__ import annotations

from typing import Any

FORMATS = {"amount": "#,##0.00####", "share": "0.0####", "day": "yyyy-mm-dd", "year": "0"}
TEXT_FORMAT = "@"
"""For identifiers and for days that may be months: Excel would make 06-03 and 2026年10月 into days of its own."""


def looks_of(book: Any) -> dict[str, Any]:
    """Name to format of every kind of cell: what is filled in is white, what is only shown is grey."""
    base = {
        "font_name": "Microsoft YaHei",
        "font_size": 10,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#BFBFBF",
    }
    looks = {
        "title": {"bold": True, "font_size": 13, "font_name": "Microsoft YaHei"},
        "rest": {
            "bold": True,
            "align": "right",
            "valign": "vcenter",
            "font_name": "Microsoft YaHei",
            "font_size": 10,
        },
        "header": base | {"bold": True, "text_wrap": True, "bg_color": "#D9E2EF"},
        "last_header": base | {"text_wrap": True, "bg_color": "#D0CECE", "font_color": "#404040"},
        "fixed": base | {"bg_color": "#E7E6E6", "num_format": TEXT_FORMAT},
        "last_text": base | {"bg_color": "#D0CECE", "font_color": "#404040"},
        "input_text": base | {"locked": False, "num_format": TEXT_FORMAT},
    }
    for kind, pattern in FORMATS.items():
        looks[f"last_{kind}"] = looks["last_text"] | {"num_format": pattern}
        looks[f"input_{kind}"] = base | {"locked": False, "num_format": pattern}
    for kind in (*FORMATS, "text"):
        looks[f"remarked_{kind}"] = looks[f"input_{kind}"] | {"bg_color": "#F8CBAD"}
    looks["quiet"] = {
        "font_name": "Microsoft YaHei",
        "font_size": 9,
        "font_color": "#595959",
        "valign": "vcenter",
    }
    return {name: book.add_format(look) for name, look in looks.items()}
