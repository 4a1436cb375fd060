"""The library's rows: a project with all that the plan and the public record state of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from portfolio.model.fields import Frozen, Money, Precision


class StatedFunding(Frozen):
    """One source that the plan names for a project; `amount` in `currency`, None where only the source is named."""

    source: str
    amount: Money | None
    currency: str
    note: str | None


class StatedScale(Frozen):
    """One size that the plan states: how many households, beds, square metres."""

    measure: str
    value: Money
    unit: str


class StatedMilestone(Frozen):
    """One statement of a milestone's due or done day; `evidence_no` None means that the plan itself states it."""

    milestone: str
    label: str | None
    due_on: date | None
    due_precision: Precision | None
    done_on: date | None
    done_precision: Precision | None
    evidence_no: int | None


class Evidence(Frozen):
    """One fact that a public page states about a project, with its address and date."""

    evidence_no: int
    kind: str
    label: str | None
    value: Money | None
    unit: str | None
    funding: str | None
    held_on: date | None
    precision: Precision | None
    published_on: date | None
    title: str | None
    url: str | None
    confidence: str
    note: str | None


class Project(Frozen):
    """One row of the library parquet, whose columns are an interface (see data/library/README.md)."""

    project_id: str
    project_code: str | None
    parent_id: str | None
    kind: Literal["project", "service", "group"]
    name: str
    county_code: str | None
    box: int
    item: int
    service_area: str
    category: str
    programme: str | None
    construction_type: str | None
    owner_unit: str | None
    planned_investment_amount: Money | None
    planned_investment_qualifier: Literal["exact", "about", "over"] | None
    funding: tuple[StatedFunding, ...] = ()
    scale: tuple[StatedScale, ...] = ()
    milestones: tuple[StatedMilestone, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stated_in: str
    note: str | None
    name_en: str | None = None
    predecessor_ids: tuple[str, ...] | None = None
    """The numbers of earlier editions that this row continues (renamed, split, merged); None for a row of its own."""


class County(Frozen):
    """One county of an edition, its order and its tile; `ranked` is false for the city level and the unnamed county."""

    county_code: str
    name: str
    name_en: str
    short_name: str
    level: Literal["city", "county", "unnamed"]
    ranked: bool
    sort_order: int
    tile_row: int | None
    tile_column: int | None
    belts: str | None


class Indicator(Frozen):
    """One indicator of the plan's table, as printed and as numbers where they are numbers."""

    indicator_no: int
    name: str
    unit_printed: str | None
    baseline_printed: str | None
    target_printed: str | None
    baseline_value: Money | None
    target_operator: Literal["ge", "gt", "le", "lt", "eq", "text"]
    target_value: Money | None
    nature: Literal["expected", "binding"]
    direction: Literal["up", "down", "hold"]
    service_area: str
    stated_in: str
    note: str | None


class Contradiction(Frozen):
    """Two places of the plan that disagree, both as printed, and how this library treats them."""

    contradiction_no: int
    subject_kind: str
    subject_id: str | None
    title_zh: str
    title_en: str
    place_a: str
    printed_a: str
    place_b: str
    printed_b: str
    treatment_zh: str
    treatment_en: str
