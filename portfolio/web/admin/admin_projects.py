"""管理, 项目调整: a project enters, is renamed, split or merged under a document, from a day on; each makes an edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl
import streamlit as st

from portfolio import clock, library
from portfolio.formats import money_text
from portfolio.library import amending
from portfolio.library.amending import Act
from portfolio.library.renewing import Standing
from portfolio.library.succeeding import owed_figures, refuse_unfit
from portfolio.model import PortfolioError
from portfolio.web import error_boundary
from portfolio.web.admin.admin_editions import LONGEST
from portfolio.web.admin.admin_parts import act as do
from portfolio.web.admin.admin_parts import head, key
from portfolio.web.frame import Frame
from portfolio.web.reporting import papers
from portfolio.web.taking import edition_preview

SECTION = "amend"
ACTS = ("entered", "renamed", "split", "merged")
TEN_THOUSAND = 10_000
MOST_PARTS = 6
NAMES_LONGEST = 200


def draw(frame: Frame) -> None:
    """Draw the section; the demonstration's library is made up."""
    if frame.filters.workspace == "demo":
        return
    head(frame, SECTION)
    labels = {name: frame.say(f"amend.{name}") for name in ACTS}
    chosen = st.pills(
        frame.say("amend.act"),
        ACTS,
        format_func=labels.__getitem__,
        key=key("amend_act"),
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    document, why, day = _document(frame)
    try:
        before = library.standing(frame.store, day)
        made = _FORMS[chosen](frame, before, day)
        if made is None:
            return
        if not document["document_number"] or not document["issuer"] or not why:
            st.info(frame.say("amend.document_needed"))
            return
        amending.refuse_day(frame.store, day, str(document["document_number"]))
        taken = amending.made(before, made, document, frame.say("admin.amend"))
        at = datetime.combine(clock.today(), datetime.min.time())
        refuse_unfit(frame.store, taken.frames["project"], taken.openings, day, at)
    except PortfolioError as refusal:
        st.error(error_boundary.explained(refusal, frame.language)[0])
        return
    _confirm(frame, before, made, taken, day, why)


def _document(frame: Frame) -> tuple[dict[str, str | None], str, date]:
    """Draw the document, its body, the reason and the day."""
    places = st.columns(4)
    number, body, why = (
        place.text_input(frame.say(f"amend.{name}"), key=key(f"amend_{name}"), max_chars=LONGEST).strip()
        for place, name in zip(places, ("document", "body", "why"), strict=False)
    )
    day = places[3].date_input(
        frame.say("admin.edition_day"), clock.today(), format="YYYY-MM-DD", key=key("amend_day")
    )
    document = {"document_number": number or None, "issuer": body or None, "issuer_en": None}
    return document, why, day if isinstance(day, date) else clock.today()


def _confirm(frame: Frame, before: Standing, made: Act, taken: library.Taken, day: date, why: str) -> None:
    """Draw what the act would change, and the one confirmation."""
    if made.given:
        st.caption(frame.say("amend.numbers", numbers=frame.say("filter.value_separator").join(made.given)))
    if not edition_preview.draw(frame, before, taken):
        return

    files = papers.of_act(frame, key("amend_papers"))

    def take() -> list[str]:
        stored = papers.kept_of_act(frame.store, files or (), made.about)
        number = library.take(frame.store, taken, clock.now(), day, by=frame.reader, more=stored, why=why)
        if number is None:
            return [frame.say("admin.edition_already")]
        return [frame.say("amend.done", day=frame.day(day), number=number)]

    sure = st.checkbox(frame.say("amend.sure"), key=key("amend_sure"))
    if st.button(
        frame.say("amend.take"), type="primary", disabled=not sure or files is None, key=key("amend_take")
    ):
        do(frame, SECTION, take)


def _entered(frame: Frame, before: Standing, _: date) -> Act | None:
    """Draw the new project's fields."""
    places = [*st.columns(4), *st.columns(4), *st.columns(4)]
    name = places[0].text_input(
        frame.say("intake.library.name"), key=key("amend_name"), max_chars=NAMES_LONGEST
    )
    names = _choices(frame, before)
    county, category, area, nature = (
        place.selectbox(
            frame.say(f"intake.library.{code}"),
            list(names[code]),
            index=None,
            format_func=names[code].__getitem__,
            placeholder=frame.say("headings.choose"),
            key=key(f"amend_{code}"),
        )
        for place, code in zip(places[1:5], ("county", "category", "area", "nature"), strict=True)
    )
    owner = places[5].text_input(
        frame.say("intake.library.owner"), key=key("amend_owner"), max_chars=NAMES_LONGEST
    )
    amount = places[6].text_input(frame.say("amend.amount"), key=key("amend_amount"), max_chars=20)
    code = places[7].text_input(
        frame.say("intake.library.code"),
        key=key("amend_code"),
        max_chars=40,
        help=frame.say("amend.code_hint"),
    )
    start, completion = (
        places[place].date_input(
            frame.say(f"intake.library.{one}"), None, format="YYYY-MM-DD", key=key(f"amend_{one}")
        )
        for place, one in ((8, "start"), (9, "completion"))
    )
    if not name.strip() or category is None or area is None or county is None:
        st.info(frame.say("amend.fields_needed"))
        return None
    fields = {
        "name": name,
        "county_code": county,
        "category": category,
        "service_area": area,
        "construction_type": nature,
        "owner_unit": owner.strip() or None,
        "planned_investment_amount": _yuan(amount),
        "project_code": code,
    }
    days = [one if isinstance(one, date) else None for one in (start, completion)]
    return amending.entered(before, fields, *days)


def _choices(frame: Frame, before: Standing) -> dict[str, dict[str, str]]:
    own = before.tables["codes"]
    lists = {"category": "category", "area": "area", "nature": "construction_type"}
    labels = {
        name: frame.labels(codelist)
        | dict(own.filter(codelist=codelist).select("code", frame.language).iter_rows())
        for name, codelist in lists.items()
    }
    counties = before.tables["counties"].filter(pl.col("level") != "unnamed")
    title = "name" if frame.language == "zh" else "name_en"
    return labels | {"county": dict(counties.select("county_code", title).iter_rows())}


def _named(before: Standing) -> dict[str, str]:
    rows = before.library.filter(kind="project").select("project_id", "name")
    return {number: f"{number} {name}" for number, name in rows.iter_rows()}


def _project(frame: Frame, before: Standing) -> str | None:
    names = _named(before)
    return st.selectbox(
        frame.say("amend.project"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=frame.say("headings.choose"),
        key=key("amend_project"),
    )


def _renamed(frame: Frame, before: Standing, _: date) -> Act | None:
    """Draw the project, its new name and its national code."""
    project_id = _project(frame, before)
    if project_id is None:
        return None
    row = before.library.row(by_predicate=pl.col("project_id") == project_id, named=True)
    first, second = st.columns(2)
    name = first.text_input(
        frame.say("amend.new_name"), row["name"], key=key(f"amend_to_{project_id}"), max_chars=NAMES_LONGEST
    )
    code = second.text_input(
        frame.say("intake.library.code"),
        row["project_code"] or "",
        key=key(f"amend_code_{project_id}"),
        max_chars=40,
        help=frame.say("amend.code_hint"),
    )
    return amending.renamed(before, project_id, name, code)


def _split(frame: Frame, before: Standing, day: date) -> Act | None:
    """Draw the parts, and of each figure that the project has what each part takes over."""
    project_id = _project(frame, before)
    if project_id is None:
        return None
    count = st.number_input(frame.say("amend.part_count"), 2, MOST_PARTS, 2, key=key("amend_parts"))
    parts: list[tuple[str, Decimal | None]] = []
    for place in range(int(count)):
        first, second = st.columns(2)
        name = first.text_input(
            frame.say("amend.part", number=place + 1), key=key(f"amend_part_{place}"), max_chars=NAMES_LONGEST
        )
        amount = second.text_input(
            frame.say("amend.amount"), key=key(f"amend_part_amount_{place}"), max_chars=20
        )
        parts.append((name, _yuan(amount)))
    figures = owed_figures(frame.store, project_id, day, clock.today())
    divided = _divided(frame, figures, int(count), project_id)
    if not all(name.strip() for name, _ in parts):
        st.info(frame.say("amend.fields_needed"))
        return None
    return amending.split(before, project_id, parts, divided)


def _divided(
    frame: Frame, figures: list[dict[str, Any]], count: int, project_id: str
) -> list[dict[str, Any]]:
    """Draw a line a figure; what each part takes over, the first one the rest."""
    parts: list[dict[str, Any]] = []
    sources = frame.labels("source")
    for line, figure in enumerate(figures):
        of = " ".join(str(part) for part in (sources.get(figure["source"] or ""), figure["year"]) if part)
        title = frame.say(f"amend.figure_{figure['figure']}")
        st.caption(
            frame.say(
                "amend.figure",
                title=f"{title} {of}".strip(),
                amount=money_text(figure["amount"], frame.language),
                day=frame.day(figure["period_on"]),
            )
        )
        rest = figure["amount"]
        for place, column in enumerate(st.columns(count)[1:], start=1):
            text = column.text_input(
                frame.say("amend.part_takes", number=place + 1),
                key=key(f"amend_takes_{project_id}_{line}_{place}"),
                max_chars=20,
            )
            amount = _yuan(text) or Decimal(0)
            rest -= amount
            parts.append(figure | {"amount": amount, "part": place})
        parts.append(figure | {"amount": rest, "part": 0})
    return parts


def _merged(frame: Frame, before: Standing, _: date) -> Act | None:
    """Draw the projects and the name of what they become."""
    names = _named(before)
    first, second = st.columns(2)
    several = first.multiselect(
        frame.say("amend.projects"),
        list(names),
        format_func=names.__getitem__,
        placeholder=frame.say("headings.choose"),
        key=key("amend_several"),
    )
    name = second.text_input(frame.say("amend.new_name"), key=key("amend_whole"), max_chars=NAMES_LONGEST)
    if len(several) < 2 or not name.strip():
        st.info(frame.say("amend.fields_needed"))
        return None
    return amending.merged(before, several, name)


def _yuan(text: str) -> Decimal | None:
    """The amount in yuan of a text in 万元; None for a blank. Raises PortfolioError amend_amount."""
    bare = text.replace(",", "").replace("，", "").strip()
    if not bare:
        return None
    try:
        amount = Decimal(bare) * TEN_THOUSAND
        rounded_amount = amount.quantize(Decimal("0.01"))
    except InvalidOperation as refusal:
        raise PortfolioError("amend_amount", value=text) from refusal
    if rounded_amount != amount or amount < 0:
        raise PortfolioError("amend_amount", value=text)
    return rounded_amount


_FORMS: Mapping[str, Any] = {"entered": _entered, "renamed": _renamed, "split": _split, "merged": _merged}
