"""需要协调的项目: those that are most behind, where each is stuck, why, who sees to it and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import date_text, rounded, ten_thousands
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.web.tables.cells import Row

SHOWN = 8
"""How many of them the page shows."""
MINE = 20
"""How many of the owner's own."""
HEADS = ("project", "county", "behind", "stuck", "days", "reason", "who", "remedy", "deadline")
OWN = ("project", "report", "behind", "stuck", "days", "reason", "responsible", "remedy", "deadline")
TAKEN = (
    *("project_id", "name", "state", "behind_amount", "milestone", "delay_days", "reason", "owner_unit"),
    *("responsible", "remedy", "remedy_due_on"),
)
"""The columns of the list that is taken away."""
LIGHTS = ("red", "yellow", "green")
NUMBERS = ("behind", "days")


def draw(frame: Frame) -> None:
    """Draw the first of them; the whole list is 项目台账's."""
    _draw(frame, HEADS, "coordinate")


def of_county(frame: Frame) -> None:
    """Draw the first of the one county that the frame is narrowed to."""
    _draw(frame, tuple(head for head in HEADS if head != "county"), "coordinate_county")


def table(frame: Frame) -> Table:
    """All of them to take away."""
    return Table(_behind(frame).select(TAKEN), TAKEN, unknown="register.blank")


def _behind(frame: Frame) -> pl.DataFrame:
    """The projects that are behind, the furthest first."""
    rows = queries.list_rows(frame.store, frame.view, "behind")
    return rows.sort("behind_amount", descending=True, maintain_order=True)


def _draw(frame: Frame, heads: Sequence[str], title: str) -> None:
    rows = _behind(frame)
    if rows.is_empty():
        return
    told = frame.say("overview.coordinate_told", shown=min(SHOWN, rows.height))
    head = _title(frame, title, told, frame.link("library", only="behind"), rows.height)
    st.html(head + _table(frame, heads, rows.head(SHOWN), {}))


def own(frame: Frame, rows: pl.DataFrame, standing: Mapping[str, str]) -> None:
    """Draw the owner's projects with how each stands this month."""
    head = _title(frame, "own_projects", "", frame.link("library"), rows.height)
    st.html(head + _table(frame, OWN, rows.head(MINE), standing))


def _title(frame: Frame, name: str, told: str, href: str, count: int) -> str:
    every = frame.say("overview.coordinate_all", count=count)
    return (
        f'<h2 id="{name}">{escape(frame.say(f"overview.{name}"))} <small>{escape(told)} '
        f'<a href="{escape(href)}">{escape(every)}</a></small></h2>'
    )


def _table(frame: Frame, heads: Sequence[str], rows: pl.DataFrame, standing: Mapping[str, str]) -> str:
    lines = "".join(_line(frame, heads, row, standing) for row in rows.iter_rows(named=True))
    titles = "".join(_head(frame, name) for name in heads)
    return (
        '<div class="table-scroll steering"><table class="rows steering projects">'
        f"<thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _head(frame: Frame, name: str) -> str:
    side = ' class="number"' if name in NUMBERS else ""
    unit = f"<small>{escape(frame.say('unit.ten_thousand_yuan'))}</small>" if name == "behind" else ""
    return f'<th scope="col"{side}>{escape(frame.say(f"overview.project_{name}"))}{unit}</th>'


def _line(frame: Frame, heads: Sequence[str], row: Row, standing: Mapping[str, str]) -> str:
    cells = words(frame, row) | {"report": escape(standing.get(str(row["project_id"]), "—"))}
    told = "".join(
        f'<td class="{"number" if name in NUMBERS else name}">{cells[name]}</td>' for name in heads
    )
    return f"<tr>{told}</tr>"


def words(frame: Frame, row: Row) -> dict[str, str]:
    """What is said of a project that is behind, as HTML, by the name of its heading."""
    red = row["state"] == "red"
    responsible = owed(frame, row["responsible"], red)
    return {
        "project": project_name(frame, row),
        "county": escape(frame.counties.get(str(row["county_code"]), str(row["county_code"]))),
        "behind": escape(amount(row["behind_amount"])),
        "stuck": stuck(frame, row),
        "days": _days(row),
        "reason": owed(frame, frame.labels("reason").get(str(row["reason"])), red),
        "who": _who(row, responsible),
        "responsible": responsible,
        "remedy": owed(frame, row["remedy"], red),
        "deadline": owed(frame, _deadline(frame, row), red),
    }


def project_name(frame: Frame, row: Row) -> str:
    """The project's name, which leads to its page, with its light; from a county's page without its county as filter."""
    state = str(row["state"])
    sign, label = codes.column("state", "sign")[state], frame.labels("state")[state]
    elsewhere: dict[str, object] = {"county": None} if frame.filters.place else {}
    href = escape(frame.link("project", project=str(row["project_id"]), **elsewhere))
    name = f'<a href="{href}">{escape(str(row["name"]))}</a>'
    if state not in LIGHTS:
        return f"{name} <small>{escape(label)}</small>"
    told = f'role="img" aria-label="{escape(label)}" title="{escape(label)}"'
    return f'<span class="state {state}" {told}>{sign}</span> {name}'


def amount(known: object) -> str:
    """The amount in 万元, without the unit; — where nothing is known."""
    return "—" if known is None else f"{rounded(ten_thousands(known), 2):,f}"  # type: ignore[arg-type]


def stuck(frame: Frame, row: Row) -> str:
    """The milestone that the project faces, and that nobody reported the last closed month."""
    told = escape(frame.labels("milestone").get(str(row["milestone"]), "—"))
    if not row["expected"] or row["month_reported"]:
        return told
    return f'{told} <small class="bad">{escape(frame.say("overview.silent"))}</small>'


def _days(row: Row) -> str:
    days = row["delay_days"]
    if not days:
        return "—"
    return f'<span class="bad">{days:,}</span>' if row["late"] else f"{days:,}"


def owed(frame: Frame, told: object, red: bool, untold: str = "overview.untold") -> str:
    """What is told; of a red project, which owes it, that it is not, by the words `untold`."""
    if told:
        return escape(str(told))
    return f'<span class="bad">{escape(frame.say(untold))}</span>' if red else "—"


def _who(row: Row, responsible: str) -> str:
    unit = escape(str(row["owner_unit"])) if row["owner_unit"] else "—"
    return unit if responsible in ("—", unit) else f"{unit} · {responsible}"


def _deadline(frame: Frame, row: Row) -> str | None:
    day = row["remedy_due_on"]
    return None if day is None else date_text(day, "day", frame.language)  # type: ignore[arg-type]
