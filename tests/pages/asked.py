"""What a page is given and what it draws, for an address, on a store or a data folder of the tests."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import queries
from portfolio.model import County, Edition, View
from portfolio.store import Store
from portfolio.web import filters
from portfolio.web.elements import tabs
from portfolio.web.frame import Frame
from portfolio.words import LANGUAGES, say
from tests import sample
from tests.conftest import ROOT
from tests.web.seen import words_of

SHELL = ROOT / "portfolio" / "web" / "shell.py"
PATIENCE = 120


def frame(store: Store, page: str, **parameters: str) -> Frame:
    """The frame of an address, as of the sample's day."""
    day = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
    edition = queries.edition(store, day).row(0, named=True)
    rows = queries.counties(store, day).iter_rows(named=True)
    counties = tuple(County(**{name: row[name] for name in County.model_fields}) for row in rows)
    asked = filters.read(parameters, [row.county_code for row in counties], sample.AS_OF)
    made = Edition(**{name: edition[name] for name in Edition.model_fields})
    return Frame(asked, asked.view(sample.KNOWN_AT), store, made, counties, page, {})


def scoped(made: Frame, *scope: str) -> Frame:
    """The frame of a reader who may see only these counties and projects."""
    return replace(made, view=made.view.model_copy(update={"scope": scope}))


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, **parameters: str) -> AppTest:
    """A run of the page on a data folder, as of the sample's day, for an address."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
    for name, value in {"asof": sample.AS_OF.isoformat(), **parameters}.items():
        app.query_params[name] = value
    app.switch_page(f"../../pages/{page}.py").run()
    assert not app.exception
    failed = {say(language, "error.title") for language in LANGUAGES}
    assert failed.isdisjoint(element.value for element in app.subheader)
    return app


def every_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page draw all its tabs in one run, one below the other, as a browser never does."""
    monkeypatch.setattr(tabs, "draw", lambda _, parts: [part() for part in parts.values()])


def folds(app: AppTest) -> list[str]:
    """The names of what is folded away on the page, and made only once it is unfolded."""
    keys = (found[1] for one in app.expander if (found := re.search(r"-(fold_.*)$", one.proto.id)))
    return list(keys)


def unfold(app: AppTest) -> None:
    """Let the page draw what was folded away too."""
    if names := folds(app):
        for name in names:
            app.session_state[name] = True
        app.run()
        assert not app.exception


def html(app: AppTest) -> str:
    """The HTML that the run drew, as it was sent to the browser."""
    bodies = (element.proto.body for element in app.get("html"))
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def told(app: AppTest) -> str:
    """What a reader sees of that HTML, without its tags."""
    return words_of(html(app))
