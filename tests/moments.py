"""The moments at which tests run: given, never read from the machine; a server of a test's own is started at one.

`python -m tests.moments 2026-11-30T10:00 run app.py …` is `streamlit run app.py …` on a machine whose clock says so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from portfolio import clock

NOW = datetime(2026, 11, 26, 10)
"""The moment at which every test begins that names no other: a Thursday after October's reports have closed."""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run the block at that moment."""
    before = clock.now()
    clock.set_to(moment)
    try:
        yield
    finally:
        clock.set_to(before)


def main(moment: str, *arguments: str) -> None:
    """Run Streamlit's command with the clock set to the moment."""
    from streamlit.web import cli  # noqa: PLC0415  # tests of the domain need no Streamlit

    clock.set_to(datetime.fromisoformat(moment))
    cli.main(list(arguments), prog_name="streamlit")


if __name__ == "__main__":
    main(*sys.argv[1:])
