"""On 县市区: what moved since a month was made final, or between two of them, county by county and project by project."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries as all_queries
from portfolio.formats import money_text, plain, rounded
from portfolio.model import View
from portfolio.queries import moved as queries
from portfolio.queries.finals import view_of
from portfolio.web import filters as address
from portfolio.web import finals, tables
from portfolio.web.compare import asked
from portfolio.web.compare.asked import WHOLE, Answer, Compared
from portfolio.web.compare.behind import SIDES
from portfolio.web.finals import Row
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

LISTS = CODELISTS | {"moved_kind": "moved"}
MOST = 3
"""Reasons that a sentence names; the others stand in the list."""
COUNTED = ("late", "started", "reporting", "projects")


@dataclass(frozen=True)
class Pair:
    """Two days that are held against one another, and how they are called."""

    earlier: View
    later: View
    told: str
    before: str
    after: str


def draw(compared: Compared) -> None:
    """Draw the choice of two days, the reasons in a sentence, the counties, the projects; with no final month why not."""
    frame, measure = compared.frame, compared.measure
    pairs = _pairs(compared)
    st.header(frame.say("moved.title", measure=asked.title(frame, measure)), anchor="moved")
    if not pairs:
        _note(frame.say("moved.none"))
        return
    pair = pairs[_chosen(compared, pairs)]
    figures = queries.moved_figures(frame.store, pair.earlier, pair.later, measure).to_dicts()
    rows = queries.moved(frame.store, pair.earlier, pair.later, measure)
    sums = queries.moved_sums(rows)
    place = compared.chosen or WHOLE
    own = next((row for row in figures if row["county_code"] == place), None)
    if own:
        st.html(f'<p class="answer">{escape(_sentence(compared, pair, own, sums))}</p>')
    st.html(_counties(compared, pair, figures, sums))
    _projects(compared, rows if place == WHOLE else rows.filter(county_code=place))


def _note(text: str) -> None:
    st.html(f'<p class="chosen">{escape(text)}</p>')


def _pairs(compared: Compared) -> dict[str, Pair]:
    """What can be held against one another, by its word in the address."""
    frame = compared.frame
    now = (frame.live or frame.view).model_copy(update={"counties": None})
    made = list(finals.made(frame.store, now).values())
    here = frame.final or next((row for row in made if row["as_of"] <= now.as_of), None)
    if here is None:
        return {}
    found: dict[str, Pair] = {}
    last = view_of(now, here)
    label = finals.label(frame, here)
    if frame.final is None:
        live = frame.say("moved.live", day=frame.day(now.as_of))
        found["now"] = Pair(last, now, frame.say("moved.now", label=label), label, live)
    before = next((row for row in made if _is_before(row, here)), None)
    if before is not None:
        former = finals.label(frame, before)
        told = frame.say("moved.before", former=former, label=label)
        found["before"] = Pair(view_of(now, before), last, told, former, label)
    since = now.model_copy(update={"as_of": here["as_of"], "final": None})
    found["since"] = Pair(last, since, frame.say("moved.since", label=label), label, frame.say("final.live"))
    return found


def _is_before(row: Row, here: Row) -> bool:
    """Whether the one is the month that a final month is held against: an earlier month as it was final by then."""
    return bool(row["period_on"] < here["period_on"] and row["final_id"] < here["final_id"])


def _chosen(compared: Compared, pairs: dict[str, Pair]) -> str:
    """The pair that the address names, else the first; drawn as a choice where there are several."""
    frame, names = compared.frame, list(pairs)
    value = frame.filters.choice if frame.filters.choice in pairs else names[0]
    key = address.key("choice")
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    words = {name: pair.told for name, pair in pairs.items()}
    st.pills(
        frame.say("moved.choose"),
        names,
        format_func=words.__getitem__,
        key=key,
        on_change=address.write,
        args=("choice", frame.filters.today),
        label_visibility="collapsed",
    )
    return value


def _sentence(compared: Compared, pair: Pair, own: Answer, sums: pl.DataFrame) -> str:
    """What moved the figure: both sides with the reasons that moved them most, and the ranks."""
    frame, county = compared.frame, own["county_code"]
    place = frame.say("compare.whole") if county == WHOLE else compared.name(county)
    parts = [
        frame.say(
            "moved.figure",
            place=place,
            measure=asked.title(frame, compared.measure),
            before=_value(compared, own, "before_"),
            after=_value(compared, own, ""),
        )
    ]
    here = sums.filter(county_code=county)
    parts += [told for side in ("part", "whole") if (told := _side(compared, side, here))]
    if compared.measure == "pacing":
        until = (
            all_queries.calendar(frame.store, one)["reviewed_to_on"].item()
            for one in (pair.earlier, pair.later)
        )
        was, now = (rounded(day.month / 12 * 100, 1) for day in until)
        if was != now:
            parts.append(frame.say("moved.elapsed", before=plain(was, 1), after=plain(now, 1)))
    for name in ("rank", "without_rank"):
        before, after = own[f"before_{name}"], own[name]
        if before and after:
            key = f"moved.{name}" if before != after else f"moved.{name}_same"
            parts.append(frame.say(key, before=before, after=after))
    return frame.say("moved.semicolon").join(parts) + frame.say("moved.full_stop")


def _side(compared: Compared, side: str, here: pl.DataFrame) -> str:
    """How far a side of the figure moved, and the reasons that moved it most; "" for one that did not, or is none."""
    frame = compared.frame
    moved = pl.col(f"{side}_moved")
    told = here.filter(moved != 0).sort(moved.abs(), descending=True, maintain_order=True)
    name = _names(compared)[side == "whole"]
    if told.is_empty() or name is None:
        return ""
    labels = frame.labels("moved")
    reasons = [
        frame.say(
            "moved.reason",
            kind=labels[row["kind"]],
            amount=_signed(compared, row[f"{side}_moved"]),
            count=row["project_count"],
        )
        for row in told.head(MOST).iter_rows(named=True)
    ]
    whole = _signed(compared, told[f"{side}_moved"].sum())
    listed = frame.say("filter.value_separator").join(reasons)
    return frame.say("moved.side", side=name, amount=whole, reasons=listed)


def _names(compared: Compared) -> tuple[str, str | None]:
    """What the two sides of the comparison are called; a figure of one side has no other."""
    frame, measure = compared.frame, compared.measure
    if measure in COUNTED:
        whole = None if measure == "projects" else frame.say("moved.count_whole")
        return frame.say("moved.count_part"), whole
    part, whole_name, _ = SIDES[measure]
    return frame.say(f"column.{part}"), frame.say(f"column.{whole_name}") if whole_name else None


def _signed(compared: Compared, amount: Decimal | float) -> str:
    """The difference in words, its sign always told."""
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    if compared.measure in COUNTED:
        return sign + compared.frame.say("compare.count", count=f"{abs(int(amount)):,}")
    return sign + money_text(Decimal(str(abs(amount))), compared.frame.language)


def _value(compared: Compared, row: Answer, prefix: str) -> str:
    told = {name: row[f"{prefix}{name}"] for name in ("value", "part")}
    return asked.value_text(
        compared.frame, told | {"unit": row["unit"], "comparison": compared.measure}, full=False
    )


def _counties(compared: Compared, pair: Pair, figures: list[Answer], sums: pl.DataFrame) -> str:
    """The counties with figure and rank on both days, how far both sides moved, and what moved them most."""
    frame = compared.frame
    part, whole = _names(compared)
    heads = [pair.before, pair.after, frame.say("moved.head_rank"), frame.say("moved.head_without")]
    heads += [frame.say("moved.head_moved", side=side) for side in (part, whole) if side]
    cells = "".join(f'<th scope="col" class="number">{escape(head)}</th>' for head in heads)
    county, why = (escape(frame.say(f"moved.head_{name}")) for name in ("county", "why"))
    lines = "".join(_line(compared, row, sums, whole is not None) for row in figures)
    return (
        f'<div class="table-scroll"><table class="rows"><thead><tr><th scope="col">{county}</th>{cells}'
        f'<th scope="col">{why}</th></tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _line(compared: Compared, row: Answer, sums: pl.DataFrame, has_whole: bool) -> str:
    frame, county = compared.frame, row["county_code"]
    here = sums.filter(county_code=county)
    link = escape(frame.link("compare", county=None if county == WHOLE else county, tab="months"))
    name = frame.say("compare.whole") if county == WHOLE else compared.name(county)
    told = [_value(compared, row, "before_"), _value(compared, row, "")]
    told += [_arrow(row, "rank"), _arrow(row, "without_rank")]
    told += [_signed(compared, here[f"{side}_moved"].sum()) for side in ("part", "whole")[: 1 + has_whole]]
    cells = "".join(f'<td class="number">{escape(text)}</td>' for text in told)
    current = ' aria-current="true"' if compared.chosen == county else ""
    return (
        f'<tr{current}><th scope="row" style="white-space: nowrap">'
        f'<a href="{link}" target="_self">{escape(name)}</a></th>{cells}'
        f"<td>{escape(_main(compared, here))}</td></tr>"
    )


def _arrow(row: Answer, name: str) -> str:
    before, after = row[f"before_{name}"], row[name]
    return "—" if before is None and after is None else f"{before or '—'} → {after or '—'}"


def _main(compared: Compared, here: pl.DataFrame) -> str:
    """The kinds of the county's rows with how many, those that moved its part most first."""
    labels = compared.frame.labels("moved")
    order = here.sort(pl.col("part_moved").abs(), descending=True, maintain_order=True).head(MOST)
    return compared.frame.say("filter.value_separator").join(
        f"{labels[row['kind']]} {row['project_count']}" for row in order.iter_rows(named=True)
    )


def _projects(compared: Compared, rows: pl.DataFrame) -> None:
    """Draw the projects with their part in the difference; their sums are the differences above."""
    frame, counted = compared.frame, compared.measure in COUNTED
    place = compared.name(compared.chosen) if compared.chosen else frame.say("compare.whole")
    title = frame.say("moved.projects", place=place)
    st.subheader(title, anchor=False)
    part, whole = _names(compared)
    _note(frame.say("moved.adds_up", part=part, whole=whole or "—"))
    suffix, kind = ("count", pl.Int64) if counted else ("amount", pl.Decimal(38, 2))
    told = {
        "part_before": "side_before",
        "part": "side_after",
        "part_moved": "side_moved",
        "whole_moved": "base_moved",
    }
    named = {f"{shown}_{suffix}": pl.col(name).cast(kind) for name, shown in told.items()}
    shown = rows.select(
        "project_id",
        "name",
        "county_code",
        pl.col("kind").alias("moved_kind"),
        effect_share="effect" if compared.chosen else "whole_effect",
        **named,
    )
    hidden = {f"base_moved_{suffix}"} if whole is None else set()
    hidden |= {"effect_share"} if shown["effect_share"].null_count() == shown.height else set()
    columns = [
        name for name in ("name", "county_code", "moved_kind", *named, "effect_share") if name not in hidden
    ]
    totals: dict[str, object] = {name: shown[name].sum() for name in named if name in columns}
    if "effect_share" in columns:
        totals["effect_share"] = shown["effect_share"].sum()
    links = {"name": lambda row: frame.link("project", project=str(row["project_id"]))}
    tables.draw(frame, title, Table(shown, columns, totals, "table.dash", LISTS, links))
