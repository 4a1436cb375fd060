"""An event of the ledger in words: who it was, and what it is about."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from portfolio import codes
from portfolio.formats import date_text, plain, unknown_text
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, detail
from portfolio.web.tables.cells import Row
from portfolio.words import knows

SHOWN = 5
"""How many things an event about many names; the rest are counted."""
LISTS = {"account": "role", "threshold": "threshold", "setting": "setting", "period": "period_state"}


def actor(frame: Frame, login: str, name: str) -> str:
    """Who did it: the account's name with its login; one that is no account by its own word."""
    key = f"audit.actor_{login}"
    if knows(key):
        return frame.say(key)
    if login.startswith("demo-"):
        return str(acting.person(frame, login))
    return name if name == login else frame.say("audit.actor", name=name, login=login)


def what(frame: Frame, row: Row) -> str | None:
    """What the event is about: the report with its month and verdict, the month, or the things it names."""
    if row["kind"] in ("report_submitted", "report_decided"):
        return _report(frame, row)
    if row["kind"] == "period_changed":
        return _period(frame, row)
    if row["kind"] in ("correction_proposed", "correction_decided"):
        return _correction(frame, row)
    subjects: list[dict[str, str]] = row["subjects"] or []  # type: ignore[assignment]
    if row["kind"] == "people_listed":
        told = [frame.say(f"audit.listed_{one['code']}", count=one["value"]) for one in subjects]
    else:
        told = [_subject(frame, str(row["said"]), one["code"], one["value"]) for one in subjects[:SHOWN]]
    if not told:
        return None
    separator = frame.say("filter.value_separator")
    more = int(row["subject_count"]) - len(told)  # type: ignore[call-overload]
    text = separator.join(told)
    return frame.say("audit.and_more", told=text, count=more) if more else text


def with_clock(frame: Frame, told: str | None, true_at: datetime | None) -> str | None:
    """What is told of an event, and what the clock said where the event is dated later."""
    if true_at is None:
        return told
    said = frame.say("audit.true_at", at=detail.moment(frame, true_at))
    return said if told is None else frame.say("filter.pair_separator").join((told, said))


def _report(frame: Frame, row: Row) -> str:
    verdict = codes.label("verdict", str(row["verdict"]), frame.language) if row["verdict"] else None
    facts = {
        "number": row["submission_id"],
        "month": _month(frame, row),
        "unit": row["unit_name"] or unknown_text(frame.language),
    }
    told = frame.say("audit.report", **facts)
    sent = row["kind"] == "report_submitted"
    behalf = frame.say("audit.on_behalf") if sent and row["on_behalf"] else None
    file_name = row["file_name"] if sent else None
    parts = [told, behalf, verdict, row["reason"], _decided(frame, row), _mended(frame, row), file_name]
    return frame.say("filter.pair_separator").join(str(part) for part in parts if part)


def _decided(frame: Frame, row: Row) -> str | None:
    """What became of each project, of a report that was decided project by project."""
    if row["said"] != "decision":
        return None
    subjects: list[dict[str, str]] = row["subjects"] or []  # type: ignore[assignment]
    told = []
    for one in subjects[:SHOWN]:
        verdict, _, why = one["value"].partition(" ")
        words = [codes.label("verdict", verdict, frame.language), *([why] if why else [])]
        told.append(
            frame.say("audit.pair", code=one["code"], value=frame.say("filter.pair_separator").join(words))
        )
    text = frame.say("filter.value_separator").join(told)
    more = int(row["subject_count"]) - len(told)  # type: ignore[call-overload]
    return frame.say("audit.and_more", told=text, count=more) if more else text


def _mended(frame: Frame, row: Row) -> str | None:
    """The reasons why a report changes what stood, each project's once."""
    if row["said"] != "mended":
        return None
    subjects: list[dict[str, str]] = row["subjects"] or []  # type: ignore[assignment]
    told = [frame.say("audit.pair", code=one["code"], value=one["value"]) for one in subjects[:SHOWN]]
    text = frame.say("audit.mended", told=frame.say("filter.value_separator").join(told))
    more = int(row["subject_count"]) - len(told)  # type: ignore[call-overload]
    return frame.say("audit.and_more", told=text, count=more) if more else text


def _correction(frame: Frame, row: Row) -> str:
    """The project and the field, and what was decided; the reason of a proposal is the event's own."""
    first: dict[str, str] = row["subjects"][0]  # type: ignore[index]
    field = f"column.{first['value']}"
    told = frame.say(
        "audit.pair", code=first["code"], value=frame.say(field) if knows(field) else first["value"]
    )
    if row["kind"] == "correction_proposed":
        return told
    verdict = codes.label("verdict", str(row["verdict"]), frame.language)
    parts = [told, verdict, row["reason"]]
    return frame.say("filter.pair_separator").join(str(part) for part in parts if part)


def _period(frame: Frame, row: Row) -> str:
    first: dict[str, str] = row["subjects"][0] if row["subjects"] else {"code": "closed", "value": ""}  # type: ignore[index]
    state = codes.label("period_state", first["code"], frame.language)
    until = frame.day(date.fromisoformat(first["value"])) if first["value"] else None
    unit = row["unit_name"] or frame.say("review.all_units")
    told = frame.say("audit.period", month=_month(frame, row), unit=unit, state=state)
    return frame.say("audit.until", told=told, until=until) if until else told


def _month(frame: Frame, row: Row) -> str:
    return date_text(row["period_on"], "month", frame.language)  # type: ignore[arg-type]


def _subject(frame: Frame, said: str, code: str, value: str | None) -> str:
    """One thing: an account with its role, a rule or setting with its value, a unit with its name."""
    if said == "account":
        return frame.say("audit.pair", code=code, value=codes.label("role", value, frame.language))
    if said == "threshold":
        return frame.say(
            "audit.pair", code=codes.label(said, code, frame.language), value=plain(Decimal(value or "0"))
        )
    if said == "setting":
        return frame.say("audit.pair", code=codes.label(said, code, frame.language), value=_yes(frame, value))
    if said == "plan_list":
        return frame.say("audit.pair", code=code, value=frame.day(date.fromisoformat(str(value))))
    if said == "project_change":
        return frame.say("audit.pair", code=code, value=codes.label(said, value, frame.language))
    return code if not value else frame.say("audit.pair", code=code, value=_place(frame, said, value))


def _place(frame: Frame, said: str, value: str) -> str:
    """A county by its name where something is given to a whole county."""
    return frame.counties.get(value, value) if said == "assignment" else value


def _yes(frame: Frame, value: str | None) -> str:
    return frame.say(f"table.{value}") if value in ("yes", "no") else str(value)
