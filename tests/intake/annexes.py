"""Annexes as cities write them: the same four projects under other heads, in other sheets, formats, units and programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.intake.producers import Cell, Page, Producer, by_openpyxl, by_xlsxwriter

PROJECTS = (
    ("甲小学新建项目", "咸安区", "咸安区教育局", "中小学和职业学校", "新建", 1200, 300, "2021", "2023"),
    ("乙县中医院扩建项目", "嘉鱼县", "嘉鱼县卫健局", "医院和妇幼保健院", "扩建", 34567, 1000, "2022", "2025"),
    ("丙县养老服务中心", "通城县", "通城县民政局", "养老设施", "新建", 800, 0, "2023", "2024"),
    ("丁市体育馆改造", "赤壁市", "赤壁市文旅局", "体育场馆", "改造", 5600, 560, "2022", "2026"),
)
"""Name, county, unit, category, nature, investment and the city's part of it in 万元, years of start and completion."""
WAN = 10_000
KNOWN = ("name", "county_code", "owner", "category", "nature", "investment", "city", "start", "completion")
COUNTIES = {"咸安区": "421202", "嘉鱼县": "421221", "通城县": "421222", "赤壁市": "421281"}
CATEGORIES = ("school", "hospital", "elderly_facility", "sports_venue")
NATURES = {"新建": "new", "扩建": "expansion", "改造": "renovation"}
HEADS = [
    "序号",
    "项目名称",
    "县市区",
    "建设单位",
    "项目类别",
    "建设性质",
    "总投资（万元）",
    "市级资金（万元）",
    "开工时间",
    "竣工时间",
]


@dataclass(frozen=True)
class Annex:
    """One file: its name, sheets, what is answered about its unit, and how it is written."""

    name: str
    pages: tuple[Page, ...]
    unit: int | None = None
    producer: Producer = by_openpyxl
    from_1904: bool = False
    heads: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[tuple[str, str], str], ...] = ()

    def data(self) -> bytes:
        """The file."""
        return self.producer(self.pages, from_1904=self.from_1904)


def expected() -> list[tuple[Any, ...]]:
    """What every annex says: in yuan, with the last day of the year of start and completion."""
    return [
        (
            *(one[0], COUNTIES[one[1]], one[2], category, NATURES[one[4]]),
            *(one[5] * WAN, one[6] * WAN or None, date(int(one[7]), 12, 31), date(int(one[8]), 12, 31)),
        )
        for one, category in zip(PROJECTS, CATEGORIES, strict=True)
    ]


def rows(scale: float = 1) -> list[list[Any]]:
    """The projects under HEADS, amounts so many times those in 万元."""
    return [
        [place, *one[:5], one[5] * scale, one[6] * scale or None, one[7], one[8]]
        for place, one in enumerate(PROJECTS, start=1)
    ]


def _plain(name: str, first: list[str] | None = None, scale: float = 1, **more: Any) -> Annex:
    return Annex(name, (Page("项目库", [first or HEADS, *rows(scale)]),), **more)


def _renamed(**names: str) -> list[str]:
    return [names.get(head, head) for head in HEADS]


def annexes() -> Iterator[Annex]:
    """Each annex with a name of its own."""
    yield _plain("plain")
    yield _plain("xlsxwriter", producer=by_xlsxwriter)
    others = [
        "编号",
        "名称",
        "所属县市区",
        "责任单位",
        "类别",
        "性质",
        "估算总投资（万元）",
        "市级财政资金（万元）",
        "计划开工时间",
        "计划完工时间",
    ]
    yield _plain("other heads", others)
    third = [
        "序号",
        "项  目\n名 称",
        "区县",
        "业主单位",
        "项目类型",
        "项目性质",
        "概算总投资(万元)",
        "市级配套(万元)",
        "开工日期",
        "建成时间",
    ]
    yield _plain("heads with blanks", third)
    yuan = [head.replace("万元", "元") for head in HEADS]
    yield _plain("in yuan", yuan, WAN)
    yield _plain("in 100 million", [head.replace("万元", "亿元") for head in HEADS], 0.0001)
    bare = [head.replace("（万元）", "") for head in HEADS]
    yield _plain("unit asked", bare, unit=WAN)
    yield _plain("yuan asked", bare, WAN, unit=1)
    title = ["附件2 咸宁市公共服务项目库"]
    yield Annex(
        "unit in the title", (Page("Sheet1", [title, ["单位：万元"], bare, *rows()], merged=("A1:J1",)),)
    )
    foot = ["合计", *[None] * 5, 42167, 1860]
    yield Annex(
        "sum at the foot", (Page("附件", [title, HEADS, *rows(), foot], merged=("A1:J1", "A6:F6")[:1]),)
    )
    named = [None, "总 计", *[None] * 4, 42167, 1860]
    yield Annex("sum at the head", (Page("附件", [HEADS, named, *rows()]),))
    yield from _sections(title)
    yield from _written()
    yield from _sheets()


def _sections(title: list[Any]) -> Iterator[Annex]:
    """Banners, sums of sections, heads in two rows, names merged over rows."""
    lines = rows()
    bare = [[*line[:2], *line[3:]] for line in lines]
    heads = [head for head in HEADS if head != "县市区"]
    banners = [[f"{numeral}、{one[1]}（1个）"] for numeral, one in zip("一二三四", PROJECTS, strict=True)]
    mixed = [row for pair in zip(banners, bare, strict=True) for row in pair]
    merged = tuple(f"A{row}:I{row}" for row in range(3, 11, 2))
    yield Annex("counties as banners", (Page("库", [title, heads, *mixed], merged=merged),))
    sums = [
        [numeral, one[1], *[None] * 3, None, one[5], one[6]]
        for numeral, one in zip("一二三四", PROJECTS, strict=True)
    ]
    summed = [[*row[:2], *row[2:5], *row[6:]] for row in sums]
    yield Annex(
        "sections with sums",
        (Page("库", [heads, *[row for pair in zip(summed, bare, strict=True) for row in pair]]),),
        producer=by_xlsxwriter,
    )
    no_category = [[*line[:4], *line[5:]] for line in lines]
    areas = [[f"（{numeral}）{one[3]}类"] for numeral, one in zip("一二三四", PROJECTS, strict=True)]
    heads = [head for head in HEADS if head != "项目类别"]
    yield Annex(
        "categories as banners",
        (Page("库", [heads, *[row for pair in zip(areas, no_category, strict=True) for row in pair]]),),
    )
    upper = [*HEADS[:6], "总投资", "资金来源", None, None]
    lower = [*[None] * 7, "市级", "开工时间", "竣工时间"]
    two = [title, ["单位：万元"], upper, lower, *lines]
    yield Annex(
        "heads in two rows",
        (Page("库", two, merged=(*(f"{letter}3:{letter}4" for letter in "ABCDEFG"), "H3:J3")),),
    )
    yield Annex("heads in two rows, not merged", (Page("库", two),), producer=by_xlsxwriter)
    again = [HEADS, *lines[:2], HEADS, *lines[2:]]
    yield Annex("heads on every page", (Page("库", again),))


def _written() -> Iterator[Annex]:
    """Amounts and days as people write them."""

    def told(change: Any) -> list[list[Any]]:
        return [change(list(row)) for row in rows()]

    yield Annex(
        "amounts as text",
        (Page("库", [HEADS, *told(lambda row: [*row[:6], f"{row[6]:,}", row[7], *row[8:]])]),),
    )
    full = str.maketrans("0123456789.", "０１２３４５６７８９．")
    yield Annex(
        "full-width digits",
        (Page("库", [HEADS, *told(lambda row: [*row[:6], str(row[6]).translate(full), *row[7:]])]),),
    )
    yield Annex(
        "years in words",
        (Page("库", [HEADS, *told(lambda row: [*row[:8], f"{row[8]}年", f"{row[9]}年底"])]),),
    )
    yield Annex(
        "own units",
        (Page("库", [HEADS, *told(lambda row: [*row[:6], f"{row[6] / 10000:.4f}亿元", *row[7:]])]),),
    )
    yield Annex(
        "rough words", (Page("库", [HEADS, *told(lambda row: [*row[:6], f"约{row[6]}万元", *row[7:]])]),)
    )
    heads = [*HEADS[:8], "建设期限"]
    for name, between in (("dash", "-"), ("long dash", "—"), ("word", "年至")):
        lines = told(
            lambda row, between=between: [
                *row[:8],
                f"{row[8]}{between}{row[9]}" + ("年" if between == "年至" else ""),
            ]
        )
        yield Annex(f"period with {name}", (Page("库", [heads, *lines]),))
    last = {
        year: (date(int(year), 12, 31) - date(1904, 1, 1)).days
        for year in ("2021", "2022", "2023", "2024", "2025", "2026")
    }
    days = told(lambda row: [*row[:8], Cell(last[row[8]], 'yyyy"年"'), Cell(last[row[9]], 'yyyy"年"')])
    yield Annex("days of 1904 shown as years", (Page("库", [HEADS, *days]),), from_1904=True)
    thousands = told(lambda row: [*row[:6], Cell(row[6], "#,##0.00"), *row[7:]])
    yield Annex("formats", (Page("库", [HEADS, *thousands]),), producer=by_xlsxwriter)


def _sheets() -> Iterator[Annex]:
    """Several sheets, notes beside, heads and words that are asked."""
    heads = [head for head in HEADS if head != "县市区"]
    pages = tuple(
        Page(one[1], [heads, [*line[:2], *line[3:]]]) for one, line in zip(PROJECTS, rows(), strict=True)
    )
    yield Annex("a sheet a county", pages)
    yield Annex("two sheets", (Page("一", [HEADS, *rows()[:2]]), Page("二", [HEADS, *rows()[2:]])))
    odd = [*HEADS[:3], "谁来建", *HEADS[4:]]
    yield _plain("a head that is asked", odd, heads=(("谁来建", "owner"),))
    words = [[*row[:5], {"改造": "提升"}.get(row[5], row[5]), *row[6:]] for row in rows()]
    yield Annex(
        "a word that is asked", (Page("库", [HEADS, *words]),), words=((("nature", "提升"), "renovation"),)
    )
    places = [[*row[:2], f"{row[2]}某镇某村", *row[3:]] for row in rows()]
    yield _plain_places(places)
    merged = [[*row[:4], row[4], *row[5:]] for row in rows()]
    yield replace(
        Annex("hidden row of notes", (Page("库", [HEADS, *merged, [None, None, "填表人：张三"]]),)),
        producer=by_xlsxwriter,
    )


def _plain_places(places: list[list[Any]]) -> Annex:
    return Annex(
        "place instead of county",
        (Page("库", [[head.replace("县市区", "建设地点") for head in HEADS], *places]),),
    )
