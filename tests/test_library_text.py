"""The typed tables in data/library against a second reading of the plan's text: literal numbers and names."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from portfolio import codes

LIBRARY = Path(__file__).parent.parent / "data" / "library"

ROWS = {  # box -> item -> rows (groups and services included); item 0 is the chapter's own text
    1: {1: 2, 2: 2, 3: 3, 4: 1},
    2: {0: 11, 1: 1, 2: 4, 3: 1, 4: 1, 5: 1, 6: 2, 7: 1, 8: 1},
    3: {1: 4, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 1, 11: 1, 12: 1},
    4: {0: 4, 1: 8},
    5: {0: 2, 1: 1, 2: 1, 3: 9, 4: 1, 5: 5, 6: 10, 7: 11, 8: 1},
    6: {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1},
    7: {1: 1, 2: 5, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 5, 9: 4, 10: 1, 11: 1},
    8: {1: 1, 2: 1, 3: 2, 4: 1, 5: 1, 6: 3, 7: 1, 8: 3, 9: 3, 10: 1},
    9: {0: 5, 1: 1, 2: 6, 3: 8, 4: 6, 5: 15, 6: 13, 7: 5, 8: 7, 9: 12, 10: 5, 11: 10},
}
AREAS = [
    "childcare", "education", "employment", "health", "culture_sport", "housing", "elderly_care",
    "social_protection", "public_safety",
]  # fmt: skip
PROJECTS_BY_COUNTY = {  # kind project only; None where the text names no county
    "421200": 50, "421202": 16, "421221": 8, "421222": 11, "421223": 55, "421224": 16, "421281": 14, None: 48,
}  # fmt: skip
INVESTMENTS = {
    "咸宁市城区老旧小区改造项目": ("1400000000.00", "about"),
    "嘉鱼县老旧小区改造项目": ("413000000.00", "about"),
    "赤壁市老旧小区改造项目": ("2772000000.00", "about"),
    "通城县老旧小区改造项目": ("884000000.00", "about"),
    "崇阳县城区老旧小区改造项目": ("872000000.00", "about"),
    "通山县城区老旧小区改造项目": ("310000000.00", "about"),
    "湖北科技学院整体搬迁工程": ("3800000000.00", "over"),
    "湖北科技学院赤壁校区": ("800000000.00", "over"),
    "咸宁职业技术学院产教融合实训基地项目": ("125000000.00", "exact"),
    "鄂东南返乡创业孵化基地建设项目": ("100000000.00", "exact"),
    "通山县九曜高级技工学院": ("300000000.00", "about"),
    "通城县公共实训基地": ("100000000.00", "exact"),
    "湖北崇阳三新职业技工学校(开放性公共实训基地)": ("200000000.00", "exact"),
    "智慧人社服务平台项目": ("12800000.00", "exact"),
}
NEIGHBOURHOOD_SUMS = {
    "renovation_projects": "814.00",
    "communities": "1392.00",
    "households": "215267.00",
    "buildings": "10904.00",
    "floor_area": "2242.54",
}
NAMES = {
    (5, 5): [
        "咸宁市生态体育中心",
        "通城县体育公园",
        "赤壁市体育中心",
        "咸宁市老年人健身中心",
        "咸宁高新区全民健身馆",
    ],
    (5, 6): [
        "温泉健身休闲基地",
        "梓山湖大健康产业园",
        "咸宁市天香健康运动项目",
        "咸宁市深邦体育产业园",
        "咸宁体育产业孵化器(沃运动、体创空间)项目",
        "嘉鱼环三湖连江健身带",
        "通城黄龙山户外基地",
        "崇阳大岭户外基地",
        "通山九宫体育示范区",
        "咸安黑山汽车营地",
    ],
    (5, 7): [
        "际华园冰雪小镇",
        "赤壁古随阳极限运动小镇",
        "嘉鱼县官桥运动休闲小镇",
        "131体育军旅小镇",
        "崇阳县柃蜜小镇滑翔伞基地",
        "通山富水河运动小镇",
        "卓尔大洲湖运动小镇",
        "通城自行车特色小镇",
        "崇阳白崖山滑翔伞运动营地",
        "崇阳三特水上运动中心",
        "通山九宫山高山训练基地",
    ],
    (9, 6): [
        "咸宁市森林火灾应急能力建设项目",
        "崇阳县森林防火信息化建设",
        "通城县森林消防营房建设",
        "崇阳县森林防火通道建设",
        "崇阳县森林防火林道建设",
        "崇阳县普通森林防火带建设",
        "崇阳县森林防火救灾物资停机坪建设",
        "崇阳县生物防火隔离带建设",
        "崇阳县森林防火预警监测站点建设",
        "崇阳县森林防火蓄水池建设",
        "崇阳县林区交通道路建设工程",
        "崇阳县森林防灭火装备购置",
        "通山县森林防灭火应急能力建设项目",
    ],
    (9, 9): [
        "咸宁市应急储备仓库项目",
        "咸安区应急救灾救助物资装备储备中心建设项目",
        "咸安区防汛抗旱物资储备中心建设项目",
        "嘉鱼县应急物资储备中心项目",
        "赤壁市应急救援物资与装备储备库建设",
        "通城县应急救灾物资储备管理中心",
        "崇阳县应急抢险应急材料储存点建设",
        "崇阳县应急装备及设备基地建设",
        "崇阳县应急物资储备仓库群基地建设",
        "崇阳县应急物资(含医用)生产储备基地",
        "崇阳县应急救援装备及物资储备中心",
        "通山县应急物资储备中心项目",
    ],
}
ONE_PROJECT = [  # joined by 、 和 及 or +, yet one project in the plan's sense
    "崇阳县应急管理指挥中心、应急信息数据库及数据分析处理系统平台建设项目",
    "嘉鱼县应急救援指挥中心和武汉潘湾工业园指挥中心建设项目",
    "防汛抗旱物资储备和防汛抗旱物资仓库建设工程",
    "咸宁市应急云广播+高空瞭望防灾减灾项目",
    "咸宁市职业教育(集团)学校国家级(康养)高技能人才培训基地",
]
SCALES = [
    ("02-00-01", "school_places", "3.36", "万个"),
    ("02-06-01", "land_area", "3000.00", "亩"),
    ("02-06-01", "students", "2.00", "万人"),
    ("02-06-02", "students", "5000.00", "人"),
    ("03-01-03", "stations", "7.00", "所"),
    ("03-03", "floor_area", "2.00", "万平方米"),
    ("03-03", "workspaces", "150.00", "个"),
    ("03-05", "floor_area", "10000.00", "平方米"),
    ("03-06", "floor_area", "3500.00", "平方米"),
    ("03-09", "land_area", "29177.00", "平方米"),
    ("03-10", "devices", "1.00", "万台套"),
    ("03-11", "devices", "1200.00", "台"),
    ("05-04", "floor_area", "1.50", "万平方米"),
    ("06-03", "households", "81036.00", "户"),
    ("06-06", "floor_area", "131.07", "万"),
    ("07-07", "beds", "194.00", "张"),
    ("08-09-02", "cemeteries", "193.00", "个"),
]
DUE = [  # (project, milestone, due_on, precision, row of the public record; None is the plan itself)
    ("02-00-04", "in_use", "2024-11-30", "season", "76"),
    ("02-02-01", "completion", "2025-12-31", "year", None),
    ("02-02-04", "completion", "2025-12-31", "year", None),
    ("03-12", "completion", "2021-12-31", "year", None),
    ("04-01-01", "completion", "2026-12-31", "year", "34"),
    ("04-01-01", "in_use", "2026-12-31", "year", "34"),
    ("04-01-01", "completion", "2025-12-31", "year", "39"),
    ("04-01-01", "in_use", "2025-12-31", "year", "39"),
    ("04-01-01", "in_use", "2026-06-30", "half", "75"),
    ("04-01-05", "completion", "2023-10-31", "month", "48"),
    ("04-01-05", "in_use", "2023-10-31", "month", "48"),
    ("04-01-05", "completion", "2023-10-31", "month", "51"),
    ("04-01-05", "in_use", "2023-10-31", "month", "51"),
    ("05-05-03", "in_use", "2021-05-31", "month", "56"),
    ("07-03", "completion", "2025-12-31", "year", None),
    ("07-04", "completion", "2022-12-31", "year", None),
]
DONE = [
    ("02-00-04", "completion", "2025-06-30", "half", "41"),
    ("02-00-04", "in_use", "2025-08-18", "day", "42"),
    ("04-01-01", "start", "2024-02-28", "day", "31"),
    ("04-01-01", "main_structure", "2025-09-30", "month", "38"),
    ("04-01-02", "approval", "2020-12-31", "year", "60"),
    ("04-01-02", "start", "2020-12-31", "year", "60"),
    ("04-01-02", "main_structure", "2022-07-21", "day", "61"),
    ("04-01-03", "in_use", "2025-08-26", "day", "40"),
    ("04-01-05", "start", "2021-06-06", "day", "44"),
    ("05-05-03", "main_structure", "2021-01-19", "day", "55"),
    ("05-05-03", "start", "2018-03-31", "month", "52"),
    ("05-05-03", "acceptance", "2021-09-14", "day", "53"),
]
INDICATORS = [  # number, name, unit, 2020 and 2025 as printed, operator, value, nature
    ("1", "学前三年毛入园率", "%", "90", "95", "eq", "95", "expected"),
    ("2", "每千人口拥有3岁以下婴幼儿托位数", "个", None, "4.5", "eq", "4.5", "expected"),
    ("6", "孤儿和事实无人抚养儿童保障覆盖率", "%", "100", "应保尽保", "text", None, "binding"),
    ("8", "九年义务教育巩固率", "%", "99", "99.6", "eq", "99.6", "binding"),
    ("14", "零就业家庭动态清零", None, None, "动态清零", "text", None, "binding"),
    ("16", "城镇登记失业率", "%", "4.5", "5.5", "eq", "5.5", "expected"),
    ("24", "基本医疗保险参保率", "%", "95", ">95", "gt", "95", "binding"),
    ("26", "孕妇死亡率", "1/10万", "13.95", "≤10", "le", "10", "expected"),
    ("27", "婴儿死亡率", "%", "1.78", "≤5", "le", "5", "expected"),
    ("28", "5岁以下儿童死亡率", "%", "3.31", "≤6", "le", "6", "expected"),
    ("32", "人均体育场地面积", "平方米", "2.03", ">2.6", "gt", "2.6", "expected"),
    ("33", "经常参加体育锻炼人数比例", "%", ">37", "41", "eq", "41", "expected"),
    ("36", "城镇老旧小区改造", "万个", None, "18.62", "eq", "18.62", "expected"),
    ("38", "养老机构护理型床位占比", "%", "34", "60", "eq", "60", "binding"),
    ("39", "特殊困难老年人适老化改造", "%", "15", "全覆盖", "text", None, "expected"),
    ("41", "基本养老保险法定人群参保率", "%", "90.67", ">95", "gt", "95", "expected"),
    ("49", "县级公益性安葬(放)设施覆盖率", "%", "50", "100", "eq", "100", "binding"),
    ("53", "森林火灾受害率", "%", None, "<0.9", "lt", "0.9", "expected"),
]
BINDING = [3, 6, 8, 12, 14, 22, 23, 24, 29, 34, 35, 38, 42, 43, 44, 45, 49]
CONTRADICTIONS = [  # kind and id of the subject, and what the two places print
    ("indicator", "6", "应保尽保", "100"),
    ("indicator", "25", "26", "26.7%"),
    ("indicator", "27", "1.78 %", "1.78‰"),
    ("indicator", "28", "3.31 %", "3.31‰"),
    ("indicator", "32", ">2.6", "2.5平方米"),
    ("indicator", "33", ">37", "37%"),
    ("indicator", "36", "18.62 万个", "小区合计1392个"),
    ("indicator", "36", "18.62", "户数合计215267户"),
    ("indicator", "41", ">95", "95%"),
    ("project", "03-01-03", "临工驿站", "零工驿站"),
    ("project", "03-02", "总投资1.25亿元", "3500万元加3000万美元"),
    ("project", "03-11", "780万元含平台开发", "1200台、6500元/台"),
    ("project", "06-06", "131.07万", "万㎡"),
    ("project", "09-02-04", "应急指挥和监管信息化能力建设", "同名"),
]
BELTS = {
    "咸安区": "健康发展带;就业发展带",
    "嘉鱼县": "健康发展带;就业发展带",
    "赤壁市": "健康发展带",
    "通城县": "文化发展带",
    "崇阳县": "文化发展带;就业发展带",
    "通山县": "健康发展带",
}
TILES = """
嘉鱼 .    咸安
赤壁 崇阳 通山
通城 .    .
"""
CODED = {  # column of projects.csv -> its codelist
    "kind": "kind",
    "service_area": "area",
    "category": "category",
    "construction_type": "construction_type",
    "planned_investment_qualifier": "qualifier",
}


def table(name: str) -> pl.DataFrame:
    """One typed table, every cell as text, a blank as null."""
    return pl.read_csv(LIBRARY / f"{name}.csv", infer_schema=False)


def counted(frame: pl.DataFrame, column: str) -> dict[str | None, int]:
    return dict(frame.group_by(column).len().iter_rows())


def test_rows_of_every_box_and_item() -> None:
    rows = table("projects").group_by("box", "item").len().iter_rows()
    expected = {(str(box), str(item)): count for box, items in ROWS.items() for item, count in items.items()}
    assert {(box, item): count for box, item, count in rows} == expected
    assert sum(expected.values()) == 238


def test_kinds() -> None:
    assert counted(table("projects"), "kind") == {"project": 218, "service": 17, "group": 3}


def test_ids_trace_to_box_and_item() -> None:
    projects = table("projects")
    assert projects["project_id"].is_unique().all()
    assert projects["project_id"].is_sorted()
    for row in projects.iter_rows(named=True):
        assert row["project_id"].startswith(f"{int(row['box']):02}-{int(row['item']):02}")
        assert row["service_area"] == AREAS[int(row["box"]) - 1]
        if row["item"] != "0":
            assert row["stated_in"] == f"专栏{row['box']} 第{row['item']}条"


def test_projects_of_every_county() -> None:
    assert counted(table("projects").filter(kind="project"), "county_code") == PROJECTS_BY_COUNTY


@pytest.mark.parametrize("place", NAMES, ids=lambda place: f"{place[0]}-{place[1]}")
def test_names_of_an_item(place: tuple[int, int]) -> None:
    box, item = place
    assert table("projects").filter(box=str(box), item=str(item))["name"].to_list() == NAMES[place]


def test_joined_names_stay_one_project() -> None:
    assert set(ONE_PROJECT) <= set(table("projects")["name"])


def test_twice_named_project_is_one_row() -> None:
    rows = table("projects").filter(name="通山县应急指挥和监管信息化能力建设项目")
    assert rows["project_id"].to_list() == ["09-02-04"]
    assert "第2条" in rows["note"].item()
    assert "第11条" in rows["note"].item()
    assert table("projects")["name"].is_unique().all()


def test_groups_and_their_parts() -> None:
    parts = table("projects").drop_nulls("parent_id").group_by("parent_id").agg("project_id")
    assert dict(parts.iter_rows()) == {
        "03-01-00": ["03-01-01", "03-01-02", "03-01-03"],
        "06-00": ["06-01", "06-02", "06-03", "06-04", "06-05", "06-06"],
        "07-02-00": ["07-02-01", "07-02-02", "07-02-03", "07-02-04"],
    }


def test_the_fourteen_investments() -> None:
    rows = table("projects").drop_nulls("planned_investment_amount")
    columns = ("name", "planned_investment_amount", "planned_investment_qualifier")
    stated = {name: (amount, qualifier) for name, amount, qualifier in rows.select(columns).iter_rows()}
    assert stated == INVESTMENTS
    assert len(stated) == 14


def test_investment_of_the_neighbourhoods() -> None:
    rows = table("projects").filter(parent_id="06-00")
    assert rows["planned_investment_amount"].cast(pl.Decimal(18, 2)).sum() == 6_651_000_000


def test_nothing_made_up() -> None:
    projects = table("projects")
    assert projects["project_code"].null_count() == projects["owner_unit"].null_count() == projects.height
    both = projects.select("planned_investment_amount", "planned_investment_qualifier").null_count()
    assert both.row(0) == (224, 224)


def test_blank_is_never_zero() -> None:
    amounts = [
        table("projects")["planned_investment_amount"],
        table("funding")["amount"],
        table("scale")["value"],
    ]
    assert all((amount.drop_nulls().cast(pl.Decimal(18, 2)) > 0).all() for amount in amounts)


def test_funding() -> None:
    funding = table("funding")
    stated = funding.drop_nulls("amount").select("project_id", "source", "amount", "currency").rows()
    assert stated == [
        ("03-02", "central_budget", "35000000.00", "CNY"),
        ("03-02", "foreign_loan", "30000000.00", "USD"),
    ]
    named = funding.filter(pl.col("amount").is_null())
    assert set(named["source"]) == {"central_budget"}
    assert named["project_id"].to_list() == [
        "03-01-01", "07-02-00", "07-02-01", "07-02-02", "07-02-03", "07-02-04",
    ]  # fmt: skip


@pytest.mark.parametrize("measure", NEIGHBOURHOOD_SUMS)
def test_sums_of_the_neighbourhoods(measure: str) -> None:
    values = table("scale").filter(pl.col("project_id").str.starts_with("06-"), measure=measure)["value"]
    assert values.len() == 6
    assert str(values.cast(pl.Decimal(18, 2)).sum()) == NEIGHBOURHOOD_SUMS[measure]


def test_scales() -> None:
    assert set(SCALES) <= set(table("scale").rows())
    assert table("scale").height == 67


@pytest.mark.parametrize(("side", "expected"), [("due", DUE), ("done", DONE)])
def test_milestones(side: str, expected: list[tuple[str, ...]]) -> None:
    rows = table("milestones").drop_nulls(f"{side}_on")
    columns = ("project_id", "milestone", f"{side}_on", f"{side}_precision", "evidence_no")
    assert sorted(rows.select(columns).rows(), key=str) == sorted(expected, key=str)


def test_public_record_is_the_source() -> None:
    """Byte for byte the source file, but for its line ends."""
    content = (LIBRARY / "public_record.csv").read_bytes()
    assert sha256(content).hexdigest() == "68cdad60a92b9ef8c31966cc6bca2ed258037935ec355f76d6013ef03f6c80f4"
    assert table("public_record").height == 93


def test_evidence_map_covers_every_key() -> None:
    mapping = table("evidence_map")
    assert sorted(mapping["project_key"]) == sorted(set(table("public_record")["project_key"]))
    assert counted(mapping, "target_kind") == {"project": 18, "group": 1, "indicator": 1, "none": 2}
    targets = mapping.filter(pl.col("target_kind").is_in(["project", "group"]))
    assert set(targets["target_id"]) <= set(table("projects")["project_id"])
    assert mapping.filter(target_kind="indicator")["target_id"].item() == "39"
    assert mapping.filter(project_key="6-咸宁市城区老旧小区改造项目")["target_id"].item() == "06-01"
    assert mapping["why"].null_count() == 0


def test_milestones_rest_on_their_own_evidence() -> None:
    """A milestone's row of the public record is one that the map gives to the same project."""
    record = table("public_record").with_row_index("evidence_no", offset=1).cast({"evidence_no": pl.String})
    told = record.join(table("evidence_map"), on="project_key").select("evidence_no", "target_id")
    rows = table("milestones").drop_nulls("evidence_no").join(told, on="evidence_no", how="left")
    assert rows["project_id"].to_list() == rows["target_id"].to_list()


def test_indicators() -> None:
    indicators = table("indicators")
    assert indicators["indicator_no"].to_list() == [str(number) for number in range(1, 54)]
    assert counted(indicators, "nature") == {"expected": 36, "binding": 17}
    assert indicators.filter(nature="binding")["indicator_no"].cast(pl.Int64).to_list() == BINDING
    operators = {"eq": 37, "gt": 5, "ge": 3, "le": 3, "lt": 1, "text": 4}
    assert counted(indicators, "target_operator") == operators
    assert [counted(indicators, "service_area").get(area) for area in AREAS] == [6, 7, 8, 8, 4, 4, 4, 9, 3]
    assert indicators["baseline_printed"].null_count() == 20


@pytest.mark.parametrize("expected", INDICATORS, ids=lambda expected: f"indicator-{expected[0]}")
def test_indicator_as_printed(expected: tuple[str, ...]) -> None:
    columns = (
        "indicator_no", "name", "unit_printed", "baseline_printed", "target_printed", "target_operator",
        "target_value", "nature",
    )  # fmt: skip
    assert table("indicators").filter(indicator_no=expected[0]).select(columns).row(0) == expected


@pytest.mark.parametrize("expected", CONTRADICTIONS, ids=lambda expected: f"{expected[1]}-{expected[3]}")
def test_contradiction(expected: tuple[str, ...]) -> None:
    columns = ("subject_kind", "subject_id", "printed_a", "printed_b")
    assert expected in table("contradictions").select(columns).rows()


def test_contradictions_are_whole() -> None:
    rows = table("contradictions")
    assert rows["contradiction_no"].to_list() == [str(number) for number in range(1, rows.height + 1)]
    assert sum(rows.null_count().row(0)) == 0
    for kind, name, column in (
        ("project", "projects", "project_id"),
        ("indicator", "indicators", "indicator_no"),
    ):
        assert set(rows.filter(subject_kind=kind)["subject_id"]) <= set(table(name)[column])


def test_counties() -> None:
    counties = table("counties")
    ranked = counties.filter(ranked="true")
    assert dict(ranked.select("name", "belts").iter_rows()) == BELTS
    assert counties.filter(ranked="false")["level"].to_list() == ["city", "unnamed"]
    places = {
        (name, str(row), str(column))
        for row, line in enumerate(TILES.split("\n")[1:-1], start=1)
        for column, name in enumerate(line.split(), start=1)
        if name != "."
    }
    assert set(ranked.select("short_name", "tile_row", "tile_column").iter_rows()) == places
    assert set(table("projects")["county_code"].drop_nulls()) <= set(counties["county_code"])


def test_edition() -> None:
    edition = table("edition").row(0, named=True)
    assert edition["edition_id"] == "xianning-14fyp-2022"
    assert edition["document_number"] == "咸发改社会〔2022〕14号"
    assert edition["issuer"] == "咸宁市发展和改革委员会"
    assert edition["published_on"] == "2022-09-02"
    assert (edition["horizon_from"], edition["horizon_to"]) == ("2021-01-01", "2025-12-31")


@pytest.mark.parametrize("column", CODED)
def test_codes_are_listed(column: str) -> None:
    assert set(table("projects")[column].drop_nulls()) <= set(codes.table(CODED[column])["code"])


def test_other_codes_are_listed() -> None:
    used = [
        (table("funding")["source"], "source"),
        (table("scale")["measure"], "measure"),
        (table("milestones")["milestone"], "milestone"),
        (table("milestones")["due_precision"], "precision"),
        (table("milestones")["done_precision"], "precision"),
        (table("indicators")["nature"], "nature"),
        (table("indicators")["direction"], "direction"),
        (table("indicators")["service_area"], "area"),
    ]
    for column, listed in used:
        assert set(column.drop_nulls()) <= set(codes.table(listed)["code"])


def test_services_and_only_services_are_standing() -> None:
    projects = table("projects")
    assert ((projects["kind"] == "service") == (projects["category"] == "standing_service")).all()


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.csv")), ids=lambda path: str(path.stem))
def test_files_are_plain(path: Path) -> None:
    """UTF-8 without a mark, LF, no blank at the end of a line."""
    content = path.read_text(encoding="utf-8")
    assert "\ufeff" not in content
    assert b"\r" not in path.read_bytes()
    assert content.endswith("\n")
    assert not any(line != line.rstrip() for line in content.split("\n"))
