"""The table of 县市区: each county's place and figure with its two sides, what is behind, and who reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from portfolio.charts import theme
from portfolio.formats import count_text
from portfolio.web import rules
from portfolio.web.compare import asked
from portfolio.web.compare.asked import WHOLE, Answer, Compared
from portfolio.web.compare.behind import SIDES
from portfolio.web.overview import counties
from portfolio.web.overview.known import points

PACED = ("pacing", "completion")
"""The comparisons that are told by plan, work and 欠序时投资."""
COUNTED = {
    "late": ("late_count", "passed_unreported_count", "dated_count"),
    "started": ("started_count", "due_to_start_count"),
    "reporting": ("reported_count", "expected_count"),
}
"""A comparison of counts to the columns of its parts and, last, of its whole."""
BAR = 36
"""Pixels of the longest bar of 欠序时投资."""
LINKED = ("pacing_share", "behind_amount", "value")
"""The columns that open, beside the table, why a county stands where it does."""


@dataclass(frozen=True)
class Column:
    """One column: `of` finds its value in a county's row of the comparison or of 总览, `told` says it in words."""

    name: str
    head: str
    unit: str
    of: Callable[[Answer, Answer], object]
    told: Callable[[object], str]
    opens: str = ""
    """Which of the links of counties.links its cells have."""


def html(compared: Compared) -> str:
    """The table, those ranked first, the county that stands beside it marked."""
    shown = columns(compared)
    lines = "".join(_line(compared, shown, row) for row in compared.of())
    heads = "".join(_head(one) for one in shown)
    rank, county = (escape(compared.frame.say(f"overview.head_{name}")) for name in ("rank", "county_code"))
    kind = " paced" if compared.measure in PACED else ""
    return (
        f'<div class="table-scroll steering"><table class="rows steering ranking{kind}"><thead><tr>'
        f'<th scope="col">{rank}</th><th scope="col">{county}</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody><tfoot>{_total(compared, shown)}</tfoot></table></div>"
    )


def _head(column: Column) -> str:
    unit = f"<small>{escape(column.unit)}</small>" if column.unit else ""
    return f'<th scope="col" class="number">{escape(column.head)}{unit}</th>'


def columns(compared: Compared) -> list[Column]:
    """What is shown of the comparison, with what is asked of every county beside it."""
    measure = compared.measure
    own = _paced(compared) if measure in PACED else _own(compared)
    return [*own, *_without(compared), *_beside(compared)]


def _paced(compared: Compared) -> list[Column]:
    """比序时进度 with the rate that it comes from, its two sides, and the two figures of money."""
    frame = compared.frame
    steered = list(compared.steered.values())
    # English steps from millions to billions: by its plan a county's shortfall would read 0.01
    by = "annual_plan_amount" if frame.language == "zh" else "behind_amount"
    unit = theme.money_unit([row[by] for row in steered], frame.language)

    def money(name: str, opens: str) -> Column:
        def told(value: object) -> str:
            return "—" if value is None else unit.text(value, frame.language)  # type: ignore[arg-type]

        head = frame.say(f"compare.head_{name}", months=rules.told(frame)["unpaid_months"])
        of_table = frame.say(f"overview.unit_{unit.places}")
        return Column(name, head, of_table, lambda _, row: row.get(name), told, opens)

    def share(name: str, key: str, opens: str) -> Column:
        head = frame.say(f"compare.head_{name}")

        def told(value: object) -> str:
            return counties.percent(frame, value)  # type: ignore[arg-type]

        return Column(name, head, "%", lambda _, row: row.get(key), told, opens)

    pacing = Column(
        "pacing_share",
        frame.say("compare.head_pacing_share"),
        frame.say("overview.head_unit_points"),
        lambda _, row: row.get("pacing_share"),
        lambda value: points(frame, value),  # type: ignore[arg-type]
    )
    return [
        pacing,
        share("completion_share", "completion_share", "planned"),
        money("annual_plan_amount", "planned"),
        money("work_done_year_amount", "planned"),
        money("behind_amount", ""),
        share("budget_share", "budget_payment_share", "budget"),
        money("aged_unpaid_amount", "unpaid"),
    ]


def _own(compared: Compared) -> list[Column]:
    """The figure, its two sides or its counts, how many projects know it, and 欠序时投资."""
    frame, measure = compared.frame, compared.measure
    value = Column("value", asked.title(frame, measure), "", lambda row, _: row, _figure(compared))
    known = Column("known", frame.say("compare.head_known"), "", lambda row, _: row, asked.n_text)  # type: ignore[arg-type]
    behind = [one for one in _paced(compared) if one.name == "behind_amount"]
    return [value, *_sides(compared), known, *behind]


def _figure(compared: Compared) -> Callable[[object], str]:
    def told(row: object) -> str:
        return asked.value_text(compared.frame, row, full=False, unit=compared.unit())  # type: ignore[arg-type]

    return told


def _sides(compared: Compared) -> list[Column]:
    """The part and the whole of a share, or the counts that it is of; none of a mere amount."""
    frame, measure = compared.frame, compared.measure
    if measure in COUNTED:
        names = COUNTED[measure]
        finds = (_told_part, _silent_part, _whole) if len(names) == len(PARTS) else (_part, _whole)
        return [
            Column(name, frame.say(f"compare.head_{name}"), "", find, _count(compared))
            for name, find in zip(names, finds, strict=True)
        ]
    part, whole, share = SIDES.get(measure, (None, None, None))
    if share is None:
        return []
    rows = [*compared.of(), compared.whole()]
    unit = theme.money_unit([row["whole"] for row in rows], frame.language)

    def told(value: object) -> str:
        return "—" if value is None else unit.text(value, frame.language)  # type: ignore[arg-type]

    of_table = frame.say(f"overview.unit_{unit.places}")
    return [
        Column(str(name), frame.say(f"column.{name}"), of_table, find, told)
        for name, find in ((part, _part), (whole, _whole))
    ]


def _part(row: Answer, _: Answer) -> object:
    return row["part"]


def _whole(row: Answer, _: Answer) -> object:
    return row["whole"]


def _silent_part(row: Answer, _: Answer) -> object:
    return row["silent_part"]


def _told_part(row: Answer, _: Answer) -> object:
    return None if row["part"] is None else row["part"] - (row["silent_part"] or 0)


PARTS = (_told_part, _silent_part, _whole)
"""What is told of a share of which silence is a part of its own."""


def _count(compared: Compared) -> Callable[[object], str]:
    def told(value: object) -> str:
        return "—" if value is None else count_text(int(value), compared.frame.language)  # type: ignore[call-overload]

    return told


def _without(compared: Compared) -> list[Column]:
    """The figure and, in brackets, the place without the largest project; nothing where nobody is ranked."""
    if compared.whole()["better"] == "none":
        return []

    def told(row: object) -> str:
        return without_text(compared, row)  # type: ignore[arg-type]

    return [Column("without", compared.frame.say("compare.head_without"), "", lambda row, _: row, told)]


def without_text(compared: Compared, row: Answer) -> str:
    """慢 21.0 (5): the figure without the largest project, and its place; — where there is none of either."""
    if row["without_value"] is None or row["county_code"] == WHOLE:
        return "—"
    if row["unit"] == "points":
        told = points(compared.frame, row["without_value"])
    else:
        told = asked.value_text(compared.frame, row, "without_", full=False, unit=compared.unit())
    return f"{told} ({row['without_rank']})" if row["without_rank"] else told


def _beside(compared: Compared) -> list[Column]:
    """How many of those that owe the last closed month's report sent it."""
    if compared.measure == "reporting":
        return []

    def told(row: object) -> str:
        due, missing = row["expected_count"], row["unreported_count"]  # type: ignore[index]
        return f"{due - missing}/{due}" if due else "—"

    head = compared.frame.say("compare.head_reported")
    return [Column("reported", head, "", lambda _, row: row, told, "unreported")]


def _line(compared: Compared, shown: list[Column], row: Answer) -> str:
    frame, county = compared.frame, row["county_code"]
    current = ' aria-current="true"' if county == compared.looked_at else ""
    why = frame.link("compare", county=county, measure=compared.measure)
    place = place_text(compared, row)
    kind = "place" if row["rank"] else "place apart"
    rank = f'<a href="{escape(why)}" title="{escape(frame.say("compare.why"))}">{escape(place)}</a>'
    name = f'<a href="{escape(frame.county_link(county))}">{escape(compared.name(county))}</a>'
    cells = "".join(_cell(compared, column, row, why) for column in shown)
    return f'<tr{current}><td class="{kind}">{rank}</td><th scope="row">{name}</th>{cells}</tr>'


def place_text(compared: Compared, row: Answer) -> str:
    """The county's place with last month's in brackets, or why it has none; — where nobody is ranked."""
    if not row["rank"]:
        return asked.reason(compared.frame, row) or "—"
    before = compared.before.get((row["comparison"], row["county_code"]), {}).get("rank")
    return f"{row['rank']} ({before})" if before else str(row["rank"])


def _cell(compared: Compared, column: Column, row: Answer, why: str) -> str:
    steered = compared.steered.get(row["county_code"], {})
    told = column.told(column.of(row, steered))
    place = None if row["county_code"] == WHOLE else row["county_code"]
    href = counties.links(compared.frame, place)[column.opens] if column.opens else ""
    if column.name == "value":
        return counties.cell(told, asked.rows_link(compared.frame, compared.measure, row["county_code"]))
    if column.name == "behind_amount":
        return counties.cell(told, why, "bar", _bar(compared, steered))
    kind = counties.slow(steered.get("pacing_share")) if column.name == "pacing_share" else ""
    return counties.cell(told, why if column.name in LINKED else href, kind)


def _bar(compared: Compared, steered: Answer) -> str:
    """How much of the largest 欠序时投资 the county's is; nothing for who is ahead, and for the whole."""
    amounts = [row["behind_amount"] or Decimal(0) for code, row in compared.steered.items() if code != WHOLE]
    most, amount = max(amounts, default=Decimal(0)), steered.get("behind_amount") or Decimal(0)
    whole = steered.get("county_code") == WHOLE
    width = round(BAR * amount / most) if most > 0 and amount > 0 and not whole else 0
    return f'<i style="width:{width}px"></i>'


def _total(compared: Compared, shown: list[Column]) -> str:
    head = escape(compared.frame.say("compare.whole"))
    why = compared.frame.link("library", only="planned", sort="-behind_amount")
    cells = "".join(_cell(compared, column, compared.whole(), why) for column in shown)
    return f'<tr class="total"><td></td><th scope="row">{head}</th>{cells}</tr>'
