"""总览 before anybody has reported: what the library holds, what is missing, the next step, and the demonstration."""

from __future__ import annotations

from html import escape
from pathlib import Path

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.header import reader_menu
from portfolio.web.overview.known import begun_at_all, money
from portfolio.web.tables import Table
from portfolio.web.tables.cells import Row

PICTURES = Path(__file__).parent
"""Where this page of the demonstration stands as a picture, one a language."""
SUMS = ("project_count", "investment_known_count", "investment_amount")


def draw(frame: Frame) -> None:
    """Draw the page."""
    say(frame)
    _next(frame)
    with st.container(key="begin_tables"):
        left, right = st.columns(2, gap="medium")
        with left:
            tables.show(frame, table(frame, "county_code", "county"))
        with right:
            tables.show(frame, table(frame, "category", "category"))


def say(frame: Frame) -> None:
    """Draw the sentence: how many projects there are, what they are to cost, and that nobody has reported."""
    investment = queries.total_amount(frame.store, frame.view, "investment").row(0, named=True)
    rows = queries.project_state(frame.store, frame.view)
    kinds = dict(rows["kind"].value_counts().iter_rows())
    public = queries.public_summary(frame.store, frame.view).height
    facts = {
        "projects": kinds.get("project", 0),
        "services": kinds.get("service", 0),
        "groups": kinds.get("group", 0),
        "known": investment["known_count"],
        "amount": money(frame, investment["amount"]),
    }
    key = "begin_known" if investment["amount"] is not None else "begin_bare"
    told = [frame.say(f"overview.{key}", **facts), frame.say("overview.begin_missing")]
    href = escape(frame.link("quality", tab="records")) + "#public"
    link = f'<a href="{href}">{escape(frame.say("overview.begin_public", count=public))}</a>'
    between = "" if frame.language == "zh" else " "
    st.html(f'<p class="say">{escape(between.join(told))}{between}{link if public else ""}</p>')


def next_step(frame: Frame) -> None:
    """Draw the one next step in a line, which leads to where it is done or, for others, to all the steps."""
    done = _done(frame)
    following = next(name for name, is_done in done.items() if not is_done)
    may = frame.reader.may("administer")
    title = escape(frame.say(f"overview.begin_next_{'mine' if may else 'others'}"))
    words = escape(frame.say(f"overview.begin_{following}"))
    href = escape(frame.link("admin" if may else "overview"))
    st.html(f'<p class="begin"><b>{title}</b> → <a href="{href}">{words}</a></p>')


def lead(frame: Frame) -> None:
    """Draw the one next step in a line, as long as nobody has reported anything at all."""
    if not begun_at_all(frame):
        next_step(frame)


def _next(frame: Frame) -> None:
    """Draw the next step beside the way into the demonstration, which shows what the pages become."""
    with st.container(key="next_step", horizontal=True, gap="medium"):
        st.html(_steps(frame))
        if frame.filters.workspace == "official":
            with st.container(key="offered", width=330, gap="small"):
                st.image(PICTURES / f"demonstration-{frame.language}.png", width="stretch")
                reader_menu.switch(frame, "demo", frame.say("overview.begin_demo"))


def _steps(frame: Frame) -> str:
    """What an administrator does until the first report can come, each ticked where it is done; for others who does it."""
    done = _done(frame)
    following = next(name for name, is_done in done.items() if not is_done)
    may = frame.reader.may("administer")
    title = frame.say(f"overview.begin_next_{'mine' if may else 'others'}")
    items = []
    for name, is_done in done.items():
        words = escape(frame.say(f"overview.begin_{name}"))
        if name == following and may:
            words = f'<a href="{escape(frame.link("admin"))}">{words}</a>'
        kind = "done" if is_done else "now" if name == following else ""
        sign = "✓" if is_done else "→" if name == following else ""
        items.append(f'<li class="{kind}"><i aria-hidden="true">{sign}</i>{words}</li>')
    return f'<section class="begin"><h2>{escape(title)}</h2><ol>{"".join(items)}</ol></section>'


def _done(frame: Frame) -> dict[str, bool]:
    """The steps until the first report can come, and which of them are done."""
    return {
        "accounts": people.any_account(frame.store),
        "units": bool(people.active_units(frame.store)),
        "assignments": not people.assignments(frame.store).is_empty(),
        "report": False,
    }


def table(frame: Frame, column: str, codelist: str) -> Table:
    """How many projects there are by county or category, and their investment as far as it is stated."""
    ask = queries.county_amount if column == "county_code" else queries.category_amount
    rows = ask(frame.store, frame.view, "investment").rename(
        {"amount": "investment_amount", "known_count": "investment_known_count"}
    )
    rows = rows.filter(pl.col("project_count") > 0)
    totals: dict[str, object] = {name: rows[name].sum() for name in SUMS}
    if rows["investment_amount"].null_count() == rows.height:
        totals["investment_amount"] = None
    if column == "county_code":
        rows = bars.ordered(rows, column, frame.labels(codelist))
    else:
        rows = rows.sort("project_count", descending=True, maintain_order=True)

    def opened(row: Row) -> str:
        return frame.link("library", **{codelist: str(row[column])})

    links = dict.fromkeys((column, *SUMS), opened)
    if column == "county_code":
        links["county_code"] = lambda row: frame.county_link(str(row["county_code"]))
    return Table(rows, (column, *SUMS), totals, unknown="register.blank", links=links)
