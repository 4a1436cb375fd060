"""Charts' rows as the browser gets them."""

from __future__ import annotations

import io
import subprocess
import sys

import polars as pl

from portfolio.web.elements import pictures

SHARED = """
import threading, time
import polars as pl
from portfolio.web.elements import pictures

shared = pl.DataFrame({"at": [0.0] * 1000})
until = time.monotonic() + 1

def written():
    while time.monotonic() < until:
        pictures._in_arrow(shared)

def read():
    while time.monotonic() < until:
        assert shared.dtypes == [pl.Float64]

readers = [threading.Thread(target=work, daemon=True) for work in (written, read) * 3]
for reader in readers:
    reader.start()
for reader in readers:
    reader.join()
print("all came to an end")
"""


def test_rows_are_written_in_arrow_as_they_are() -> None:
    rows = pl.DataFrame({"name": ["咸安区", None], "at": [0.5, -1.0]})
    assert pl.read_ipc_stream(io.BytesIO(pictures._in_arrow(rows))).equals(rows)


def test_readers_who_share_rows_do_not_wait_for_each_other_for_ever() -> None:
    # in a process of its own: one that stands still so cannot even be told to stop
    done = subprocess.run(
        [sys.executable, "-c", SHARED], capture_output=True, text=True, timeout=60, check=False
    )
    assert "all came to an end" in done.stdout, done.stderr


def test_the_height_of_a_chart_is_told_before_it_is_drawn() -> None:
    rows = pl.DataFrame({"line": ["a", "b", "b"], "at": [1, 2, 3]})
    more = pl.DataFrame({"line": ["c"]})
    layers = [{"encoding": {"y": {"field": "line"}}}, {"encoding": {"y": {"value": 3}}}, {"encoding": {}}]
    assert pictures.height_of({"height": {"step": 40}, "layer": layers}, [rows, more]) == 120
    assert pictures.height_of({"height": 250, "layer": layers}, [rows]) == 250
    assert pictures.height_of({"layer": layers}, [rows]) == 0
