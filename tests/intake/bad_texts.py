"""What people and others write that is no amount, no day and no project, and tables with a cell for it."""

from __future__ import annotations

from dataclasses import dataclass

BAD_AMOUNTS = (
    *("NaN", "inf", "-Infinity", "-1", "-0.01", "1e999", "9e99", "约三千", "三千万", "1,23", "12..5", "0x1F"),
    *(
        "=1+1",
        '=HYPERLINK("http://x")',
        "<script>alert(1)</script>",
        "<b>1</b>",
        "{{1}}",
        "${7*7}",
        "'; DROP TABLE x;--",
    ),
    *(
        "\u202e4321",
        "１２３４５６７８９０１２３４",
        "٤٣٢١٫٥",
        "近期",
        "🙂",
        "1\u0000",
        "--",
        "—",
        "0.00000001",
        "12,34,567",
    ),
    *("9" * 40, "x" * 1_000_000, "\t=cmd|' /C calc'!A0", "1 2 3\n4x", "%", "万元", "null", "#REF!", "true"),
)
BAD_DAYS = (
    *(
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "10月1日",
        "近期开工",
        "待定",
        "1/2/2026",
        "2026-13-01",
        "-45382",
    ),
    *(
        "1e5",
        "NaT",
        "<i>2026</i>",
        "=TODAY()",
        "2026年十三月",
        "明年",
        "\u202e2026-10-31",
        "20261399",
        "x" * 1_000_000,
        "٢٠٢٦",
    ),
)
BAD_PROJECTS = (
    *(
        "P999999",
        "<img src=x onerror=alert(1)>",
        "=P000000",
        "2026-06-01",
        "\u202eP000000\u202c",
        "p" * 5_000,
        "[x](y)",
    ),
    *("../../etc/passwd", "P000000; DROP", "None", "0"),
)


@dataclass(frozen=True)
class Table:
    """A csv of one row, with what is bad in its cell at `place`."""

    head: str
    row: tuple[str, ...]
    place: str
    bad: tuple[str, ...]


TABLES = (
    Table("项目编号,项目名称,累计完成投资（万元）", ("P000000", "", "BAD"), "C2", BAD_AMOUNTS),
    Table("项目编号,节点,实际完成", ("P000000", "开工", "BAD"), "C2", BAD_DAYS),
    Table("项目编号,资金来源,累计支付资金（万元）", ("BAD", "专项债券", "1"), "A2", BAD_PROJECTS),
)
