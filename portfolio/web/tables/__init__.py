"""Tables to read, quote and take away: what one is, how it is drawn, and the files that it makes."""

from portfolio.web.frame import Frame
from portfolio.web.tables.drawing import body, show
from portfolio.web.tables.table import LIMIT, Table
from portfolio.web.tables.table_files import download, export, facts, file_name, taken

__all__ = [
    "LIMIT",
    "Table",
    "body",
    "download",
    "draw",
    "export",
    "facts",
    "file_name",
    "show",
    "taken",
]


def draw(frame: Frame, title: str, table: Table, *, folded: bool = False) -> None:
    """Draw the table and offer it under 导出; `folded` as in `show`. `title` is the table's own on its page."""
    show(frame, table, folded=title if folded else None)
    download(frame, table, title)
