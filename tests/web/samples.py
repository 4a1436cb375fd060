"""A frame of a small made-up city, for tests that need no store."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from portfolio.model import County, Edition
from portfolio.store import Store
from portfolio.web import filters
from portfolio.web.frame import Frame

TODAY = date(2026, 11, 24)


def county(code: str, name: str, order: int) -> County:
    return County(
        county_code=code,
        name=name,
        name_en=f"County {order}",
        short_name=name[-1],
        level="county",
        ranked=True,
        sort_order=order,
        tile_row=None,
        tile_column=None,
        belts=None,
    )


COUNTIES = (county("990001", "示例县甲", 1), county("990002", "示例县乙", 2))
EDITION = Edition(
    edition_id="sample",
    title="示例规划",
    title_en="Sample plan",
    document_number="示发〔2026〕1号",
    issuer=None,
    issuer_en=None,
    published_on=None,
    city_code="990000",
    city_name="示例市",
    city_name_en="Sample City",
    horizon_from=date(2026, 1, 1),
    horizon_to=date(2030, 12, 31),
    source_note=None,
    digest="",
)


def frame(**parameters: str) -> Frame:
    """The frame of an address of the made-up city."""
    asked = filters.read(parameters, [row.county_code for row in COUNTIES], TODAY, ("official", "demo"))
    view = asked.view(datetime(2026, 11, 24, 23, 59))
    return Frame(asked, view, cast(Store, None), EDITION, COUNTIES, "library", {})
