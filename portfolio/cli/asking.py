"""What a command asks of whoever holds the store, beside its name: a file, a month, a folder; as told and as read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class PlanAsked:
    """A list of the annual plan: its file, whole; its document; whether to take it or only to say what it changes."""

    file: Path
    document: str
    day: date
    kind: Literal["initial", "adjusted"]
    why: str | None
    yes: bool


@dataclass(frozen=True)
class TreasuryAsked:
    """A file of the treasury's figures, whole; whether to take it or only to say what it changes."""

    file: Path
    why: str | None
    dry_run: bool
    answers: tuple[tuple[str, str, str], ...] = ()
    """What the file's words mean: heading, unit, source or project; the word; its meaning."""
    days: tuple[date | None, date | None] = (None, None)
    """From which day until which it holds a ledger's lines; None: as proposed."""
    whole: bool = False


@dataclass(frozen=True)
class HistoryAsked:
    """A file of past years, whole; whether to take it or only to say what it brings; what its words mean."""

    file: Path
    why: str | None
    dry_run: bool
    answers: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class FinalAsked:
    """A month to be made final: its last day, whether as a flash report, and of a second time why."""

    month: date
    flash: bool
    why: str | None


@dataclass(frozen=True)
class NoticeAsked:
    """The pack of a final month: its last day, where it goes, the app's address; or the city's form alone (`form`)."""

    month: date
    folder: Path
    address: str
    form: bool = False


def folder_asked(told: object) -> Path | None:
    """The folder of a request, whole, or None. Raises ValueError for what is neither."""
    if told is None:
        return None
    if isinstance(told, str) and Path(told).is_absolute() and "\0" not in told:
        return Path(told)
    raise ValueError("not a folder")


def plan_asked(told: object) -> PlanAsked | None:
    """The list that a request asks to take, or None. Raises ValueError for what is neither."""
    match told:
        case None:
            return None
        case {
            "file": str(file),
            "document": str(document),
            "day": str(day),
            "kind": "initial" | "adjusted" as kind,
            "why": str() | None as why,
            "yes": bool(yes),
            **more,
        } if not more:
            return PlanAsked(_file(file), document, date.fromisoformat(day), kind, why, yes)
    raise ValueError("not a list")


def treasury_asked(told: object) -> TreasuryAsked | None:
    """The file of figures that a request asks to take, or None. Raises ValueError for what is neither."""
    match told:
        case None:
            return None
        case {
            "file": str(file),
            "why": str() | None as why,
            "dry_run": bool(dry_run),
            "answers": list(answers),
            "days": [str() | None as first, str() | None as last],
            "whole": bool(whole),
            **more,
        } if not more:
            days = _day(first), _day(last)
            return TreasuryAsked(_file(file), why, dry_run, tuple(map(_answer, answers)), days, whole)
    raise ValueError("not a file of figures")


def _file(told: str) -> Path:
    """The file or folder of a request, whole. Raises ValueError for what is none."""
    path = folder_asked(told)
    assert path is not None
    return path


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _answer(told: object) -> tuple[str, str, str]:
    match told:
        case [str(kind), str(word), str(means)]:
            return kind, word, means
    raise ValueError("not an answer")


def history_asked(told: object) -> HistoryAsked | None:
    """The file of past years that a request asks to take, or None. Raises ValueError for what is neither."""
    match told:
        case None:
            return None
        case {
            "file": str(file),
            "why": str() | None as why,
            "dry_run": bool(dry_run),
            "answers": list(answers),
            **more,
        } if not more:
            return HistoryAsked(_file(file), why, dry_run, tuple(map(_answer, answers)))
    raise ValueError("not a file of past years")


def final_asked(told: object) -> FinalAsked | None:
    """The month that a request asks to make final, or None. Raises ValueError for what is neither."""
    match told:
        case None:
            return None
        case {"month": str(month), "flash": bool(flash), "why": str() | None as why, **more} if not more:
            return FinalAsked(date.fromisoformat(month), flash, why)
    raise ValueError("not a month")


def notice_asked(told: object) -> NoticeAsked | None:
    """The pack that a request asks for, or None. Raises ValueError for what is neither."""
    match told:
        case None:
            return None
        case {
            "month": str(month),
            "folder": str(folder),
            "address": str(address),
            "form": bool(form),
            **more,
        } if not more:
            return NoticeAsked(date.fromisoformat(month), _file(folder), address, form)
    raise ValueError("not a pack")
