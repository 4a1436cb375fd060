"""One county on one sheet: its figures with their ranks, its money against the plan, its longest late projects."""

from __future__ import annotations

from html import escape

import polars as pl

from portfolio import codes, queries
from portfolio.formats import date_text, money_text, share_text
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Answer, Compared
from portfolio.web.frame import Frame
from portfolio.web.header import period

LIGHTS = ("red", "yellow", "green")
LATE = 3
"""How many of the longest late projects a sheet names."""


def html(compared: Compared, county: str) -> str:
    """The sheet as HTML: figures at the left, money and lateness at the right."""
    return (
        f'<div class="sheet"><section class="ranks">{_figures(compared, county)}</section>'
        f'<section class="money">{_money(compared, county)}</section>'
        f'<section class="latest">{_late(compared, county)}</section></div>'
    )


def _figures(compared: Compared, county: str) -> str:
    """The table of the county's figures: each with the city's, its rank and n."""
    frame = compared.frame
    heads = ("measure", "own", "whole", "rank", "n")
    head = "".join(f'<th scope="col">{escape(frame.say(f"compare.sheet_{name}"))}</th>' for name in heads)
    lines = "".join(_line(compared, measure, county) for measure in compared.measures)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _line(compared: Compared, measure: str, county: str) -> str:
    frame = compared.frame
    row = compared.of_county(county, measure)
    if row is None:
        return ""
    href = escape(asked.rows_link(frame, measure, county))
    known = "" if row["value"] is not None else ' class="unknown"'
    rank = asked.rank_text(frame, row)
    alike = row["sharing_count"] == row["ranked_count"] > 1
    of = f" / {row['field_count']}" if row["rank"] and not alike else ""
    current = ' aria-current="true"' if measure == compared.measure else ""
    beside = _small(asked.sources_text(compared, measure) or asked.parts_text(frame, row))
    told, whole = (
        asked.value_text(frame, one, full=False, unit=compared.unit(measure))
        for one in (row, compared.whole(measure))
    )
    return (
        f'<tr{current}><th scope="row">{escape(asked.title(frame, measure))}{beside}</th>'
        f'<td{known}><a href="{href}" target="_self">{escape(told)}</a></td><td>{escape(whole)}</td>'
        f'<td class="place">{escape(f"{rank}{of}" if rank else "—")}</td>'
        f"<td>{row['known_count']} / {row['project_count']}</td></tr>"
    )


def _small(told: str) -> str:
    """The words on a quiet line of their own, or nothing."""
    return f"<small>{escape(told)}</small>" if told else ""


def _money(compared: Compared, county: str) -> str:
    """Work done and paid against the year's plan as two bars with the elapsed share marked."""
    frame = compared.frame
    pace = queries.pace(frame.store, compared.view)
    found = pace.filter((pl.col("level") == "county") & (pl.col("code") == county)).to_dicts()
    year = period.reviewed_year(frame, compared.view)
    head = f"<h3>{escape(frame.say('compare.sheet_money', year=year))}</h3>"
    row = found[0] if found else {}
    bars = [
        _bar(compared, row, "completion_share", "work_done_year_amount", "annual_plan_amount", "known_count"),
        _bar(
            compared,
            row,
            "annual_payment_share",
            "paid_year_amount",
            "payment_plan_amount",
            "payment_known_count",
        ),
    ]
    return head + ("".join(bars) or f'<p class="unknown">{escape(frame.say("compare.sheet_no_money"))}</p>')


def _bar(compared: Compared, row: Answer, share: str, part: str, whole: str, known: str) -> str:
    frame = compared.frame
    if row.get(share) is None:
        lack = frame.say("compare.sheet_lack", name=frame.say(f"column.{share}"))
        return f'<p class="unknown">{escape(lack)}</p>' if share == "completion_share" else ""
    told = frame.say(
        f"compare.sheet_{share}",
        share=share_text(row[share], frame.language),
        part=money_text(row[part], frame.language),
        whole=money_text(row[whole], frame.language),
        known=row[known],
        all=row["project_count"],
    )
    elapsed = row["elapsed_share"]
    mark = "" if elapsed is None else f'<i style="left:{_percent(elapsed)}"></i>'
    beside = (
        ""
        if elapsed is None
        else frame.say("compare.sheet_elapsed", share=share_text(elapsed, frame.language))
    )
    return (
        f'<div class="gauge {share}"><p>{escape(told)}</p>'
        f'<div class="track"><span style="width:{_percent(row[share])}"></span>{mark}</div>'
        f'<p class="quiet">{escape(beside)}</p></div>'
    )


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.1f}%"


def _late(compared: Compared, county: str) -> str:
    """The county's projects that are late the longest, with what is late; or that there is none, or no telling."""
    frame = compared.frame
    view = compared.view.model_copy(update={"counties": (county,)})
    projects = queries.project_state(frame.store, view)
    late = projects.filter("late").sort("delay_days", descending=True)
    row = compared.of_county(county, "late") or {"known_count": 0, "project_count": 0}
    judged = projects["state"].is_in(LIGHTS).any()
    facts = {"late": late.height, "passed": int(projects["passed_unreported"].sum())}
    facts |= {"dated": row["known_count"], "all": row["project_count"]}
    title = "sheet_late" if judged or facts["passed"] else "sheet_late_unjudged"
    head = f"<h3>{escape(frame.say(f'compare.{title}', **facts))}</h3>"
    passed = _passed(frame, projects, county)
    if not late.height:
        lack = frame.say("compare.sheet_late_none" if judged else "compare.sheet_late_unknown")
        told, beside = (
            f'<p class="unknown">{escape(lack)}</p>',
            f'<p class="see">{passed}</p>' if passed else "",
        )
        return head + (told + beside if judged else beside or told)  # 无法判定 stands in the heading already
    items = "".join(_item(compared, one) for one in late.head(LATE).iter_rows(named=True))
    rest = late.height - LATE
    more = (
        escape(frame.say("compare.sheet_more", count=rest)) if rest > 0 else escape(frame.say("figure.rows"))
    )
    href = escape(frame.link("late", county=county))
    links = [f'<a href="{href}" target="_self">{more}</a>', *([passed] if passed else ())]
    return f'{head}<ol>{items}</ol><p class="see">{frame.say("filter.pair_separator").join(links)}</p>'


def _passed(frame: Frame, projects: pl.DataFrame, county: str) -> str:
    """A link to those past a due day without a report, "" for none: they count in 滞后率 under their own name."""
    count = int(projects["passed_unreported"].sum())
    if not count:
        return ""
    href = escape(frame.link("late", county=county, choice="passed"))
    told = escape(frame.say("compare.sheet_passed", count=count))
    return f'<a href="{href}" target="_self">{told}</a>'


def _item(compared: Compared, row: Answer) -> str:
    frame = compared.frame
    href = escape(frame.link("project", project=row["project_id"]))
    name = escape(str(row["name"]))
    last = date_text(row["last_period_on"], "month", frame.language) if row["reporting_overdue"] else ""
    silent = frame.say("compare.sheet_silent", month=last) if last else ""
    told = frame.say(
        "compare.sheet_days",
        milestone=frame.labels("milestone").get(row["delay_milestone"], row["delay_milestone"]),
        days=f"{row['delay_days']:,}",
    )
    sign = codes.column("state", "sign")[row["state"]]
    return (
        f'<li class="state {row["state"]}"><a href="{href}" target="_self" title="{name}">{name}</a>'
        f"<b>{escape(sign)} {escape(told)}{escape(silent)}</b></li>"
    )
