"""The rows without an error as entries, and what they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from portfolio.intake.checked import CHANGES
from portfolio.intake.context import Context
from portfolio.intake.rules_money import falling, with_held
from portfolio.intake.sheets import YEAR_END, Column
from portfolio.intake.typed import CLEARED, PRECISION, TEXT, WORD, Typed
from portfolio.intake.values import TYPES

CORRECTIONS: dict[str, pl.DataType] = {
    name: pl.String() for name in ("project_id", "column", "sheet", "cell", "value", "said")
}


def sound(typed: Typed, erring: pl.Series) -> Typed:
    """The sheet without the rows that have an error."""
    rows = typed.rows.filter(~pl.col("row_number").is_in(erring.implode()))
    return Typed(typed.sheet, typed.read, rows)


def entries_of(sheets: Sequence[Typed], context: Context) -> dict[str, pl.DataFrame]:
    """Entry table to its rows, as the ledger keeps them."""
    found: dict[str, list[pl.DataFrame]] = {}
    for typed in sheets:
        for table in typed.sheet.tables:
            frame = _entries(typed, table, context)
            if frame.height:
                found.setdefault(table, []).append(frame)
    return {
        table: frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal_relaxed")
        for table, frames in found.items()
    }


def _entries(typed: Typed, table: str, context: Context) -> pl.DataFrame:
    columns = [column for column in typed.sheet.columns if column.table == table]
    if typed.rows.is_empty() or not _states(typed, columns):
        return pl.DataFrame()
    rows = _with_unchanged(typed, context) if table == "status_entry" else typed.rows
    values = [column for column in columns if not column.key]
    says = pl.any_horizontal(
        *(
            pl.col(column.code).is_not_null() | pl.col(column.code + CLEARED) | _says_word(column)
            for column in values
        )
    )
    rows = rows.filter(says & pl.col("project_id").is_not_null())
    cleared = [pl.when(pl.col(c.code + CLEARED)).then(pl.lit(c.field)) for c in values if c.clearable]
    return rows.select(
        "project_id",
        period_on=pl.lit(context.period_on),
        sheet=pl.lit(typed.read.name),
        row_number=pl.col("row_number"),
        cell=_cell(typed, values),
        cells=_cells(typed, values),
        cleared=pl.concat_list(cleared).list.drop_nulls() if cleared else pl.lit([], pl.List(pl.String)),
        **dict(_fields(columns)),
        **(_of_year_end(typed.sheet.code, context) if table == YEAR_END else {}),
    )


def _of_year_end(sheet: str, context: Context) -> dict[str, pl.Expr]:
    """Of which year's end the row tells, of which source (none: work done), and the amounts that this sheet has not."""
    of_work = sheet == "progress"
    money = ("allocated_amount", "received_amount", "paid_amount")
    blank = pl.lit(None, TYPES["amount"])
    return {
        "year_end_on": pl.lit(date(context.period_on.year - 1, 12, 31)),
        "source": pl.lit(None, pl.String) if of_work else pl.col("source"),
        "currency": pl.lit("CNY") if of_work else pl.col("currency"),
        **dict.fromkeys(money if of_work else ("work_done_amount",), blank),
    }


def _states(typed: Typed, columns: Sequence[Column]) -> bool:
    """Whether the sheet says anything for this table; 本月无变化 says something of the stage."""
    return any(typed.states(column.code) for column in columns if not column.key) or any(
        column.code == "stage" and typed.states("unchanged") for column in columns
    )


def _fields(columns: Sequence[Column]) -> Iterator[tuple[str, pl.Expr]]:
    for column in columns:
        if column.field:
            yield column.field, pl.col(column.code).cast(TYPES.get(column.kind, pl.String()))
        if column.word_field:
            yield column.word_field, pl.when(_says_word(column)).then(pl.lit("on_schedule"))
        if column.coarse and column.kind == "day" and column.word_field:
            coarse = pl.col(column.code + PRECISION)
            told = pl.col(column.code).is_not_null() & (coarse != "day")
            yield "forecast_precision", pl.when(told).then(coarse)
        if column.precision_field:
            yield column.precision_field, pl.col(column.code + PRECISION).fill_null("day")
    if any(column.table == "milestone_entry" for column in columns):
        # only a reviewer mends a slip of the pen
        yield "correction", pl.lit(value=False)


def _says_word(column: Column) -> pl.Expr:
    """Whether 按期 stands in the column's cell."""
    return pl.col(column.code + WORD) if column.word_field else pl.lit(value=False)


def _with_unchanged(typed: Typed, context: Context) -> pl.DataFrame:
    """The stage last accepted, said again: a report that the project stands as it stood."""
    held = context.held["status"].select("project_id", __stage="stage_last")
    same = pl.col("unchanged").fill_null(value=False) & pl.col("stage").is_null()
    return (
        typed.rows.join(held, on="project_id", how="left", maintain_order="left")
        .with_columns(
            stage=pl.when(same).then(pl.col("__stage")).otherwise(pl.col("stage")),
        )
        .drop("__stage")
    )


def _cell(typed: Typed, columns: Sequence[Column]) -> pl.Expr:
    """The cell of the first value that the row states."""
    letters = [typed.read.letters.get(column.code) for column in columns]
    first: list[pl.Expr] = [
        pl.when(pl.col(column.code + TEXT).is_not_null()).then(pl.lit(letter))
        for column, letter in zip(columns, letters, strict=True)
        if letter
    ]
    if typed.sheet.code == "status":
        first += [pl.lit(typed.read.letters.get("unchanged", "A"))]
    whole = pl.coalesce(*first) if first else pl.lit("A")
    return pl.format("{}{}", whole, pl.col("row_number"))


def _cells(typed: Typed, columns: Sequence[Column]) -> pl.Expr:
    """Field and cell of each value that the row states; 本月无变化 states the stage where it stands."""
    told: list[pl.Expr] = []
    for column in columns:
        letter, says = typed.read.letters.get(column.code), pl.col(column.code + TEXT).is_not_null()
        if letter is None and column.code != "stage":
            continue
        here = pl.lit(letter)
        if column.code == "stage" and (same := typed.read.letters.get("unchanged")):
            here = pl.when(says).then(here).otherwise(pl.lit(same))
            says |= pl.col("unchanged").fill_null(value=False)
        field = pl.when(_says_word(column)).then(pl.lit(column.word_field)).otherwise(pl.lit(column.field))
        told.append(pl.when(says).then(pl.format("{} {}{}", field, here, pl.col("row_number"))))
    return pl.concat_list(told).list.drop_nulls() if told else pl.lit(None, pl.List(pl.String))


def changes_of(sheets: Sequence[Typed], context: Context) -> pl.DataFrame:
    """One row a stated value that differs from the last accepted one; see Checked."""
    names = context.projects.select("project_id", "name")
    empty = pl.DataFrame(schema=CHANGES)
    found = [frame for typed in sheets for frame in _changes(typed, context) if frame.height]
    if not found:
        return empty
    whole = pl.concat(found).join(names, on="project_id", how="left", maintain_order="left")
    return whole.select(list(CHANGES))


def _changes(typed: Typed, context: Context) -> Iterator[pl.DataFrame]:
    here = typed.sheet
    if typed.rows.is_empty():
        return
    rows = with_last(typed, context)
    part = [pl.col(key).cast(pl.String) for key in here.keys[1:] if key != "currency"]
    if "currency" in here.keys:
        foreign = pl.when(pl.col("currency") != "CNY").then(pl.col("currency"))
        part.append(foreign)
    for column in here.inputs:
        letter = typed.read.letters.get(column.code)
        if column.field is None or letter is None or not typed.states(column.code):
            continue
        new, cleared = pl.col(column.code), pl.col(column.code + CLEARED)
        last = column.code + "_last"
        old = pl.col(last) if last in rows.columns else pl.lit(None, pl.String)
        word = _says_word(column)
        differs = (new.is_not_null() & new.ne_missing(old.cast(TYPES.get(column.kind, pl.String())))) | (
            (cleared | word) & old.is_not_null()
        )
        yield rows.filter(differs).select(
            "project_id",
            sheet=pl.lit(here.code),
            part=pl.concat_str(part, separator=" ", ignore_nulls=True) if part else pl.lit(None, pl.String),
            column=pl.lit(column.code),
            kind=pl.when(word).then(pl.lit("word")).otherwise(pl.lit(column.kind)),
            old=_plain(old, column, rows, "_last"),
            new=pl.when(word).then(pl.lit("on_schedule")).otherwise(_plain(new, column, rows, PRECISION)),
            sheet_name=pl.lit(typed.read.name),
            cell=pl.format("{}{}", pl.lit(letter), pl.col("row_number")),
        )


def _plain(value: pl.Expr, column: Column, rows: pl.DataFrame, side: str) -> pl.Expr:
    """The value as plain text; a stated day with its precision behind a colon."""
    text = value.cast(TYPES.get(column.kind, pl.String())).cast(pl.String)
    precision = (column.code if side == PRECISION else column.precision_field or "") + side
    told = column.kind == "stated_day" or (column.word_field is not None and side == PRECISION)
    if not told or precision not in rows.columns:
        return text
    return pl.format("{}:{}", text, pl.col(precision).fill_null("day"))


HELD = {"milestones": "milestone", "obstacles": "obstacle"}
"""How the questions name what a sheet is compared with, where it is not the sheet's own code."""


def with_last(typed: Typed, context: Context) -> pl.DataFrame:
    """The sheet's rows beside the last accepted values of the same key."""
    here = typed.sheet
    if here.code not in HELD:
        return with_held(typed, context)
    held = context.held[HELD[here.code]]
    return typed.rows.join(held, on=list(here.keys), how="left", maintain_order="left")


def corrections_of(sheets: Mapping[str, Typed], context: Context, mended: pl.DataFrame) -> pl.DataFrame:
    """One row a reason that was written, at each figure of its row that falls, stands above a later month's, or is one of
    `mended`; where none does, the reason stands in its own cell, since what is written is kept."""
    found = [pl.DataFrame(schema=CORRECTIONS)]
    for code in ("progress", "funding"):
        typed = sheets.get(code)
        if typed is None or not typed.states("correction"):
            continue
        rows = with_held(typed, context).filter(pl.col("correction").is_not_null())
        own = typed.read.letters.get("correction", "A")
        figures = []
        for column in typed.sheet.inputs:
            letter = typed.read.letters.get(column.code)
            if not letter or column.field is None or not typed.states(column.code):
                continue
            cell = pl.format("{}{}", pl.lit(letter), pl.col("row_number"))
            mends = mended.filter(sheet=code, column=column.code)["cell"]
            because = cell.is_in(mends.implode())
            if column.cumulative:
                falls, rises = falling(column)
                because = because | falls | rises
            figures.append(_reasons(rows.filter(because), typed, column.code, cell))
        told = pl.concat(figures) if figures else found[0]
        numbers = told["cell"].str.extract(r"(\d+)$").unique()
        alone = rows.filter(~pl.col("row_number").cast(pl.String).is_in(numbers.implode()))
        here = pl.format("{}{}", pl.lit(own), pl.col("row_number"))
        found += [told, _reasons(alone, typed, "correction", here)]
    return pl.concat(found)


def _reasons(rows: pl.DataFrame, typed: Typed, column: str, cell: pl.Expr) -> pl.DataFrame:
    value = pl.lit(None, pl.String) if column == "correction" else pl.col(column + TEXT)
    return rows.select(
        "project_id",
        column=pl.lit(column),
        sheet=pl.lit(typed.read.name),
        cell=cell,
        value=value,
        said=pl.col("correction"),
    )
