"""The one sentence of 总览, and the five figures under it with what changed since last month."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from portfolio.formats import plain, rounded
from portfolio.web import rules
from portfolio.web.overview.known import WHOLE, Known, less_elapsed, points, share

NAMED = 2
"""How many counties, and how many reasons, the sentence names."""


def draw(known: Known, lead: str = "") -> None:
    """Draw the sentence, behind the words `lead`, and the figures."""
    st.html(
        f'<div class="say">{escape(lead)}{sentence(known)}</div><div class="brief">{"".join(_figures(known))}</div>'
    )


def sentence(known: Known) -> str:
    """What the year stands at, who drags, and why, as HTML: counties and projects are links."""
    between = "" if known.frame.language == "zh" else " "
    parts = [_rate(known) + _gap(known), _red(known), _about(known)]
    return between.join(part for part in parts if part)


def _rate(known: Known) -> str:
    frame, whole = known.frame, known.whole
    if whole["completion_share"] is None:
        return escape(frame.say("overview.say_no_plan"))
    facts = {
        "work": known.money(whole["work_done_year_amount"]),
        "plan": known.money(whole["annual_plan_amount"]),
        "share": share(frame, whole["completion_share"]),
    }
    pacing = rounded(whole["pacing_share"] * 100, 1)
    key = "level" if not pacing else "behind" if pacing < 0 else "ahead"
    told = escape(frame.say(f"overview.say_pace_{key}", points=plain(abs(pacing), 1)))
    if pacing < 0:
        told = f"<b>{told}</b>"
    return escape(frame.say("overview.say_rate", **facts)) + told


def _gap(known: Known) -> str:
    """How much is behind, where, and how many projects explain most of it."""
    frame, behind, gap = known.frame, known.whole["behind_amount"], known.gap
    if behind is None:
        return ""
    end = escape(frame.say("overview.say_end"))
    if not gap["behind_count"]:
        return end
    key = "say_behind" if behind > 0 else "say_not_behind"
    told = escape(frame.say(f"overview.{key}", amount=known.money(abs(behind))))
    if places := _places(known):
        told += escape(frame.say("overview.say_where")) + places
    href = frame.link("library", only="behind")
    count = escape(frame.say("overview.say_projects", count=gap["most_count"], all=gap["behind_count"]))
    return f'{told}<a href="{escape(href)}">{count}</a>{end}'


def _places(known: Known) -> str:
    """The counties that are most behind, each with how much."""
    if known.place:
        return ""
    frame = known.frame
    late = [row for row in known.counties if (row["behind_amount"] or 0) > 0]
    late.sort(key=lambda row: row["behind_amount"], reverse=True)
    links = [
        f'<a href="{escape(frame.county_link(row["county_code"]))}">{escape(known.name(row["county_code"]))}'
        f"</a> <b>{escape(known.money(row['behind_amount']))}</b>"
        for row in late[:NAMED]
    ]
    return escape(frame.say("filter.value_separator")).join(links)


def _red(known: Known) -> str:
    frame, red = known.frame, known.whole["red_count"]
    if not red:
        return ""
    labels = frame.labels("reason")
    told = [(code, count) for code, count in known.reasons if code][:NAMED]
    facts: dict[str, object] = {"red": red}
    if not told:
        return escape(frame.say("overview.say_red", **facts))
    facts["reasons"] = frame.say("filter.value_separator").join(labels[code] for code, _ in told)
    facts["count"] = sum(count for _, count in told)
    return escape(frame.say("overview.say_red_reasons", **facts))


def _about(known: Known) -> str:
    """The ⓘ that opens how the figures are reckoned."""
    frame = known.frame
    label = escape(frame.say("overview.about_label"))
    month = known.month
    told = escape(frame.say("overview.about", month=month, elapsed=share(frame, known.elapsed)))
    return f'<details class="about"><summary aria-label="{label}">ⓘ</summary><p>{told}</p></details>'


def _figures(known: Known) -> list[str]:
    opens = known.frame.say("figure.rows")
    cards = (_year(known), _budget(known), _lights(known), _old_money(known), _reports(known))
    return [card.html(opens) for card in cards]


@dataclass(frozen=True)
class Card:
    """One figure: its name, its value with its unit, what changed or stands beside, and where its rows are."""

    name: str
    value: str
    unit: str
    told: tuple[str, ...]
    href: str
    bad: bool = False

    def html(self, opens: str) -> str:
        """The figure as one link; `opens` says where it leads."""
        mark = ' class="bad"' if self.bad else ""
        told = "".join(f"<em>{escape(text)}</em>" for text in self.told if text)
        return (
            f'<a href="{escape(self.href)}" title="{escape(opens)}"><span>{escape(self.name)}</span>'
            f"<strong{mark}>{escape(self.value)}<small>{escape(self.unit)}</small></strong>{told}</a>"
        )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _last(known: Known, told: str) -> str:
    """What it was last month; nothing where that is not known."""
    if not known.before or told == "—":
        return ""
    return known.frame.say("overview.last_month", told=told)


def _year(known: Known) -> Card:
    frame, whole = known.frame, known.whole
    before = known.before.get(WHOLE, {})
    told = _joined(
        points(frame, whole["pacing_share"]),
        _last(known, points(frame, before.get("pacing_share"))),
    )
    value = share(frame, whole["completion_share"])
    return Card(frame.say("overview.card_year"), value, "", (told,), frame.link("library", only="planned"))


def _budget(known: Known) -> Card:
    frame, whole = known.frame, known.whole
    before = known.before.get(WHOLE, {})
    slow = less_elapsed(whole["budget_payment_share"], known.elapsed)
    months = known.until_before.month if known.until_before else 0
    then = less_elapsed(before.get("budget_payment_share"), months / 12)
    told = _joined(points(frame, slow), _last(known, points(frame, then)))
    href = frame.link("compare", measure="budget_payment", tab="rows")
    value = share(frame, whole["budget_payment_share"])
    return Card(frame.say("overview.card_budget"), value, "", (told,), href)


def _lights(known: Known) -> Card:
    frame, red = known.frame, known.whole["red_count"]
    told = ""
    if known.turned is not None:
        new, gone = known.turned
        told = frame.say("overview.turned", new=new, gone=gone)
    value = frame.say("overview.not_judged") if red is None else f"{red:,}"
    unit = "" if red is None else frame.say("unit.project_count")
    href = frame.link("library", state="red")
    return Card(frame.say("column.red_count"), value, unit, (told,), href, bad=bool(red))


def _old_money(known: Known) -> Card:
    """What lay unpaid for long, and beside it what was received then and never told to be paid; both are in the share."""
    frame, whole = known.frame, known.whole
    before = known.before.get(WHOLE, {})
    english = frame.language == "en"
    stated = known.money if english else known.amount
    facts = {"share": share(frame, whole["idle_share"]), "amount": stated(whole["aged_untold_amount"])}
    key = "idle_untold" if whole["aged_untold_amount"] else "idle_share"
    told = frame.say(f"overview.{key}", **facts) if whole["idle_share"] is not None else ""
    amount, unit = stated(whole["aged_unpaid_amount"]), known.unit.label
    if english or amount == "—":
        amount, _, unit = amount.partition(" ")
    href = frame.link("library", only="unpaid", sort="-aged_unpaid_amount")
    name = frame.say("overview.card_idle", months=rules.told(frame)["unpaid_months"])
    then, _, of_unit = stated(before.get("aged_unpaid_amount")).partition(" ")
    last = _last(known, then if of_unit in ("", unit) else f"{then} {of_unit}")
    return Card(name, amount, unit, (last, told), href)


def _reports(known: Known) -> Card:
    frame, whole = known.frame, known.whole
    due, missing = whole["expected_count"], whole["unreported_count"]
    worst = max(known.counties, key=lambda row: row["unreported_count"], default=None)
    told = frame.say("overview.missing", missing=missing)
    if worst and worst["unreported_count"] and not known.place:
        told = _joined(told, f"{known.name(worst['county_code'])} {worst['unreported_count']}")
    href = frame.link("library", only="unreported")
    name = frame.say("overview.reports", month=known.month)
    return Card(name, f"{due - missing:,}", f"/ {due:,}", (told if due else "",), href)
