"""How long the engine alone takes for a page's questions, page and browser left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from urllib.parse import parse_qsl

import polars as pl
from streamlit.testing.v1 import AppTest

from portfolio.store.answers import Answers

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 120


def bare_seconds(folder: Path, page: str, views: Sequence[str]) -> list[float]:
    """For each view, asked for the first time, the seconds that the engine took for all the page's questions."""
    asked: list[float] = []
    kept = Answers.of

    def timed(answers: Answers, key: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        def asking() -> pl.DataFrame:
            begun = perf_counter()
            answer = ask()
            asked[-1] += perf_counter() - begun
            return answer

        return kept(answers, key, asking)

    with (
        patch.dict(os.environ, {"PORTFOLIO_DATA": str(folder)}),
        patch.object(Answers, "of", timed),
    ):
        app = AppTest.from_file(str(ROOT / "portfolio" / "web" / "shell.py"), default_timeout=PATIENCE_S)
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        for view in ("workspace=demo&lang=zh", *views):
            asked.append(0.0)
            app.query_params.clear()
            for name, value in parse_qsl(view):
                app.query_params[name] = value
            app.run()
    return asked[1:]
