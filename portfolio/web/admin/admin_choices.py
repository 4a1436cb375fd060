"""管理, 设置 and 规则: the city's choices, and the numbers that the lights and warnings rest on, each from a day on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import streamlit as st

from portfolio import clock, codes, queries
from portfolio.formats import plain
from portfolio.model import PortfolioError, Setting, Threshold
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.admin.admin_parts import LISTS, act, append, head, key
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

BOUNDS = {
    "unpaid_months": (1, 120),
    "idle_months": (1, 120),
    "county_minimum_count": (1, 50),
    "report_close_days": (0, 60),
}
"""What a rule may be; shares 0 to 100 %, days up to ten years for the rest."""
PAIR = ("pacing_yellow_share", "pacing_red_share")
"""Yellow comes no later than red."""


def draw(frame: Frame) -> None:
    """Draw both sections."""
    _settings(frame)
    _rules(frame)


def _settings(frame: Frame) -> None:
    head(frame, "settings")
    settings = people.settings(frame.store)
    for row in codes.table("setting").iter_rows(named=True):
        _setting(frame, row["code"], settings.get(row["code"], row["value"]))


def _setting(frame: Frame, name: str, now: str) -> None:
    label = frame.labels("setting")[name]
    words = {value: frame.say(f"admin.setting_{value}") for value in ("no", "yes")}
    with st.form(key(f"setting_{name}"), border=False):
        chosen = st.radio(
            label,
            list(words),
            index=list(words).index(now),
            format_func=lambda value: words[value],
            horizontal=True,
            help=frame.say(f"admin.{name}_hint"),
            key=key(f"value_{name}"),
        )
        sent = st.form_submit_button(frame.say("admin.save"), type="primary")
    if sent:
        act(frame, "settings", lambda: _set(frame, name, chosen, label))


def _set(frame: Frame, name: str, value: str, label: str) -> list[str]:
    append(frame, "setting_changed", [Setting(name=name, value=value)])
    return [frame.say("admin.setting_saved", name=label, value=frame.say(f"admin.setting_{value}"))]


def _rules(frame: Frame) -> None:
    head(frame, "rules")
    tables.show(frame, _table(frame))
    labels = frame.labels("threshold")
    with st.expander(frame.say("admin.rule_change"), key="admin_open_rule_change"):
        name = st.selectbox(
            frame.say("column.threshold"),
            list(labels),
            index=None,
            format_func=lambda code: labels[code],
            placeholder=frame.say("admin.choose"),
            key=key("rule"),
        )
        if name is None:
            return
        with st.form(key(f"rule_{name}"), border=False):
            low, high = BOUNDS.get(name, (0, 100) if _is_share(name) else (0, 3650))
            value = st.number_input(
                frame.say(f"admin.rule_value_{_unit(name)}"),
                min_value=low,
                max_value=high,
                value=_shown(name, _in_force(frame, clock.today())[name]),
                step=1,
                key=key(f"value_{name}"),
            )
            day = st.date_input(
                frame.say("admin.rule_from"),
                value=clock.today(),
                min_value=clock.today(),
                format="YYYY-MM-DD",
                key=key(f"from_{name}"),
            )
            st.caption(frame.say("admin.rule_hint"))
            sent = st.form_submit_button(frame.say("admin.rule_button"), type="primary")
        if sent:
            act(frame, "rules", lambda: _rule_set(frame, name, int(value), day))


def _table(frame: Frame) -> Table:
    """What is in force today, and what will be from a later day."""
    rows = people.rules_set(frame.store)
    today = clock.today()
    set_now = rows.filter(pl.col("effective_on") <= today).unique("name", keep="first", maintain_order=True)
    later = rows.filter(pl.col("effective_on") > today).unique(
        ["name", "effective_on"], keep="first", maintain_order=True
    )
    order = {name: place for place, name in enumerate(frame.labels("threshold"))}
    shown = pl.concat([set_now, later]).sort(pl.col("name").replace_strict(order), "effective_on")
    texts = [
        frame.say(f"admin.rule_is_{_unit(name)}", value=_shown(name, value))
        for name, value in shown.select("name", "value").iter_rows()
    ]
    stands = [
        frame.say("admin.rule_now" if day <= today else "admin.rule_later") for day in shown["effective_on"]
    ]
    doers = {actor: frame.say(f"admin.actor_{actor}") for actor in ("library", "operator")}
    shown = shown.rename({"name": "threshold"}).with_columns(
        pl.col("actor").replace(doers),
        rule_told=pl.Series(texts, dtype=pl.String),
        stands=pl.Series(stands, dtype=pl.String),
    )
    return Table(shown, ("threshold", "rule_told", "effective_on", "stands", "actor"), codelists=LISTS)


def _in_force(frame: Frame, day: date) -> dict[str, Decimal]:
    on_day = frame.view.model_copy(update={"as_of": day, "known_at": datetime.max})
    return dict(queries.thresholds(frame.store, on_day).select("name", "value").iter_rows())


def _is_share(name: str) -> bool:
    return name.endswith("_share")


def _unit(name: str) -> str:
    return next(unit for unit in ("share", "months", "count", "days") if name.endswith(f"_{unit}"))


def _shown(name: str, value: Decimal) -> int:
    return int(plain(value * 100)) if _is_share(name) else int(value)


def _rule_set(frame: Frame, name: str, value: int, day: date) -> list[str]:
    if day < clock.today():
        raise PortfolioError("rule_day_past", day=frame.day(clock.today()))
    stored = Decimal(value) / 100 if _is_share(name) else Decimal(value)
    after = {**_in_force(frame, day), name: stored}
    label = frame.labels("threshold")[name]
    if after[PAIR[0]] > after[PAIR[1]]:
        raise PortfolioError("rule_unfit", name=label, value=value)
    append(frame, "threshold_set", [Threshold(name=name, value=stored, effective_on=day)])
    text = frame.say(f"admin.rule_is_{_unit(name)}", value=value)
    return [frame.say("admin.rule_saved", name=label, value=text, day=frame.day(day))]
