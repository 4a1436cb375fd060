"""The reports of six years as events in the order in which they happened: sent, returned, sent again, accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from portfolio.demo import batches, deciding, directed, finalised, mending, planning, treasury
from portfolio.demo.catalogue import MONEY_GROUP
from portfolio.demo.course import Course
from portfolio.demo.days import REPORTED_MONTHS, end_of, month_of
from portfolio.demo.people import unit_of
from portfolio.demo.place import BAD_REPORTER, CITY, GIANT, UNNAMED, county_names
from portfolio.demo.returns import BASE_TOLD, BASE_UNTOLD, YEAR_END, Owner
from portfolio.model import Decision, Entry, Event, Record, Submission

Happening = tuple[Event, list[Record | Entry]]
SKIPPED = (5, 14, 30, 31, 32, 35, 44, 57, 58)
"""The months for which 示例县戊 sends nothing at all."""
SILENT_FROM = 66
"""From which month those projects are silent that have given up reporting: half of 示例县戊's."""
LOST = {(BASE_TOLD, month_of(YEAR_END)), (BASE_UNTOLD, month_of(YEAR_END)), ("09-06-03", 68)}
"""Projects and months that were never sent: two have no report of December 2025, one none of September 2026."""
WAITING = ("990002", "990004")
"""The counties whose additional reports on the last month still wait for a decision."""
LAST_MONTH = REPORTED_MONTHS - 1


@dataclass
class Letter:
    """One workbook sent: about which month, by which county, when, and what became of it when."""

    county: str
    month: int
    at: datetime
    entries: list[Entry]
    verdict: str | None = "accepted"
    why: str | None = None
    again: str = "月报"

    @property
    def file_name(self) -> str:
        """The workbook's name."""
        day = end_of(self.month)
        return f"{_sender(self.county)}_{day.year}年{day.month}月{self.again}.xlsx"


def happenings(courses: Sequence[Course], first: int, progress: Callable[[float], None]) -> list[Happening]:
    """Every event of reports, batches, treasury, the city's acts and corrections, oldest first, numbered from `first`."""
    letters = list(_letters(courses, progress))
    timed = [(letter.at, order, letter) for order, letter in enumerate(letters)]
    sent = [(at, entry) for at, _, letter in sorted(timed, key=_sent) for entry in letter.entries]
    acts = [
        *planning.lists(entry for _, entry in sent),
        *deciding.changes(sent),
        *treasury.happenings(entry for _, entry in sent),
        *finalised.finals(),
        *directed.happenings(),
    ]
    moments: list[tuple[datetime, int, int, Letter | Happening]]
    moments = [*((at, 0, order, letter) for at, order, letter in timed),
            *((_decided_at(letter), 1, order, letter) for _, order, letter in timed if letter.verdict),
            *((act[0].at, 2, order, act) for order, act in enumerate(acts))]  # fmt: skip
    moments.sort(key=lambda one: one[:3])
    issues = batches.happenings(courses)
    numbers: dict[int, int] = {}
    happened: list[Happening] = []
    for at, decided, order, letter in moments:
        while issues and issues[0][0].at <= at:
            happened.append(issues.pop(0))
        number = first + len(happened)
        if not isinstance(letter, Letter):
            happened.append(letter)
        elif decided:
            happened.append(_decision(letter, at, numbers[order]))
        else:
            numbers[order] = number
            happened.append(_submission(letter))
    return mending.with_corrections(directed.numbered([*happened, *issues], first), first)


def _sent(timed: tuple[datetime, int, Letter]) -> tuple[datetime, int]:
    return timed[:2]


def _submission(letter: Letter) -> Happening:
    event = Event(kind="report_submitted", actor=f"{_sender(letter.county)}填报员", at=letter.at)
    unit = unit_of(CITY if letter.county == UNNAMED else letter.county)
    sent = Submission(period_on=end_of(letter.month), unit_code=unit, file_name=letter.file_name)
    return event, [sent, *letter.entries]


def _decision(letter: Letter, at: datetime, number: int) -> Happening:
    event = Event(kind="report_decided", actor="示例市发展和改革委员会审核员", at=at, why=letter.why)
    return event, [Decision(submission_id=number, verdict=letter.verdict, reason=letter.why)]


def _decided_at(letter: Letter) -> datetime:
    return letter.at + timedelta(days=2 if letter.verdict == "returned" else 3, hours=5)


def _sender(county: str) -> str:
    return "示例市" if county in (CITY, UNNAMED) else county_names()[county]


def _letters(courses: Sequence[Course], progress: Callable[[float], None]) -> Iterator[Letter]:
    """All workbooks, county by county."""
    offices: dict[str, list[Course]] = defaultdict(list)
    for course in courses:
        county = course.listed.county_code
        offices[CITY if county == UNNAMED else county].append(course)
    for number, (county, its) in enumerate(sorted(offices.items())):
        progress(number / len(offices))
        monthly, later = _gathered(its)
        for month in sorted({*monthly, *later}):
            yield from _of_month(county, month, monthly.get(month, []), later.get(month, []))


def _gathered(courses: Sequence[Course]) -> tuple[dict[int, list[Entry]], dict[int, list[Entry]]]:
    """Month to the entries sent in time, and month to those sent later."""
    in_time: dict[int, list[Entry]] = defaultdict(list)
    later: dict[int, list[Entry]] = defaultdict(list)
    for row, course in enumerate(courses, start=4):
        owner = Owner(course, row)
        chance = course.listed.stream("discipline")
        for month in owner.months():
            missed, late = chance.random() < course.character.missed, chance.random() < course.character.late
            late = late if month < LAST_MONTH else _waits(course)
            lost = missed and month % 12 != 11
            if not lost and not _silent(course, month) and (course.listed.project_id, month) not in LOST:
                (later if late else in_time)[month] += owner.report(month)
    return in_time, later


def _waits(course: Course) -> bool:
    """Whether the project's last report came in a file on which nobody has decided yet."""
    return course.listed.county_code in WAITING and course.listed.stream("waits").random() < 0.12


def _silent(course: Course, month: int) -> bool:
    """Whether the project says nothing that month because its county does not, or has given up reporting."""
    if course.listed.county_code == BAD_REPORTER and month in SKIPPED:
        return True
    carries = course.listed.project_id in (GIANT, MONEY_GROUP)
    gone = course.listed.stream("silence").random() < course.character.gone
    return gone and not carries and month >= SILENT_FROM


def _of_month(county: str, month: int, entries: list[Entry], later: list[Entry]) -> Iterator[Letter]:
    chance = Random(f"示例市/{county}/{month}")
    at = _after(month, 4 + chance.random() * 1.5)
    if county == BAD_REPORTER and chance.random() < 0.3:
        at = _after(month, 24 + chance.random() * 20) if month < LAST_MONTH else at
    if entries and chance.random() < 0.04:
        why = "合计与分项不符，请核对后重报"
        yield Letter(county, month, at, entries, "returned", why)
        yield Letter(county, month, at + timedelta(days=4), entries, again="月报（更正）")
    elif entries:
        yield Letter(county, month, at, entries)
    if later:
        days, verdict = (34 + chance.random() * 28, "accepted") if month < LAST_MONTH else (16, None)
        yield Letter(county, month, _after(month, days), later, verdict, again="补报")


def _after(month: int, days: float) -> datetime:
    """A moment so many days after the month's end, in office hours, at a whole minute."""
    day = datetime.combine(end_of(month), time(9)) + timedelta(days=int(days))
    return day + timedelta(minutes=round((days % 1) * 420))
