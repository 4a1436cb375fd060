"""While the server runs, a large library's figures are worked out at its start and after each midnight."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from portfolio import clock, day
from portfolio.cli import reader_language
from portfolio.model import PortfolioError, View
from portfolio.web import session
from portfolio.words import say


@contextmanager
def preparing() -> Iterator[None]:
    """Prepare each day while the block runs, in a thread that ends with the process."""
    stopped = threading.Event()
    threading.Thread(target=_each_day, args=[stopped], daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _each_day(stopped: threading.Event) -> None:
    while True:
        try:
            prepare_today()
        # of the engine, the disk or a mistake of ours: without this the thread would end unseen, and no later midnight
        # be prepared for; the log has the traceback
        except Exception:
            logging.getLogger("portfolio").exception("the day was not prepared")
        if stopped.wait(until_midnight(clock.now()).total_seconds()):
            return


def prepare_today() -> None:
    """Work out today's figures of the official library if it is large; the console is told where they cannot be kept."""
    try:
        store = session.store("official")
    except PortfolioError:
        return  # said as the server comes up, and to whoever asks
    try:
        day.prepare(store, View(as_of=clock.today(), known_at=clock.end_of_today()))
    except PortfolioError as refusal:
        print(f"\n{say(reader_language(), f'error.{refusal.code}', **refusal.facts)}\n", flush=True)


def until_midnight(now: datetime) -> timedelta:
    """How long it is until the next day has begun."""
    return datetime.combine(now.date() + timedelta(days=1), time(0, 0, 1)) - now
