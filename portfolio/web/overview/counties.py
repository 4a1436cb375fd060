"""The counties side by side: plan and work, who is behind and by how much, their ranks, and what drags each most."""

from __future__ import annotations

from decimal import Decimal
from html import escape

import polars as pl
import streamlit as st

from portfolio.web import rules
from portfolio.web.compare import asked
from portfolio.web.frame import Frame
from portfolio.web.overview.known import Known, Row, points, share
from portfolio.web.tables import Table

SLOW = -0.1
"""From where on a county's 比序时进度 is written in the colour of yellow lights."""
VERY_SLOW = -0.3
BAR = 64
"""Pixels of the longest bar of 欠序时投资."""
HEADS = (
    *("county_code", "project_count", "annual_plan_amount", "work_done_year_amount", "completion_share"),
    *("pacing_share", "behind_amount", "rank", "budget_share", "aged_unpaid_amount", "red_count"),
    *("unreported_count", "worst"),
)
AMOUNTS = ("annual_plan_amount", "work_done_year_amount", "behind_amount", "aged_unpaid_amount")


def draw(known: Known) -> None:
    """Draw the table."""
    rows = "".join(_line(known, row) for row in known.counties)
    st.html(
        f'<div class="table-scroll steering"><table class="rows steering"><thead><tr>{_heads(known)}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{_total(known)}</tfoot></table></div>"
    )


def _heads(known: Known) -> str:
    months = rules.told(known.frame)["unpaid_months"]
    cells = []
    for name in HEADS:
        told = known.frame.say(f"overview.head_{name}", months=months)
        unit = f"<small>{escape(_unit(known, name))}</small>" if _unit(known, name) else ""
        side = "" if name in ("county_code", "worst") else ' class="number"'
        cells.append(f'<th scope="col"{side}>{escape(told)}{unit}</th>')
    return "".join(cells)


def _unit(known: Known, name: str) -> str:
    if name in AMOUNTS:
        return known.frame.say(f"overview.unit_{known.unit.places}")
    if name in ("completion_share", "budget_share"):
        return "%"
    return known.frame.say("overview.head_unit_points") if name == "pacing_share" else ""


def _line(known: Known, row: Row) -> str:
    frame, county = known.frame, row["county_code"]
    link = links(frame, county)
    name = (
        f'<th scope="row"><a href="{escape(frame.county_link(county))}">{escape(known.name(county))}</a></th>'
    )
    return f"<tr>{name}{_figures(known, row, link)}{cell(_worst(known, row), '', 'text')}</tr>"


def _figures(known: Known, row: Row, link: dict[str, str]) -> str:
    frame = known.frame
    rank = rank_text(known, row)
    cells = [
        cell(f"{row['project_count']:,}", link["project_count"]),
        cell(known.amount(row["annual_plan_amount"]), link["planned"]),
        cell(known.amount(row["work_done_year_amount"]), link["planned"]),
        cell(percent(frame, row["completion_share"]), link["planned"]),
        cell(points(frame, row["pacing_share"]), link["planned"], slow(row["pacing_share"])),
        cell(known.amount(row["behind_amount"]), link["behind"], "bar", _bar(known, row)),
        cell(rank, link["rank"], "place"),
        cell(percent(frame, row["budget_payment_share"]), link["budget"]),
        cell(known.amount(row["aged_unpaid_amount"]), link["unpaid"]),
        cell(
            "—" if row["red_count"] is None else f"{row['red_count']:,}",
            link["red"],
            "bad" * bool(row["red_count"]),
        ),
        cell(f"{row['unreported_count']:,}", link["unreported"]),
    ]
    return "".join(cells)


def cell(told: str, href: str, kind: str = "", more: str = "") -> str:
    """A cell; what opens rows is a link, unknown and nothing are none."""
    inner = told if kind == "text" else escape(told)
    if href and told not in ("—", "0", ""):
        inner = f'<a href="{escape(href)}">{inner}</a>'
    side = kind if kind in ("text",) else f"number {kind}".strip()
    return f'<td class="{side}">{inner}{more}</td>'


def percent(frame: Frame, value: float | None) -> str:
    """The share without its sign, which stands in the heading."""
    return share(frame, value).removesuffix("%")


def slow(pacing: float | None) -> str:
    """The class of a 比序时进度: of what is behind as lights are, orange and then red."""
    if pacing is None or pacing > SLOW:
        return ""
    return "bad" if pacing <= VERY_SLOW else "warn"


def _bar(known: Known, row: Row) -> str:
    """How much of the largest 欠序时投资 the county's is, as a bar; none for who is ahead."""
    most = max((one["behind_amount"] or Decimal(0) for one in known.counties), default=Decimal(0))
    amount = row["behind_amount"] or Decimal(0)
    width = round(BAR * amount / most) if most > 0 and amount > 0 else 0
    return f'<i style="width:{width}px"></i>'


def rank_text(known: Known, row: Row) -> str:
    """The county's place and, in brackets, last month's; or why it has none."""
    if known.frame.reader.scope is not None or row["ranking"] is None:
        return "—"
    if not row["rank"]:
        return asked.reason(known.frame, row | {"comparison": "pacing"}) or "—"
    before = known.before.get(row["county_code"], {}).get("rank")
    return f"{row['rank']} ({before})" if before else str(row["rank"])


def links(frame: Frame, county: str | None) -> dict[str, str]:
    """Where the rows of each figure of the county stand; None: of the whole."""
    place = {"county": county} if county else {}

    def listed(**told: object) -> str:
        return frame.link("library", **place, **told)

    return {
        "project_count": listed(),
        "planned": listed(only="planned"),
        "behind": listed(only="planned", sort="-behind_amount"),
        "rank": frame.link("compare", measure="pacing", **place),
        "budget": frame.link("compare", measure="budget_payment", tab="rows", **place),
        "unpaid": listed(only="unpaid", sort="-aged_unpaid_amount"),
        "red": listed(state="red"),
        "unreported": listed(only="unreported"),
    }


def _worst(known: Known, row: Row) -> str:
    """The project that drags most, and where it is stuck or since when nothing is heard of it."""
    frame = known.frame
    if row["worst_id"] is None:
        return escape(frame.say("overview.none"))
    told = worst_told(frame, row)
    href = escape(frame.link("project", project=row["worst_id"]))
    aside = f" <small>{escape(told)}</small>" if told else ""
    return f'<a href="{href}">{escape(row["worst_name"])}</a>{aside}'


def worst_told(frame: Frame, row: Row) -> str:
    """Where the project is stuck: 未填报, else its milestone."""
    if row["worst_silent"]:
        return frame.say("overview.silent")
    return frame.labels("milestone").get(row["worst_milestone"] or "", "")


def _total(known: Known) -> str:
    frame, whole = known.frame, known.whole
    apart = [
        f'<a href="{escape(frame.link("library", state=state))}">'
        f"{escape(frame.say(f'overview.apart_{state}', count=whole[f'{state}_count']))}</a>"
        for state in ("withdrawn", "suspended")
        if whole[f"{state}_count"]
    ]
    between = escape(frame.say("filter.value_separator"))
    told = escape(frame.say("overview.apart")) + between.join(apart) if apart else ""
    figures = _figures(known, whole, links(frame, None))
    figures = figures.replace(_bar(known, whole), "", 1)
    head = f'<th scope="row">{escape(frame.say("table.total"))}</th>'
    return f'<tr class="total">{head}{figures}<td class="text">{told}</td></tr>'


def table(known: Known) -> Table:
    """The same as a table to take away, amounts in full."""
    rows = [
        {name: row.get(name) for name in HEADS}
        | {
            "rank": rank_text(known, row),
            "budget_share": row["budget_payment_share"],
            "worst": row["worst_name"],
        }
        for row in known.counties
    ]
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "county_code": pl.String,
        **dict.fromkeys(("project_count", "red_count", "unreported_count"), pl.Int64),
        **dict.fromkeys(AMOUNTS, pl.Decimal(38, 2)),
        **dict.fromkeys(("completion_share", "pacing_share", "budget_share"), pl.Float64),
        **dict.fromkeys(("rank", "worst"), pl.String),
    }
    ordered = {name: types[name] for name in HEADS}
    shown = pl.DataFrame(rows, ordered, orient="row").rename({"rank": "rank_told", "worst": "worst_name"})
    whole = known.whole | {"budget_share": known.whole["budget_payment_share"]}
    summed = [name for name in shown.columns if name not in ("county_code", "rank_told", "worst_name")]
    totals = {name: whole[name] for name in summed}
    of_whole = ("completion_share", "pacing_share", "budget_share")
    return Table(shown, totals=totals, unknown="register.blank", of_whole=of_whole)
