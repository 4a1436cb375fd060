"""What 县市区 says before its table: who stands first and last, what one project makes of it, and who is not ranked."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from portfolio import queries
from portfolio.formats import date_text, money_text, share_text
from portfolio.web import filters, rules
from portfolio.web.compare import asked, ranking
from portfolio.web.compare.asked import Answer, Compared
from portfolio.web.elements import figures
from portfolio.web.header import period


def draw(compared: Compared) -> None:
    """Draw the choice of the comparison, the sentence with its ⓘ, and the way to the projector."""
    frame = compared.frame
    key = filters.key("measure")
    if st.session_state.get(key) != compared.measure:
        st.session_state[key] = compared.measure
    with st.container(key="measures", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            frame.say("compare.measure"),
            compared.measures,
            format_func=frame.labels("comparison").__getitem__,
            key=key,
            label_visibility="collapsed",
            width=220 if frame.language == "zh" else 270,
            on_change=filters.write,
            args=("measure", frame.filters.today),
        )
        about = figures.about(frame, asked.title(frame, compared.measure), *_meaning(compared))
        st.html(f'<div class="say">{sentence(compared)}{about}</div>')
        changes: dict[str, object] = {"measure": compared.measure, "county": compared.chosen, "tab": None}
        with st.container(key="to_projector", width="content"):
            frame.page_link("compare", frame.say("compare.projector"), mode="projector", **changes)


def sentence(compared: Compared) -> str:
    """The sentence as HTML: the last in red."""
    frame, rows = compared.frame, compared.of()
    title = asked.title(frame, compared.measure)
    ranked = [row for row in rows if row["rank"]]
    facts = {"measure": title, "value": asked.value_text(frame, compared.whole())}
    if compared.whole()["better"] == "none":
        return escape(frame.say("compare.say_unranked", **facts))
    if not ranked:
        return escape(frame.say("compare.say_few", **facts)) + _apart(compared, 0)
    first, last = ranked[0], ranked[-1]
    if first["rank"] == last["rank"]:
        told = escape(frame.say("compare.say_alike", **facts))
    else:
        told = (
            escape(frame.say("compare.say_of", **facts))
            + f"<b>{escape(_stands(compared, last, 'last'))}</b>"
            + escape(_without(compared, last))
            + escape(_stands(compared, first, "first"))
        )
    return told + _gap(compared) + _apart(compared, len(ranked))


def _stands(compared: Compared, row: Answer, which: str) -> str:
    frame = compared.frame
    value = asked.value_text(frame, row, full=False, unit=compared.unit())
    return frame.say(f"compare.say_{which}", county=compared.name(row["county_code"]), value=value)


def _without(compared: Compared, last: Answer) -> str:
    """What becomes of the last without its largest project."""
    if last["without_value"] is None:
        return ""
    frame = compared.frame
    value = asked.value_text(frame, last, "without_", full=False, unit=compared.unit())
    same = last["without_rank"] == last["rank"] or not last["without_rank"]
    key = "say_without_same" if same else "say_without_moved"
    return frame.say(f"compare.{key}", value=value, rank=last["without_rank"])


def _gap(compared: Compared) -> str:
    """How much is behind in all, and how few projects make up most of it."""
    if compared.measure not in ranking.PACED:
        return ""
    frame = compared.frame
    gap = queries.gap(frame.store, compared.view).row(0, named=True)
    behind = compared.steered[asked.WHOLE]["behind_amount"]
    if not gap["behind_count"] or not behind or behind <= 0:
        return ""
    facts = {
        "amount": money_text(behind, frame.language),
        "count": gap["most_count"],
        "all": gap["behind_count"],
    }
    href = escape(frame.link("library", county=None, only="behind", sort="-behind_amount"))
    told = escape(frame.say("compare.say_gap_projects", **facts))
    return f'{escape(frame.say("compare.say_gap", **facts))}<a href="{href}">{told}</a>'


def _apart(compared: Compared, ranked: int) -> str:
    """How many are ranked, and how many are not and why."""
    frame = compared.frame
    why = Counter(row["ranking"] for row in compared.of() if row["ranking"] not in (None, "ranked"))
    labels = frame.labels("ranking")
    parts = [frame.say("compare.say_count_ranked", count=ranked)] if ranked else []
    parts += [
        frame.say("compare.say_count", why=labels[name], count=why[name]) for name in labels if why[name]
    ]
    told = frame.say("filter.value_separator").join(parts)
    return escape(frame.say("compare.say_apart", told=told) if told else frame.say("compare.say_end"))


def _meaning(compared: Compared) -> tuple[str, str]:
    """What the figure is, which end is better, for which month; and who is not ranked."""
    frame = compared.frame
    calendar = queries.calendar(frame.store, compared.view).row(0, named=True)
    month = calendar["last_closed_on" if compared.measure == "reporting" else "reviewed_to_on"]
    facts = rules.told(frame) | {
        "month": date_text(month, "month", frame.language),
        "year": str(calendar["reviewed_year"]),
        "period": period.told(frame, compared.view),
        "elapsed": share_text(calendar["reviewed_to_on"].month / 12, frame.language),
        "day": frame.day(frame.filters.as_of),
    }
    meaning = frame.say(f"compare.meaning_{compared.measure}", **facts)
    if asked.sources_text(compared, compared.measure):
        meaning += frame.say("compare.all_sources_note")
    better = asked.better(frame, compared.measure)
    who = [frame.say("compare.ranking_note", **facts)]
    if compared.whole()["better"] != "none":
        who.append(frame.say(f"compare.largest_note_{_basis(compared.whole())}"))
    return f"{better} {meaning}", " ".join(who)


def _basis(row: Answer) -> str:
    """By what the largest is the largest: money as a whole (annual plan, funding), an amount, or the investment."""
    if row["unit"] == "amount":
        return "amount"
    return "investment" if not asked.fact(row["comparison"], "part") else row["comparison"]
