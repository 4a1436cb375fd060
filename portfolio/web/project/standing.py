"""The project's state: its sign, the rule that set it, this project's own numbers, and what would clear it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

import streamlit as st

from portfolio import codes
from portfolio.formats import date_text, decimal, plain, points_text, rounded, share_text
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, Row
from portfolio.web.project.origins import Fact, listed

LAST = ("completion", "acceptance", "in_use")
"""The milestones of which any, once done, completes a project (`completes` in sql/)."""


def draw(frame: Frame, known: Known) -> None:
    """Draw the state, why, what clears it, and how the project reports."""
    facts, rule = numbers(frame, known), known.row["rule"]
    sentences = [(kind, frame.say(f"project.{kind}_{rule}", **facts)) for kind in ("why", "clear")]
    sentences += _asides(frame, known, facts)
    told = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in sentences if text)
    st.html(f'<section class="light {known.row["state"]}">{_title(frame, known)}{told}</section>')


def judged(frame: Frame, known: Known) -> None:
    """Draw each check of a project by itself, with its thresholds."""
    if known.row["kind"] == "project":
        st.header(frame.say("project.judged"), anchor="judged")
        st.html(listed(frame, checks(frame, known, numbers(frame, known))))


def _title(frame: Frame, known: Known) -> str:
    state, rule = str(known.row["state"]), str(known.row["rule"])
    sign = codes.column("state", "sign")[state]
    label = frame.labels("state")[state]
    by_rule = frame.labels("rule")[rule]
    because = f'<span class="rule">{escape(by_rule)}</span>' if by_rule != label else ""
    return (
        f'<p class="state {state}"><span class="sign" aria-hidden="true">{sign}</span> '
        f"<strong>{escape(label)}</strong> {because}</p>"
    )


def _asides(frame: Frame, known: Known, facts: Row) -> Iterator[tuple[str, str]]:
    """What else must be said beside the light: a passed day, a missed report, a warning."""
    row = known.row
    if row["passed_unreported"]:
        yield "aside", frame.say("project.passed_unreported", **facts)
    if row["reported_later"] and row["state"] not in (
        "completed",
        "suspended",
        "withdrawn",
        "service",
        "group",
    ):
        yield "aside", frame.say("project.later", **facts)
    if row["base_unknown"] and row["year"] == known.reviewed_year:
        yield "aside", frame.say(f"project.base_{'excused' if row['base_excused'] else 'unknown'}")
    if row["reporting_overdue"] and row["state"] in ("red", "yellow", "no_nodes"):
        yield "aside", frame.say("project.overdue", **facts)
    if row["warning_count"]:
        yield "aside", frame.say("project.warned", **facts)


def numbers(frame: Frame, known: Known) -> dict[str, object]:
    """The thresholds and this project's own figures, in words, by the names that the sentences use."""
    row, rules, language = known.row, known.rules, frame.language
    shares = {
        "completion": row["completion_share"],
        "elapsed": row["elapsed_share"],
        "physical": row["physical_share"],
        "paid_of_investment": known.rates["paid_of_investment_share"],
        "paid_of_work": known.rates["paid_of_work_share"],
        "floor": rules["payment_floor_share"],
        "low": rules["payment_low_share"],
    }
    told = {name: share_text(share, language) for name, share in shares.items()}
    return told | _points(known, frame) | _days(frame, known)


def _points(known: Known, frame: Frame) -> dict[str, object]:
    rules, elapsed = known.rules, known.row["elapsed_share"]
    yellow, red = rules["pacing_yellow_share"], rules["pacing_red_share"]
    ends = (None, None) if elapsed is None else (decimal(elapsed) - yellow, decimal(elapsed) - red)
    return {
        "pacing": points_text(known.pacing, frame.language),
        "yellow_points": _count(yellow * 100),
        "red_points": _count(red * 100),
        "margin_points": _count(rules["payment_margin_share"] * 100),
        "yellow_ends": share_text(ends[0], frame.language),
        "red_ends": share_text(ends[1], frame.language),
    }


def _days(frame: Frame, known: Known) -> dict[str, object]:
    row, language = known.row, frame.language
    late_one = "start" if row["rule"] == "start" else row["delay_milestone"]
    return {
        "as_of": frame.day(frame.filters.as_of),
        "milestone": frame.labels("milestone").get(str(late_one), ""),
        "due": _due(frame, known, str(late_one)),
        "days": row["start_delay_days"] if row["rule"] == "start" else row["delay_days"],
        "red_days": _count(known.rules["late_red_days"]),
        "warning_days": _count(known.rules["warning_days"]),
        "warnings": row["warning_count"],
        "month": date_text(row["last_period_on"], "month", language),
        "closed_month": date_text(known.last_closed_on, "month", language),
        "close_days": _count(known.rules["report_close_days"]),
        "stage": codes.label("stage", row["stage"], language),
        "done": _done(frame, known),
    }


def _count(number: Decimal) -> str:
    return plain(rounded(number, 2))


def _due(frame: Frame, known: Known, milestone: str) -> str:
    due = known.milestones["milestone", "due_on", "due_precision"].iter_rows()
    told = (date_text(day, precision, frame.language) for name, day, precision in due if name == milestone)
    return next(told, "")


def _done(frame: Frame, known: Known) -> str:
    """Which milestone made the project complete, and its day as exactly as it was stated."""
    done = (row for row in known.milestones.iter_rows(named=True) if row["done"] and row["milestone"] in LAST)
    first = next(done, None)
    if first is None:
        return ""
    day = date_text(first["done_on"], first["done_precision"], frame.language)
    return frame.say("project.done", milestone=frame.labels("milestone")[first["milestone"]], day=day)


def checks(frame: Frame, known: Known, facts: Row) -> list[Fact]:
    """Start, milestones, pacing and payment, each by itself with its thresholds."""
    told = {
        "start": _late(frame, known, "start_delay_days"),
        "milestones": _late(frame, known, "delay_days"),
        "pacing": _pacing(frame, known),
        "ahead": _flag(frame, known, facts, "payment_ahead"),
        "low": _flag(frame, known, facts, "payment_low"),
    }
    return [
        Fact(
            frame.say(f"project.check_{name}", **facts),
            text,
            frame.say(f"project.rule_{name}", **facts),
            unknown="project.no_due" if name in ("start", "milestones") else "project.cannot_judge",
        )
        for name, text in told.items()
    ]


def _late(frame: Frame, known: Known, field: str) -> str | None:
    """Days past the due day; those of a project that does not report are not called late."""
    days = known.row[field]
    if not days:
        return None if days is None else frame.say("library.on_time")
    key = "days_late" if known.row["late"] else "is_not_judged"
    return frame.say("project.days_passed" if known.row["passed_unreported"] else f"project.{key}", days=days)


def _pacing(frame: Frame, known: Known) -> str | None:
    return None if known.pacing is None else points_text(known.pacing, frame.language)


def _flag(frame: Frame, known: Known, facts: Row, field: str) -> str | None:
    """Whether the flag stands, with the shares that it rests on."""
    flag = known.row[field]
    if flag is None:
        return None
    key = "project.told_ahead" if field == "payment_ahead" else "project.told_low"
    answer = frame.say("table.yes" if flag else "table.no")
    return frame.say(key, answer=answer, **facts)
