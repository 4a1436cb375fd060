"""The library in force as what a newer edition is made from: its rows, and all that stands beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from portfolio import codes
from portfolio.library.columns import (
    CODE,
    CONTRADICTION,
    COUNTY,
    EDITION,
    EVIDENCE_MAP,
    INDICATOR,
    KEY,
    LIBRARY,
    NAME,
    PUBLIC_RECORD,
    SCALE,
    TOTAL,
    WORDED,
    Columns,
)
from portfolio.library.taking import Taken, checked
from portfolio.model import OpeningFigure, PortfolioError
from portfolio.store import Store


@dataclass(frozen=True)
class Standing:
    """The edition that answers a day: its rows with the columns of LIBRARY, its text tables, and the numbers ever given."""

    event_id: int
    library: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]
    indicators: pl.DataFrame
    given: pl.DataFrame

    @property
    def edition(self) -> dict[str, Any]:
        """The edition's own row."""
        return self.tables["edition"].row(0, named=True)


def standing(store: Store, day: date) -> Standing:
    """The edition in force on the day. Raises PortfolioError edition_none for a store that has none."""
    parameters = {"day": day, "newest": store.version()}
    edition = store.read("FROM edition_in_force($day, $newest)", parameters)
    if edition.is_empty():
        raise PortfolioError("edition_none")
    event_id = int(edition["event_id"][0])
    library = store.read("FROM library_row($day, $newest)", parameters).sort("position")
    library = _columns(_unnamed(library), LIBRARY)
    brought = store.read("FROM codes_of_edition($event)", {"event": event_id})
    names = brought.filter(codelist="name").rename({"zh": "name", "en": "name_en"})
    indicators = store.read("FROM indicator_row($day, $newest)", parameters)
    tables = {
        "edition": _columns(edition, EDITION),
        "counties": _columns(
            store.read("FROM county_row($day, $newest) ORDER BY sort_order", parameters), COUNTY
        ),
        "indicators": _columns(indicators, INDICATOR),
        "contradictions": _columns(
            store.read("FROM contradiction_row($day, $newest)", parameters).sort("contradiction_no"),
            CONTRADICTION,
        ),
        "public_record": pl.DataFrame(schema=pl.Schema(PUBLIC_RECORD)),
        "evidence_map": pl.DataFrame(schema=pl.Schema(EVIDENCE_MAP)),
        "codes": _columns(brought.filter(pl.col("codelist") != "name"), CODE),
        "names": _columns(names, NAME),
        "published_totals": _columns(
            store.read("FROM totals_of_edition($event)", {"event": event_id}), TOTAL
        ),
        "scale": _columns(
            store.read("FROM scale_word_row($day, $newest)", parameters).with_columns(
                unit=pl.lit(None, pl.String)
            ),
            KEY | SCALE | WORDED,
        ),
    }
    given = store.read("FROM numbers_given()")
    return Standing(event_id, library, tables, indicators, given)


def _columns(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    return rows.select(list(columns)).cast(pl.Schema(columns))


def renewed(
    before: Standing,
    rows: Sequence[Mapping[str, Any]],
    stated: Mapping[str, Any],
    where: str,
    openings: Sequence[OpeningFigure] = (),
) -> Taken:
    """A newer edition of these rows (with the columns of LIBRARY), checked as every other.

    `stated` is what its document says otherwise than the edition before (title, document_number, issuer, published_on); what
    stands beside the rows stays. `where` names the file that something is wrong in. Raises PortfolioError as checked.
    """
    library = pl.DataFrame(list(rows), schema=pl.Schema(LIBRARY), orient="row")
    edition = pl.DataFrame([before.edition | dict(stated)], schema=pl.Schema(EDITION), orient="row")
    sizes = _sizes(library)
    scale = before.tables["scale"].join(sizes, on=["project_id", "measure", "value"], how="semi")
    tables = {**before.tables, "edition": edition, "scale": scale}
    digest_of_all = _digest(library, edition, openings)
    taken = checked(library, tables, digest_of_all, Path(where), Path(where), tuple(openings))
    # facts of the public record stay with what they are about: the record itself is not part of an annex
    return replace(taken, frames=taken.frames | {"indicator": before.indicators})


def rows_of(taken: Taken) -> pl.DataFrame:
    """The rows of the edition as its library states them, with the columns of LIBRARY."""
    return _columns(_unnamed(taken.frames["project"]), LIBRARY)


def _unnamed(rows: pl.DataFrame) -> pl.DataFrame:
    unnamed = pl.col("county_code") == codes.UNNAMED_COUNTY
    return rows.with_columns(county_code=pl.when(unnamed).then(None).otherwise("county_code"))


def _sizes(library: pl.DataFrame) -> pl.DataFrame:
    filled = library.filter(pl.col("scale").list.len() > 0).select("project_id", "scale")
    return filled.explode("scale").unnest("scale").select("project_id", "measure", "value")


def _digest(library: pl.DataFrame, edition: pl.DataFrame, openings: Sequence[OpeningFigure]) -> str:
    """The SHA-256 of what the edition states."""
    texts = [library.write_json(), edition.write_json(), *(one.model_dump_json() for one in openings)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def next_number(before: Standing, box: int, taken: Sequence[str] = ()) -> tuple[str, int]:
    """The number that the box gives next, as `09-28`, and its item: behind all that any edition gave, and `taken`."""
    items = [
        int(one[1]) for one in map(_parts, [*before.given["project_id"], *taken]) if one and one[0] == box
    ]
    stated = before.given.filter(box=box)["item"].max()
    item = max([0, *items, int(stated) if isinstance(stated, int) else 0]) + 1
    return f"{box:02d}-{item:02d}", item


def _parts(number: str) -> tuple[int, int] | None:
    box, _, rest = number.partition("-")
    item = rest.partition("-")[0]
    return (int(box), int(item)) if box.isdigit() and item.isdigit() else None


def parts_of(number: str) -> tuple[int, int] | None:
    """The box and item that a number of this form names (`09-05-12`); None for one of another form."""
    parts = _parts(number)
    return parts if parts and 0 < parts[0] < 100 and parts[1] < 30_000 else None


def box_of(before: Standing, area: str) -> int:
    """The box that the area's projects stand in; of an area without any, its place in the list."""
    rows = before.library.filter(service_area=area)
    if rows.is_empty():
        return list(codes.labels("area", "zh")).index(area) + 1 if area in codes.labels("area", "zh") else 99
    return int(rows["box"].mode().sort()[0])
