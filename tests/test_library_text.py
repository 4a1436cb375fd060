"""The typed tables in data/library against a second reading of the plan's text: literal numbers and names."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from portfolio import codes
from tests.plan_as_read import (
    AREAS,
    BELTS,
    BINDING,
    CODED,
    CONTRADICTIONS,
    DONE,
    DUE,
    INDICATORS,
    INVESTMENTS,
    NAMES,
    NEIGHBOURHOOD_SUMS,
    ONE_PROJECT,
    PROJECTS_BY_COUNTY,
    ROWS,
    SCALES,
    TILES,
)

LIBRARY = Path(__file__).parent.parent / "data" / "library"


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
