"""The made-up library: which projects, services and groups 示例市 has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from portfolio import codes
from portfolio.demo.place import CHARACTERS, CITY, GIANT, UNNAMED, county_names, rows


@dataclass(frozen=True)
class Listed:
    """One row of the library before its lists: what it is, where, how large it will turn out and who pays."""

    project_id: str
    kind: str
    name: str
    county_code: str
    area: str
    category: str
    parent_id: str | None = None
    construction_type: str | None = None
    owner_unit: str | None = None
    mix: str = "budget"
    cost: int = 0
    scale: tuple[str, str, int] | None = None

    @property
    def box(self) -> int:
        """The number of the area's box."""
        return int(self.project_id[:2])

    @property
    def item(self) -> int:
        """The number of the item in its box."""
        return int(self.project_id[3:5])

    def stream(self, purpose: str) -> Random:
        """A row of chances of this project's own, the same on every machine."""
        return Random(f"示例市/{self.project_id}/{purpose}")


GROUPS = {
    "03-00": ("示例市国家公共实训基地项目", "employment", "training_base", "公共实训基地项目"),
    "06-00": ("示例市城镇老旧小区改造项目", "housing", "neighbourhood_renovation", "老旧小区改造项目"),
    "07-00": ("示例市普惠养老系列项目", "elderly_care", "elderly_facility", "养护楼建设项目"),
    "09-00": ("示例市应急物资保障体系项目", "public_safety", "emergency_depot", "应急物资储备库建设项目"),
}
"""Group to its name, area, category, and how its members' names end."""
MONEY_GROUP = "03-00"
"""The group whose money stands on the group's own row."""


@cache
def listed() -> tuple[Listed, ...]:
    """Every row of the library, by number."""
    members = [project for county in CHARACTERS for project in _projects(county)]
    groups = [_grouped(group, members) for group in GROUPS]
    return tuple(sorted([*members, *_services(), *groups], key=lambda one: one.project_id))


def _projects(county: str) -> Iterator[Listed]:
    kinds = list(enumerate(rows("kinds")))
    level = {CITY: "city", UNNAMED: "unnamed"}.get(county, "county")
    fitting = [(number, kind) for number, kind in kinds if kind["level"] == level]
    needed = [one for one in fitting if _needed(one[1], county)]
    others = [one for one in fitting if one not in needed]
    chosen = needed + Random(f"示例市/{county}").sample(others, CHARACTERS[county].count - len(needed))
    for number, kind in sorted(chosen, key=lambda one: one[0]):
        yield _project(county, kind, _item(number))


def _needed(kind: dict[str, object], county: str) -> bool:
    """Whether every county has one: a hospital and what the groups hold; 示例县己 has but a dozen in all."""
    name = str(kind["name"])
    return name.endswith(("住院楼建设项目", *(ending for *_, ending in GROUPS.values()))) or county == CITY


def _item(number: int) -> int:
    """The number of the kind within its area."""
    areas = [kind["area"] for kind in rows("kinds")]
    return areas[: number + 1].count(areas[number])


def _number(area: str, item: int, county: str) -> str:
    box = list(codes.labels("area", "zh")).index(area) + 1
    within = "" if county in (CITY, UNNAMED) else f"-{county[-2:]}"
    return f"{box:02}-{item:02}{within}"


def _project(county: str, kind: dict[str, object], item: int) -> Listed:
    project_id = _number(str(kind["area"]), item, county)
    name = str(kind["name"]).replace("{县}", county_names()[county].removesuffix("本级"))
    size = (str(kind["measure"]), str(kind["unit"]), int(str(kind["size"]))) if kind["measure"] else None
    place = {CITY: "示例市", UNNAMED: "示例市"}.get(county, county_names()[county])
    bare = Listed(
        project_id, "project", name, county, str(kind["area"]), str(kind["category"]), _group(name),
        str(kind["construction_type"]) if kind["construction_type"] else None, f"{place}{kind['owner']}",
        str(kind["mix"]), scale=size,
    )  # fmt: skip
    return _sized(bare, float(str(kind["low"])), float(str(kind["high"])))


def _sized(bare: Listed, low: float, high: float) -> Listed:
    """The project with what it will cost, in yuan."""
    chance = bare.stream("size")
    ten_thousands = low * (high / low) ** chance.random() * CHARACTERS[bare.county_code].size
    cost = 900_000_000 if bare.project_id == GIANT else max(2_000_000, round(ten_thousands * 100) * 100)
    scale = bare.scale and (*bare.scale[:2], max(1, round(bare.scale[2] * chance.uniform(0.6, 1.3))))
    return replace(bare, cost=cost, scale=scale)


def _group(name: str) -> str | None:
    return next((group for group, (*_, ending) in GROUPS.items() if name.endswith(ending)), None)


def _services() -> Iterator[Listed]:
    for number, row in enumerate(rows("services")):
        name, area, category = (str(row[column]) for column in ("name", "area", "category"))
        county = UNNAMED if number % 3 else CITY
        yield Listed(_number(area, 60 + number, UNNAMED), "service", name, county, area, category)


def _grouped(group: str, members: list[Listed]) -> Listed:
    """The group's own row; where its money stands there, it costs what its members cost in all."""
    name, area, category, _ = GROUPS[group]
    cost = sum(one.cost for one in members if one.parent_id == group) if group == MONEY_GROUP else 0
    return Listed(group, "group", name, CITY, area, category, mix="central", cost=cost)
