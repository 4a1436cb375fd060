"""Every page in both languages on the library, on a store full of reports and on a library without a project."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from portfolio import library
from portfolio.codes import Language
from portfolio.web.frame import VISITED
from portfolio.web.header import exporting
from portfolio.words import say
from tests.conftest import copy_library
from tests.pages.asked import run
from tests.web.seen import text, unfolded

NAMED = {"project": {"project": "06-01"}, "county": {"place": "421223"}}
NAMED_IN_DEMONSTRATION = {"project": {"project": "04-01-03"}, "county": {"place": "990005"}}
"""The pages of one thing, which their address names; their title is its name."""
EMPTIED = ("projects", "funding", "scale", "milestones", "evidence_map", "public_record")


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library names no project yet."""
    folder = copy_library(tmp_path_factory.mktemp("empty"))
    for name in EMPTIED:
        table = folder / "library" / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    library.build(folder / "library", folder / library.PARQUET)
    return folder


@pytest.fixture(scope="module")
def full_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the committed library and the demonstration, for these tests alone."""
    folder = tmp_path_factory.mktemp("full") / "data"
    shutil.copytree(demo_folder, folder)
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", VISITED)
@pytest.mark.parametrize("folder", ["official_folder", "sample_folder", "empty_folder"])
def test_page(
    folder: str,
    page: str,
    language: Language,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = run(monkeypatch, request.getfixturevalue(folder), page, lang=language, **NAMED.get(page, {}))
    seen = text(app)
    assert say(language, f"nav.{page}") in [title.value for title in app.title] or page in NAMED
    assert "Traceback" not in seen and "{" not in seen
    assert language == "en" or "None" not in seen.split(), "an unknown value has a word"


@pytest.mark.parametrize(
    "page", ["overview", "library", "funding", "spending", "late", "compare", "county", "quality"]
)
def test_an_empty_library_is_no_matter_of_filters(
    empty_folder: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = text(run(monkeypatch, empty_folder, page))
    assert say("zh", "table.library_empty") in seen and say("zh", "table.no_rows") not in seen
    narrowed = text(run(monkeypatch, empty_folder, page, category="training_base"))
    assert say("zh", "table.library_empty") not in narrowed


@pytest.mark.parametrize(
    ("asof", "shown"), [("1900-01-01", False), ("2020-06-30", False), ("2021-01-01", True)]
)
@pytest.mark.parametrize("page", VISITED)
def test_no_page_breaks_on_a_day_long_ago(
    sample_folder: Path, page: str, asof: str, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, page, asof=asof, **NAMED.get(page, {}))
    seen = "\n".join([text(app), *(caption.value for caption in app.caption)])
    assert "{" not in seen, "no blank of a sentence is left"
    assert bool(app.warning) is not shown, "a day before the first rule is said to be left out"
    assert ("截至2021年1月1日" in seen) is shown


@pytest.mark.parametrize("workspace", ["official", "demo"])
@pytest.mark.parametrize("page", VISITED)
def test_every_file_that_a_page_offers_can_be_made(
    full_folder: Path, page: str, workspace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[tuple[str, str], bytes] = {}
    offer = exporting.offer

    def made_too(table: exporting.Offer, *, main: bool = False) -> None:
        made.update({(table.title, kind): table.file(kind) for kind in exporting.KINDS})
        offer(table, main=main)

    monkeypatch.setattr(exporting, "offer", made_too)
    named = NAMED if workspace == "official" else NAMED_IN_DEMONSTRATION
    app = run(monkeypatch, full_folder, page, workspace=workspace, **named.get(page, {}))
    # nothing was ever changed in the official library, and of the project no milestone is known, which is its first tab
    times = 0 if workspace == "official" and page in ("actions", "changes", "project") else 1
    assert bool(made) is bool(times) and all(made.values())
    if made:
        unfolded(app, "export_more")
    buttons = [one.proto.label for one in app.get("download_button")]
    assert buttons.count(say("zh", "export.menu")) == times, "once a page"
    assert [buttons.count(label) for label in ("Excel", "CSV")] == [len(made) // 2] * 2
    for (title, kind), content in made.items():
        if kind == "csv":
            heads, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            assert all(len(row) == len(heads) for row in rows), title
            assert say("zh", "table.total") not in [cell for row in rows for cell in row], title
