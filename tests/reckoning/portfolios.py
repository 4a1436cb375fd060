"""Generated portfolios: small libraries, reports and decisions, and a view, made to hit every branch.

Due days lie around the thresholds as seen from the view's day; money is drawn from the few whole numbers
at which a share meets its bound. Every date is drawn, none is read from a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Entry, Period, Project, Submission, View

from .builders import FOREVER, Story, morning, story
from .days import end_of_month
from .editions import line
from .generated_batches import allocations, taking
from .generated_city import decisions
from .generated_corrections import Mending, mendings
from .generated_editions import newer_editions
from .generated_entries import entry_of, reported_milestones, whole_report
from .generated_library import LIKELY, libraries, totals
from .ledger import Ledger

MONTHS = tuple(end_of_month(2024, month) for month in range(10, 28))
DAYS_ASKED = (
    *(end_of_month(2024, month) for month in (12, 15, 18, 21, 24, 26, 27, 28)),
    date(2025, 1, 10),
    date(2025, 1, 11),
    date(2025, 5, 10),
    date(2025, 5, 11),
    date(2025, 7, 5),
    date(2025, 10, 30),
    date(2026, 1, 11),
    date(2026, 2, 15),
    date(2026, 4, 12),
)
FILTERS: dict[str, tuple[str, ...]] = {
    "counties": ("421221", "421222", "000000"),
    "areas": ("health", "education"),
    "categories": ("hospital", "school"),
    "sources": ("county", "foreign_loan"),
    "stages": ("continuing", "suspended"),
    "projects": ("01-01", "01-02"),
    "scope": ("421221", "000000", "01-02"),
}
THRESHOLDS = {
    "late_red_days": ("30", "91"),
    "warning_days": ("30", "61"),
    "pacing_yellow_share": ("0.05", "0.20"),
    "pacing_red_share": ("0.25",),
    "payment_floor_share": ("0.20", "0.40"),
    "payment_margin_share": ("0.00", "0.20"),
    "payment_low_share": ("0.70", "0.90"),
    "idle_months": ("6", "13"),
    "unpaid_months": ("1", "3", "12"),
    "report_close_days": ("5", "20"),
    "county_minimum_count": ("1", "2"),
    "county_known_share": ("0.50", "0.67"),
    "estimate_over_share": ("0.00", "0.50"),
}


@dataclass
class Happening:
    """One thing to tell, when it happens, and how it is told once those before it have their numbers."""

    at: datetime
    tell: Callable[[Story], None]


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[Ledger, View]:
    """A ledger and a view of it."""
    as_of = draw(st.sampled_from(DAYS_ASKED))
    projects = draw(libraries(as_of))
    reporting = [one for one in projects if draw(st.sampled_from((True,) * 7 + (False,)))]
    reporting = reporting or projects
    newer = draw(newer_editions(as_of, projects))
    heirs = [one for _, records in newer for one in records if isinstance(one, Project)]
    telling = list({one.project_id: one for one in (*heirs, *reporting)}.values())
    happenings = draw(reported(as_of, telling)) + draw(thresholds())
    happenings += draw(choices()) + draw(reopenings())
    happenings += [Happening(at, _taking(at, records)) for at, records in newer]
    issued = draw(allocations(as_of, telling))
    happenings += [Happening(morning(day), taking(day, batches)) for day, batches in issued]
    happenings += [Happening(one.at, one.tell) for one in draw(decisions(as_of, projects))]
    told = story(*projects, beside=draw(totals(as_of)))
    for happening in sorted(happenings, key=lambda one: one.at):
        happening.tell(told)
    return told.ledger(), draw(views(as_of))


@st.composite
def reported(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Happening]:
    """The submissions and the decisions about them."""
    found: list[Happening] = draw(regular_reports(as_of, projects)) + draw(milestone_history(as_of, projects))
    for _ in range(draw(st.integers(0, 4))):
        found += draw(submissions(as_of, projects))
    return found


@st.composite
def regular_reports(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Happening]:
    """What most owners send: the December before, and the last month, accepted a day later."""
    last = end_of_month(as_of.year, as_of.month - draw(st.sampled_from((1, 1, 2, 3))))
    found: list[Happening] = []
    for period_on in (end_of_month(last.year - 1, 12), last):
        telling = [one for one in projects if draw(st.sampled_from((True, True, True, True, False)))]
        entries = [entry for one in telling for entry in draw(whole_report(as_of, period_on, one))]
        sent_at = morning(period_on + timedelta(days=2))
        decisions = [("accepted", sent_at + timedelta(days=1))]
        found += _submission(period_on, entries, sent_at, decisions, draw(mendings(entries, sent_at)))
    return found


@st.composite
def milestone_history(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Happening]:
    """Now and then what month after month was said of one milestone: approved, put off, repeated, mended."""
    if draw(st.integers(0, 2)) == 0:
        return []
    name, told = draw(st.sampled_from(projects)).project_id, draw(st.sampled_from(LIKELY))
    found: list[Happening] = []
    for past in range(draw(st.integers(2, 6)), 0, -1):
        period_on = end_of_month(as_of.year, as_of.month - past)
        said = draw(reported_milestones(name, period_on, as_of)).model_copy(update={"milestone": told})
        sent_at = morning(period_on + timedelta(days=draw(st.sampled_from((2, 9)))))
        decisions = [("accepted", sent_at + timedelta(days=1))]
        found += _submission(period_on, [said], sent_at, decisions, draw(mendings([said], sent_at)))
    return found


def _submission(
    period_on: date,
    entries: list[Entry],
    sent_at: datetime,
    decisions: Sequence[tuple[Any, ...]],
    mended: list[Mending],
) -> list[Happening]:
    """The sending of one submission, each decision about it or named projects of it, corrections of what it says."""
    numbers: list[int] = []
    sending = Happening(sent_at, _sending(period_on, entries, sent_at, numbers))
    decided = [Happening(at, _deciding(numbers, verdict, at, named)) for verdict, at, *named in decisions]
    return [sending, *decided, *(happening for one in mended for happening in _mending(numbers, one))]


def _mending(numbers: list[int], one: Mending) -> list[Happening]:
    """The proposal of a correction, and each decision about it; none of an entry that the report did not hold."""
    proposals: list[int] = []

    def propose(told: Story) -> None:
        proposals.extend(one.proposed_in(told, numbers[0]))

    def judge(verdict: str, at: datetime) -> Callable[[Story], None]:
        return lambda told: _judged(told, proposals, verdict, at)

    found = [Happening(one.proposed_at, propose)]
    return found + [Happening(at, judge(verdict, at)) for verdict, at in one.verdicts]


def _judged(told: Story, proposals: list[int], verdict: str, at: datetime) -> None:
    for number in proposals:
        told.judge(number, verdict, at)


@st.composite
def submissions(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Happening]:
    """One submission of a month near the day asked about, or of a December, and what became of it."""
    period_on = draw(st.sampled_from(_months_near(as_of)))
    one_entry = st.sampled_from(projects).flatmap(entry_of(as_of, period_on))
    entries = draw(st.lists(one_entry, min_size=1, max_size=5))
    sent_at = morning(period_on + timedelta(days=draw(st.integers(1, 12))))
    decisions: list[tuple[Any, ...]] = []
    decided_at = sent_at
    about = sorted({entry.project_id for entry in entries})
    in_parts = draw(st.integers(0, 2)) == 0
    for verdict in draw(st.sampled_from(VERDICTS)):
        decided_at += timedelta(days=draw(st.sampled_from((0, 1, 3, 40))))
        named = draw(st.lists(st.sampled_from(about), unique=True)) if in_parts else []
        decisions.append((verdict, decided_at, *named))
    return _submission(period_on, entries, sent_at, decisions, draw(mendings(entries, sent_at)))


VERDICTS: tuple[tuple[Any, ...], ...] = (
    ("accepted",),
    ("accepted",),
    ("accepted",),
    ("accepted", "withdrawn"),
    ("accepted", "taken_back"),
    ("returned", "accepted"),
    ("accepted", "accepted"),
    ("returned",),
    (),
)


def _months_near(as_of: date) -> list[date]:
    """The last months of which a report may tell, the Decembers before, and one month still to come."""
    near = [month for month in MONTHS if abs((month - as_of).days) < 110]
    return near + near + [date(2024, 12, 31), date(2024, 12, 31), *MONTHS]


def _sending(
    period_on: date, entries: list[Entry], at: datetime, numbers: list[int]
) -> Callable[[Story], None]:
    def tell(told: Story) -> None:
        happened = [(one.event_id, one.event, one.records) for one in told.events]
        known = set(line(happened, date.max).ids())
        about = [entry for entry in entries if entry.project_id in known]
        numbers.append(told.tell("report_submitted", at, (Submission(period_on=period_on), *about)))

    return tell


def _deciding(numbers: list[int], verdict: Any, at: datetime, named: Any) -> Callable[[Story], Any]:
    return lambda told: told.decide(numbers[0], verdict, at, *named)


@st.composite
def thresholds(draw: st.DrawFn) -> list[Happening]:
    """Now and then a threshold that changes from a day on."""
    found: list[Happening] = []
    for name in draw(st.lists(st.sampled_from(sorted(THRESHOLDS)), max_size=2)):
        day = draw(st.sampled_from((date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1))))
        value = draw(st.sampled_from(THRESHOLDS[name]))
        effective_on = day + timedelta(days=draw(st.sampled_from((-30, 0, 5, -1461))))
        found.append(Happening(morning(day), _setting(day, name, value, effective_on)))
    return found


def _setting(day: date, name: str, value: str, effective_on: date) -> Callable[[Story], None]:
    def tell(told: Story) -> None:
        told.threshold(day, name, value, effective_on)

    return tell


@st.composite
def choices(draw: st.DrawFn) -> list[Happening]:
    """Now and then the city's word on January and February."""
    if draw(st.integers(0, 2)):
        return []
    at = morning(draw(st.sampled_from((date(2025, 1, 5), date(2025, 6, 1), date(2026, 2, 1)))))
    value = draw(st.sampled_from(("no", "no", "yes")))

    def tell(told: Story) -> None:
        told.setting(at, "january_with_february", value)

    return [Happening(at, tell)]


@st.composite
def reopenings(draw: st.DrawFn) -> list[Happening]:
    """Seldom a month reopened, for all units or for one."""
    if draw(st.integers(0, 4)):
        return []
    at, until_on = morning(date(2025, 3, 1)), date(2025, 3, 31)
    unit = draw(st.sampled_from((None, "unit")))
    month = draw(st.sampled_from((date(2024, 6, 30), date(2024, 12, 31))))

    def tell(told: Story) -> None:
        reopened = Period(period_on=month, state="reopened", until_on=until_on, unit_code=unit)
        told.tell("period_changed", at, (reopened,))

    return [Happening(at, tell)]


def _taking(at: datetime, records: tuple[Any, ...]) -> Callable[[Story], None]:
    def tell(told: Story) -> None:
        told.tell("edition_taken", at, records)

    return tell


@st.composite
def views(draw: st.DrawFn, as_of: date) -> View:
    """A view of the day, of late or early knowledge, with few filters, now and then an empty one."""
    known_at = draw(st.sampled_from((*(FOREVER,) * 8, *_moments(as_of))))
    names = draw(st.sampled_from((*((),) * 14, *((name,) for name in FILTERS), ("scope", "counties"))))
    filters = {name: draw(_codes(FILTERS[name])) for name in names}
    return View(as_of=as_of, known_at=known_at, **filters)


def _moments(as_of: date) -> tuple[datetime, ...]:
    """Moments about the day asked: knowledge before, on and after it."""
    return tuple(morning(as_of + timedelta(days=days)) for days in (-45, 0, 4, 30))


def _codes(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """All or some of the codes, or none of them, which asks for nothing."""
    some = st.lists(st.sampled_from(codes), unique=True, max_size=len(codes)).map(tuple)
    return st.one_of(st.just(codes), st.just(codes[:2]), some)
