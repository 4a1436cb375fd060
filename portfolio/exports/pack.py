"""The whole pack of a final month: 通报 to edit and to print, a page for each county, the slides; whole, or not there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from portfolio.exports import county_sheet, notice
from portfolio.exports.notice_facts import Asked, Known, period
from portfolio.model import PortfolioError

BAD = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
"""Marks that a file's name may not have on some machine."""
Left = tuple[str, PortfolioError]
"""What could not be made, by the words' key of what it is, and why."""


def files(
    asked: Asked, fonts: Path | None = None, template: bytes | None = None
) -> tuple[dict[str, bytes], list[Left]]:
    """Name to file of all that can be made, and what cannot and why: without typst no PDF, without python-pptx no slides.

    Raises PortfolioError notice_library where not even the paper can be made, and what a template's faults are.
    """
    known = Known.ask(asked)
    facts = {"city": asked.city, "period": period(asked)}
    made = {_named(asked.say("file", **facts)): notice.word(asked, known, template)}
    left: list[Left] = []
    parts: tuple[tuple[str, Callable[[], Iterator[tuple[str, bytes]]]], ...] = (
        ("pdf", lambda: _printed(asked, known, fonts)),
        ("slides", lambda: _slides(asked, known)),
    )
    for part, of_part in parts:
        try:
            made |= dict(of_part())
        except PortfolioError as refusal:
            left.append((part, refusal))
    return made, left


def _named(name: str) -> str:
    return name.translate(BAD)


def _printed(asked: Asked, known: Known, fonts: Path | None) -> Iterator[tuple[str, bytes]]:
    name = asked.say("file_pdf", city=asked.city, period=period(asked))
    yield _named(name), notice.printed(asked, known, fonts)
    for row in known.rows:
        county = asked.counties[row["county_code"]]
        sheet = _named(asked.say("file_sheet", county=county, period=period(asked)))
        paper = notice.printing(fonts, sheet=True)
        yield sheet, county_sheet.written(paper, asked, known, row["county_code"])


def _slides(asked: Asked, known: Known) -> Iterator[tuple[str, bytes]]:
    name = asked.say("file_slides", city=asked.city, period=period(asked))
    yield _named(name), shown(asked, known)


def shown(asked: Asked, known: Known | None = None) -> bytes:
    """The slides. Raises PortfolioError slides_library where what writes them is not installed."""
    try:
        from portfolio.exports import slides  # noqa: PLC0415 - only who asks for slides needs what writes them
    except ImportError as missing:
        raise PortfolioError("slides_library") from missing
    return slides.made(asked, known or Known.ask(asked))


def write(folder: Path, name: str, made: dict[str, bytes]) -> Path:
    """The folder `name` below `folder` with exactly these files, in the place of one made before; all of them or none.

    Raises PortfolioError pack_unwritable, and then nothing is there that was not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    except OSError as refusal:
        raise PortfolioError("pack_unwritable", folder=folder) from refusal
    former = begun.with_name(begun.name.replace(".partial-", ".former-"))
    whole = folder / name
    try:
        for file, data in made.items():
            with (begun / file).open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
        begun.chmod(0o755)
        if whole.exists():
            whole.rename(former)
        begun.rename(whole)
    except OSError as refusal:
        shutil.rmtree(begun, ignore_errors=True)
        if former.exists() and not whole.exists():
            with suppress(OSError):
                former.rename(whole)
        raise PortfolioError("pack_unwritable", folder=folder) from refusal
    shutil.rmtree(former, ignore_errors=True)
    return whole
