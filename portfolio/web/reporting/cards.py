"""One project as a card: its figures to fill with the last accepted values beside, first what belongs to its stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from portfolio import codes, intake
from portfolio.intake import MONTHLY, Column, Context, FieldPlace, Sheet
from portfolio.web.elements import calling, fold
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, lines
from portfolio.web.reporting.drafts import Place
from portfolio.web.reporting.lines import ADDED, REST, YES, Given, Line
from portfolio.web.reporting.typed import Draft

OF_STAGE: Mapping[str | None, tuple[str, ...]] = {
    "reserve": ("milestones", "status"),
    "preparation": ("milestones", "status"),
    "completed": ("funding", "milestones", "status"),
    "suspended": ("status",),
    "withdrawn": ("status",),
}
"""The sheets that a project of that stage fills month by month; of any other stage all."""
ABREAST = 4
"""Fields side by side."""
FOREIGN = ("USD", "EUR", "JPY")
PAUSE = "2s"
"""How long after the last stroke of a key a field is saved that the reader has not left."""
LOW = 96
"""Pixels of a field of several rows."""
LONG = 1000
"""Letters from which on a field has several rows."""


@dataclass(frozen=True)
class Card:
    """A project's card in one run."""

    draft: Draft
    of: Context
    given: Given
    project: str
    remarks: Mapping[FieldPlace, str]
    """What a reviewer said of single fields of a report that came back."""

    def say(self, key: str, **facts: object) -> str:
        """The sentence in the reader's language."""
        return self.draft.frame.say(key, **facts)

    def place(self, sheet: str, line: str, name: str) -> Place:
        """Where the field of this project stands."""
        return Place(self.project, sheet, line, name)

    def lines(self, sheet: Sheet) -> list[Line]:
        """The project's lines of the sheet."""
        return lines.of_project(self.draft, self.given, sheet, self.project)

    def remarked(self, sheet: str, line: str | None = None) -> set[str]:
        """The columns of the project's sheet (or of a line of it) of which a reviewer said something."""
        own = (one for one in self.remarks if one[:2] == (self.project, sheet))
        return {one.column for one in own if line is None or one.line == line}

    @property
    def stage(self) -> str | None:
        """The stage as typed, else as last accepted."""
        typed = self.draft.said(self.place("status", "", "stage"))
        (status,) = self.lines(intake.sheet("status"))[:1] or [Line("", {}, {})]
        return typed or status.last.get("stage")


def draw(card: Card) -> None:
    """Draw the card."""
    monthly = OF_STAGE.get(card.stage, tuple(MONTHLY))
    frame = card.draft.frame
    if called := calling.line(frame, calling.of_project(frame, card.project)):
        st.html(called)
    _unchanged(card)
    for code, names in MONTHLY.items():
        said = any(place[:2] == (card.project, code) for place in card.draft.stated)
        if code in monthly or said or card.remarked(code):
            _part(card, intake.sheet(code), names)
    left = {code: names for code, names in MONTHLY.items() if code not in monthly}
    title = card.say("typing.more")
    fold.draw(title, f"more_{card.project}", lambda: _rest(card, left))


def _unchanged(card: Card) -> None:
    """Draw the box that says that this project is as it was, where nothing else is said of it."""
    own = card.place(*REST[1:])
    if any(place.project == card.project and place != own for place in card.draft.stated):
        if card.draft.said(own):
            acting.quiet(card.say("typing.unchanged_and_typed"))
        else:
            return
    key = card.draft.mirror_tick(own)
    st.checkbox(card.say("typing.unchanged"), key=key, on_change=card.draft.ticked, args=(own, YES))


def _part(card: Card, sheet: Sheet, names: Sequence[str]) -> None:
    """Draw the project's lines of a sheet with these columns and any other in which something is typed."""
    _head(card, sheet)
    for line in card.lines(sheet):
        if _is_over(sheet, line) and not _typed(card, sheet, line):
            continue
        typed = {name for name in _typed(card, sheet, line) if name != ADDED}
        shown = [column for column in sheet.inputs if column.code in names or column.code in typed]
        _line(card, sheet, line, [column for column in shown if column.code != REST.name])
    _add(card, sheet)


def _head(card: Card, sheet: Sheet) -> None:
    st.html(f'<p class="part">{escape(sheet.title(card.draft.frame.language))}</p>')


def _typed(card: Card, sheet: Sheet, line: Line) -> set[str]:
    """The columns of the line of which the draft or a reviewer speaks, the mark of an added one among them."""
    here = (card.project, sheet.code, line.name)
    own = {place.name for place in card.draft.kept if place[:3] == here}
    return own | card.remarked(sheet.code, line.name)


def _is_over(sheet: Sheet, line: Line) -> bool:
    """Whether nothing is left to report of the line: a milestone that is done."""
    return sheet.code == "milestones" and bool(line.last.get("done_on"))


def _rest(card: Card, left: Mapping[str, Sequence[str]]) -> None:
    """Draw every other figure of the project."""
    for sheet in intake.SHEETS:
        shown_above = () if sheet.code in left else MONTHLY.get(sheet.code, ())
        columns = [column for column in sheet.inputs if column.code not in (*shown_above, REST.name)]
        drawn = False
        for line in card.lines(sheet):
            typed = _typed(card, sheet, line)
            mine = columns if not _is_over(sheet, line) else list(sheet.inputs)
            mine = [column for column in mine if column.code not in typed]
            if mine and not drawn:
                drawn = True
                _head(card, sheet)
            if mine:
                _line(card, sheet, line, mine)
        if sheet.code in left or sheet.code not in MONTHLY:
            _add(card, sheet)


def _line(card: Card, sheet: Sheet, line: Line, columns: Sequence[Column]) -> None:
    """Draw a line: what it is about, and its fields beside."""
    about = escape(label_of(card.draft.frame, sheet, line.keys))
    if due := line.last.get("due_on") if sheet.code == "milestones" else None:
        about = f"{about}<small>{escape(card.say('typing.due', day=due))}</small>"
    abreast = ABREAST - 1 if about else ABREAST
    for start in range(0, len(columns), abreast):
        places = st.columns(ABREAST)
        if about:
            with places.pop(0):
                st.html(f'<p class="about">{about if not start else ""}</p>')
        for column, beside in zip(columns[start : start + abreast], places, strict=False):
            with beside:
                _field(card, sheet, line, column)


def label_of(frame: Frame, sheet: Sheet, keys: Mapping[str, str]) -> str:
    """What the line with these keys is about in words: 省级资金, 2026, 开工."""
    told = []
    for name, key in keys.items():
        column = sheet.column(name)
        if column.codelist:
            told.append(codes.label(column.codelist, key, frame.language))
        elif (name, key) != ("currency", "CNY"):
            told.append(frame.say("typing.obstacle", number=key) if name == "obstacle" else key)
    return " · ".join(told)


def _field(card: Card, sheet: Sheet, line: Line, column: Column) -> None:
    """Draw one field with the last accepted value beside its name."""
    draft, place = card.draft, card.place(sheet.code, line.name, column.code)
    if told := card.remarks.get(FieldPlace(*place)):
        st.html(f'<p class="remark">{escape(card.say("typing.remarked", said=told))}</p>')
    label = acting.plain(column.header(draft.frame.language))
    last = line.last.get(column.code)
    if last is not None:
        before = acting.plain(_last(card, column, last))
        label = f"{label} :gray[{card.say('typing.last', value=before)}]"
    changed: Any = {"on_change": draft.changed, "args": (place,)}
    choices = _choices(card, column)
    if choices:
        key = draft.mirror(place, None)
        said = draft.said(place)
        options = [*choices, *([said] if said and said not in choices else [])]
        st.selectbox(
            label,
            options,
            index=None,
            key=key,
            format_func=lambda code: choices.get(code, code),
            placeholder=card.say("typing.no_change"),
            **changed,
        )
        return
    key = draft.mirror(place)
    if column.longest >= LONG:
        st.text_area(label, key=key, max_chars=column.longest, height=LOW, **changed)
    else:
        st.text_input(label, key=key, max_chars=column.longest, live=PAUSE, **changed)


def _last(card: Card, column: Column, last: str) -> str:
    """The last accepted value in words."""
    choices = _choices(card, column)
    if column.kind == "flag":
        return card.say(f"intake.kind.{last}")
    return f"{Decimal(last):,.2f}" if column.kind == "amount" else choices.get(last, last)


def _choices(card: Card, column: Column) -> dict[str, str]:
    """Code to label of what may be chosen in the column; empty where it is typed."""
    language = card.draft.frame.language
    if column.codelist:
        labels = codes.labels(column.codelist, language)
        return {code: label for code, label in labels.items() if (column.codelist, code) != ("basis", "plan")}
    if column.kind == "flag":
        return {word: word for word in (card.say("intake.kind.yes"), card.say("intake.kind.no"))}
    return {}


def _add(card: Card, sheet: Sheet) -> None:
    """Draw where a line is added to the project: another source, year, milestone or problem."""
    if len(sheet.keys) == 1:
        return
    there = {line.name for line in card.lines(sheet)}
    label = card.say(f"typing.add_{sheet.code}")
    key = f"add_{sheet.code}_{card.project}_{len(there)}"
    if sheet.code == "obstacles":
        number = str(max((int(name) for name in there if name.isdecimal()), default=_highest(card)) + 1)
        place = card.place(sheet.code, number, ADDED)
        st.button(label, key=key, type="tertiary", on_click=card.draft.save, args=({place: ""},))
        return
    choices = {name: told for name, told in _lines_to_add(card, sheet).items() if name not in there}

    def added() -> None:
        name = st.session_state.get(key)
        if name:
            card.draft.save({card.place(sheet.code, name, ADDED): ""})

    st.selectbox(
        label,
        list(choices),
        index=None,
        key=key,
        format_func=choices.__getitem__,
        placeholder=label,
        label_visibility="collapsed",
        on_change=added,
    )


def _highest(card: Card) -> int:
    """The highest number that an obstacle of the project ever had, cleared ones among them."""
    held = card.of.held["obstacle"].filter(project_id=card.project)["obstacle"]
    return max((int(number) for number in held if str(number).isdecimal()), default=0)


def _lines_to_add(card: Card, sheet: Sheet) -> dict[str, str]:
    """Name to label of the lines that a project may have on the sheet."""
    language = card.draft.frame.language
    if sheet.code == "plan":
        year = card.of.period_on.year
        return {str(one): str(one) for one in range(year - 1, year + 4)}
    if sheet.code == "milestones":
        return codes.labels("milestone", language)
    sources = codes.labels("source", language)
    found = {lines.name_of(code, "CNY"): label for code, label in sources.items()}
    loan = sources["foreign_loan"]
    return found | {lines.name_of("foreign_loan", code): f"{loan} · {code}" for code in FOREIGN}
