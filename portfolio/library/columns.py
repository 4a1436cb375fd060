"""The columns of the library parquet and of the text tables it is built from."""

from __future__ import annotations

import polars as pl

Columns = dict[str, pl.DataType]
MONEY = pl.Decimal(18, 2)
FUNDING: Columns = {"source": pl.String(), "amount": MONEY, "currency": pl.String(), "note": pl.String()}
SCALE: Columns = {"measure": pl.String(), "value": MONEY, "unit": pl.String()}
MILESTONE: Columns = {
    "milestone": pl.String(),
    "label": pl.String(),
    "due_on": pl.Date(),
    "due_precision": pl.String(),
    "done_on": pl.Date(),
    "done_precision": pl.String(),
    "evidence_no": pl.Int32(),
}
EVIDENCE: Columns = {
    "evidence_no": pl.Int32(),
    "kind": pl.String(),
    "label": pl.String(),
    "value": MONEY,
    "unit": pl.String(),
    "funding": pl.String(),
    "held_on": pl.Date(),
    "precision": pl.String(),
    "published_on": pl.Date(),
    "title": pl.String(),
    "url": pl.String(),
    "confidence": pl.String(),
    "note": pl.String(),
}
PROJECT: Columns = {
    "project_id": pl.String(),
    "project_code": pl.String(),
    "parent_id": pl.String(),
    "kind": pl.String(),
    "name": pl.String(),
    "county_code": pl.String(),
    "box": pl.Int8(),
    "item": pl.Int16(),
    "service_area": pl.String(),
    "category": pl.String(),
    "programme": pl.String(),
    "construction_type": pl.String(),
    "owner_unit": pl.String(),
    "planned_investment_amount": MONEY,
    "planned_investment_qualifier": pl.String(),
    "stated_in": pl.String(),
    "note": pl.String(),
    "name_en": pl.String(),
    "predecessor_ids": pl.String(),
}
"""The columns of projects.csv: a row of the library without its lists; `;` stands between several predecessors."""

LATER = ("name_en", "predecessor_ids")
"""Columns that an older library may lack: nothing is known of them then."""

LIBRARY: Columns = (
    {name: kind for name, kind in PROJECT.items() if name not in {"stated_in", "note", *LATER}}
    | {
        "funding": pl.List(pl.Struct(FUNDING)),
        "scale": pl.List(pl.Struct(SCALE)),
        "milestones": pl.List(pl.Struct(MILESTONE)),
        "evidence": pl.List(pl.Struct(EVIDENCE)),
    }
    | {"stated_in": pl.String(), "note": pl.String()}
    | {"name_en": pl.String(), "predecessor_ids": pl.List(pl.String())}
)
"""The parquet's columns in order: an interface; other cities' libraries have the same."""

COUNTY: Columns = {
    "county_code": pl.String(),
    "name": pl.String(),
    "name_en": pl.String(),
    "short_name": pl.String(),
    "level": pl.String(),
    "ranked": pl.Boolean(),
    "sort_order": pl.Int32(),
    "tile_row": pl.Int32(),
    "tile_column": pl.Int32(),
    "belts": pl.String(),
}
INDICATOR: Columns = {
    "indicator_no": pl.Int32(),
    "name": pl.String(),
    "unit_printed": pl.String(),
    "baseline_printed": pl.String(),
    "target_printed": pl.String(),
    "baseline_value": MONEY,
    "target_operator": pl.String(),
    "target_value": MONEY,
    "nature": pl.String(),
    "direction": pl.String(),
    "service_area": pl.String(),
    "stated_in": pl.String(),
    "note": pl.String(),
}
CONTRADICTION: Columns = {
    "contradiction_no": pl.Int32(),
    "subject_kind": pl.String(),
    "subject_id": pl.String(),
    "title_zh": pl.String(),
    "title_en": pl.String(),
    "place_a": pl.String(),
    "printed_a": pl.String(),
    "place_b": pl.String(),
    "printed_b": pl.String(),
    "treatment_zh": pl.String(),
    "treatment_en": pl.String(),
}
EDITION: Columns = {
    "edition_id": pl.String(),
    "title": pl.String(),
    "title_en": pl.String(),
    "document_number": pl.String(),
    "issuer": pl.String(),
    "issuer_en": pl.String(),
    "published_on": pl.Date(),
    "city_code": pl.String(),
    "city_name": pl.String(),
    "city_name_en": pl.String(),
    "horizon_from": pl.Date(),
    "horizon_to": pl.Date(),
    "source_note": pl.String(),
}
PUBLIC_RECORD: Columns = {
    "project_key": pl.String(),
    "county_code": pl.String(),
    "fact_type": pl.String(),
    "value": MONEY,
    "unit": pl.String(),
    "funding_source": pl.String(),
    "milestone_name": pl.String(),
    "event_date": pl.String(),
    "published_date": pl.Date(),
    "source_url": pl.String(),
    "source_title_or_site": pl.String(),
    "confidence": pl.String(),
    "note": pl.String(),
}
EVIDENCE_MAP: Columns = {
    "project_key": pl.String(),
    "target_kind": pl.String(),
    "target_id": pl.String(),
    "why": pl.String(),
}
OPENING: Columns = {
    "project_id": pl.String(),
    "predecessor_id": pl.String(),
    "period_on": pl.Date(),
    "figure": pl.String(),
    "source": pl.String(),
    "currency": pl.String(),
    "year": pl.Int32(),
    "amount": MONEY,
}
"""The columns of opening_figures.csv, which only an edition that splits a project has."""
CODE: Columns = {"codelist": pl.String(), "code": pl.String(), "zh": pl.String(), "en": pl.String()}
NAME: Columns = {"name": pl.String(), "name_en": pl.String()}
"""The columns of names.csv: our English rendering of a unit, a programme or an indicator."""
TOTAL: Columns = {
    "county_code": pl.String(),
    "category": pl.String(),
    "measure": pl.String(),
    "year": pl.Int32(),
    "stated_on": pl.Date(),
    "value": MONEY,
    "title": pl.String(),
    "url": pl.String(),
    "note": pl.String(),
}
KEY: Columns = {"project_id": pl.String()}
WORDED: Columns = {"qualifier": pl.String()}
"""What scale.csv may hold beside what the parquet does: how a size that is not exact was worded."""
TABLES: dict[str, Columns] = {
    "projects": PROJECT,
    "funding": KEY | FUNDING,
    "scale": KEY | SCALE | WORDED,
    "milestones": KEY | MILESTONE,
    "counties": COUNTY,
    "edition": EDITION,
    "indicators": INDICATOR,
    "contradictions": CONTRADICTION,
    "public_record": PUBLIC_RECORD,
    "evidence_map": EVIDENCE_MAP,
}
"""Text table to its columns; every table is data/library/NAME.csv."""

OPTIONAL: dict[str, Columns] = {"codes": CODE, "names": NAME, "published_totals": TOTAL}
"""Text tables that a library may bring, beside those of TABLES, which it must."""
