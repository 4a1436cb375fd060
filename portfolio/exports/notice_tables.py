"""The tables of a 通报: its two by county, and the lists annexed to it; each a row of headings and rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portfolio.exports.notice_facts import WHOLE, Asked, Known, Row, labels
from portfolio.formats import date_text, rounded, share_text, ten_thousands

BLANK = "—"


class Cell(NamedTuple):
    """What stands in a cell, and the address that it opens."""

    text: str
    href: str = ""
    number: bool = False


Made = tuple[Sequence[str], list[list[Cell]]]


def progress(asked: Asked, known: Known) -> Made:
    """表1 投资进度."""
    return _heads(asked, known, "progress", 12), [
        _progress(asked, known, row) for row in [*known.rows, known.whole]
    ]


def _progress(asked: Asked, known: Known, row: Row) -> list[Cell]:
    county = row["county_code"]
    started = known.started.get(county)
    paced = known.on_pace.get("all" if county == WHOLE else county)
    before = known.before.get(county)
    place = {"county": None if county == WHOLE else county}
    rows = asked.link("compare", measure="pacing", tab="rows", **place)
    return [
        Cell(_rank(asked, row)),
        _name(asked, county),
        _count(row["project_count"]),
        _amount(row["annual_plan_amount"], rows),
        _amount(row["work_done_year_amount"], rows),
        _share(asked, row["completion_share"], rows),
        Cell(BLANK if row["pacing_share"] is None else asked.points(row["pacing_share"]), rows),
        Cell(str(before["rank"]) if before and before["rank"] else BLANK, number=True),
        Cell(f"{paced['on_pace_count']}/{paced['known_count']}" if paced else BLANK, number=True),
        Cell(
            f"{int(started['whole'])}/{int(started['part'])}" if started and started["whole"] else BLANK,
            number=True,
        ),
        _count(row["red_count"], asked.link("late", choice="red", **place)),
        Cell(f"{row['expected_count']}/{row['expected_count'] - row['unreported_count']}", number=True),
    ]


def payment(asked: Asked, known: Known) -> Made:
    """表2 资金支付."""
    counties = [row["county_code"] for row in known.rows] + [WHOLE]
    return _heads(asked, known, "payment", 11), [_payment(asked, known, county) for county in counties]


MONEY = ("carried_over", "year_allocated", "received", "budget_paid")
LEFT = ("not_arrived", "unpaid", "aged_unpaid", "long_unpaid")


def _payment(asked: Asked, known: Known, county: str) -> list[Cell]:
    money, ranked = known.money.get(county, {}), known.budget.get(county, {})
    place = {"county": None if county == WHOLE else county}
    budget, left = (asked.link("funding", tab=tab, **place) for tab in ("years", "unpaid"))
    return [
        _name(asked, county),
        *(_amount(money.get(f"{name}_amount"), budget) for name in MONEY),
        _share(asked, ranked.get("value"), budget),
        *(_amount(money.get(f"{name}_amount"), left) for name in LEFT),
        Cell(_rank(asked, ranked) if ranked else BLANK),
    ]


def late(asked: Asked, known: Known) -> Made:
    """附件1 滞后项目清单."""
    states, milestones, reasons = (labels(asked, name) for name in ("state", "milestone", "reason"))
    rows = [
        [
            project(asked, row),
            Cell(asked.counties.get(row["county_code"], BLANK)),
            Cell(states[row["state"]]),
            Cell(milestones.get(row["milestone"] or "", BLANK)),
            _count(row["late_days"]),
            Cell(reasons.get(row["reason"] or "", BLANK)),
            Cell(" ".join(word for word in (row["owner_unit"], row["responsible"]) if word) or BLANK),
            Cell(row["remedy"] or BLANK),
            Cell(day(asked, row["remedy_due_on"])),
        ]
        for row in known.late.iter_rows(named=True)
    ]
    return numbered(asked, known, "late", 9, rows)


def unpaid(asked: Asked, known: Known) -> Made:
    """附件2 到位逾6个月未支付资金清单, with its total."""
    amounts = ("received_amount", "paid_amount", "aged_unpaid_amount", "long_unpaid_amount")
    rows = [
        [
            project(asked, row),
            Cell(asked.counties.get(row["county_code"], BLANK)),
            Cell(row["owner_unit"] or BLANK),
            *(_amount(row[name]) for name in amounts),
        ]
        for row in known.unpaid.iter_rows(named=True)
    ]
    heads, told = numbered(asked, known, "unpaid", 7, rows)
    if told:
        sums = [_amount(Decimal(str(known.unpaid[name].sum()))) for name in amounts]
        told.append([Cell(""), Cell(asked.say("total")), Cell(""), Cell(""), *sums])
    return heads, told


def changes(asked: Asked, known: Known) -> Made:
    """附件3 项目调整情况表."""
    kinds, milestones = labels(asked, "adjustment"), labels(asked, "milestone")
    rows = [
        [
            project(asked, row),
            Cell(asked.counties.get(row["county_code"], BLANK)),
            Cell(kinds[row["adjustment"]] + (milestones.get(row["milestone"] or "", ""))),
            Cell(_before_after(asked, row, "before")),
            Cell(_before_after(asked, row, "after")),
            Cell(" ".join(word for word in (row["document_number"], row["body"]) if word) or BLANK),
            Cell(day(asked, row["effective_on"])),
        ]
        for row in known.changes.iter_rows(named=True)
    ]
    return numbered(asked, known, "changes", 7, rows)


def _before_after(asked: Asked, row: Row, side: str) -> str:
    if row[f"{side}_amount"] is not None:
        return _number(row[f"{side}_amount"])
    if row[f"{side}_on"] is not None:
        return date_text(row[f"{side}_on"], row["after_precision"] or "day", asked.language)
    return str(row[f"{side}_text"] or BLANK)


def untimely(asked: Asked, known: Known) -> Made:
    """附件4 未按时报送和更正情况表."""
    standings = labels(asked, "followup")
    rows = [
        [
            project(asked, row),
            Cell(asked.counties.get(row["county_code"], BLANK)),
            Cell(row["unit_name"] or row["owner_unit"] or BLANK),
            Cell(standings[row["standing"]]),
            Cell(
                date_text(row["last_period_on"], "month", asked.language) if row["last_period_on"] else BLANK
            ),
        ]
        for row in known.not_in_time.iter_rows(named=True)
    ]
    rows += [
        [
            project(asked, row),
            Cell(asked.counties.get(row["county_code"], BLANK)),
            Cell(row["owner_unit"] or BLANK),
            Cell(asked.say("was_mended", why=row["reason"])),
            Cell(day(asked, row["decided_at"].date())),
        ]
        for row in known.corrections.iter_rows(named=True)
    ]
    return numbered(asked, known, "untimely", 5, rows)


def _heads(asked: Asked, known: Known, table: str, count: int) -> list[str]:
    """The headings of a table; those that name a rule's number are filled with it."""
    return [asked.say(f"head_{table}_{place}", **known.facts) for place in range(1, count + 1)]


def numbered(asked: Asked, known: Known, table: str, count: int, rows: list[list[Cell]]) -> Made:
    """The rows with their serial numbers in front."""
    told = [[Cell(str(place), number=True), *row] for place, row in enumerate(rows, start=1)]
    return [asked.say("serial"), *_heads(asked, known, table, count)], told


def _name(asked: Asked, county: str) -> Cell:
    if county == WHOLE:
        return Cell(asked.say("total"))
    return Cell(asked.counties.get(county, county), asked.link("county", county=None, place=county))


def project(asked: Asked, row: Row) -> Cell:
    """The project's name, which opens its page."""
    return Cell(row["name"] or row["project_id"], asked.link("project", project=row["project_id"]))


def _rank(asked: Asked, row: Row) -> str:
    if row["rank"]:
        return str(row["rank"])
    return labels(asked, "ranking").get(row["ranking"] or "", BLANK) if row["ranking"] != "ranked" else BLANK


def _number(amount: Decimal) -> str:
    """万元 with two decimals."""
    return f"{rounded(ten_thousands(amount), 2):,.2f}"


def _amount(amount: Decimal | None, href: str = "") -> Cell:
    return Cell(BLANK if amount is None else _number(amount), href, number=True)


def _count(count: int | None, href: str = "") -> Cell:
    return Cell(BLANK if count is None else f"{count:,}", href, number=True)


def _share(asked: Asked, share: float | None, href: str = "") -> Cell:
    return Cell(BLANK if share is None else share_text(share, asked.language), href, number=True)


def day(asked: Asked, told: object) -> str:
    """The day in words."""
    return date_text(told, "day", asked.language) if told else BLANK  # type: ignore[arg-type]
