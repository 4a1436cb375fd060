"""The shell stands around every page, in both languages, and no page opens without it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from time import sleep

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import clock, demo
from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.store import Store
from portfolio.web import session
from portfolio.web.frame import NAMES, VISITED
from portfolio.words import LANGUAGES, say
from tests.web.conftest import PATIENCE, ROOT, SHELL
from tests.web.seen import links, pieces, text, unfolded


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", VISITED)
def test_every_page_stands_in_the_shell(app: AppTest, name: str, language: str) -> None:
    app.query_params["lang"] = language
    app.run()
    if name != VISITED[0]:
        app.switch_page(f"../../pages/{name}.py").run()
    assert not app.exception
    seen = text(unfolded(app, "menu_when"))
    assert ("咸宁市" if language == "zh" else "Xianning") in seen
    assert ("截至" if language == "zh" else "As of") in seen


@pytest.mark.parametrize("name", NAMES)
def test_a_page_run_by_itself_refuses(name: str) -> None:
    alone = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=PATIENCE).run()
    assert [error.value for error in alone.error] == [say("zh", "error.not_through_door")]
    assert not pieces(alone) and not alone.title


def test_a_choice_goes_into_the_address_and_is_taken_off_by_its_chip(app: AppTest) -> None:
    app.run()
    app.pills(key="filter_county").set_value(["421202"]).run()
    assert dict(app.query_params)["county"] == "421202"
    assert "asof" in app.query_params
    (off,) = links(app, "咸安区 ×")
    assert "asof=" in off and "county" not in off


def test_the_address_fills_the_filters(app: AppTest) -> None:
    app.query_params["county"] = "421281,421221"
    app.query_params["asof"] = "2026-10-31"
    app.run()
    assert app.pills(key="filter_county").value == ["421221", "421281"]
    assert "截至2026年10月31日" in text(app)


def test_clearing_keeps_the_language(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.query_params["county"] = "421202"
    app.query_params["asof"] = "2026-10-31"
    app.run()
    unfolded(app, "menu_more").button(key="clear_filters").click().run()
    assert dict(app.query_params) == {"lang": "en"}
    assert app.pills(key="filter_county").value == []


def test_what_the_address_asks_in_vain_is_said(app: AppTest) -> None:
    app.query_params["county"] = "999999"
    app.query_params["asof"] = "never"
    app.run()
    assert "999999" in app.warning[0].value and "never" in app.warning[0].value


def test_a_missing_library_is_one_plain_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(tmp_path))
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE).run()
    assert not app.exception
    assert say("zh", "error.title") in text(app)
    assert say("zh", "error.library_missing", file=tmp_path / "project_library.parquet") in text(app)


def test_a_store_that_was_deleted_is_one_plain_page(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(data_folder))
    (data_folder / "backups").mkdir()
    (data_folder / "backups" / "kept.zip").touch()
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE).run()
    assert not app.exception
    lost = say("zh", "error.store_lost", file=data_folder / "official.duckdb", found="backups/kept.zip")
    assert lost in text(app) and not (data_folder / "official.duckdb").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_malformed_library_is_one_plain_page(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    folder = tmp_path / "malformed"
    copytree(data, folder, ignore=ignore_patterns("official.*", "tmp"))
    file = folder / "library" / "edition.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert say(language, "error.library_incomplete", file=file, found="edition_id") in text(app)
    assert not (folder / "official.duckdb").exists()


def test_the_days_to_choose_from_begin_with_the_rules(app: AppTest) -> None:
    app.query_params["asof"] = "1900-01-01"
    app.run()
    assert not app.exception
    assert unfolded(app, "menu_when").date_input(key="filter_asof").min == date(2021, 1, 1)
    first = {"value": "1900年1月1日", "first": "2021年1月1日"}
    told = say("zh", "filter.dropped_early", **first, day=date_text(clock.today(), "day", "zh"))
    assert app.warning[0].value == told


def test_a_failure_shows_a_number_and_no_traceback(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(session, "counties", fail)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    assert "Something unexpected" in text(app) and "secret" not in text(app)


@pytest.mark.parametrize("name", VISITED)
def test_the_demonstration_is_one_click_from_every_page(app: AppTest, name: str) -> None:
    app.query_params.update({"county": "421202", "place": "421202", "q": "咸安", "stage": "continuing"})
    app.run()
    app.switch_page(f"../../pages/{name}.py").run()
    there = links(unfolded(app, "menu_reader"), say("zh", "workspace.to_demo"))
    assert there
    for link in there:
        assert f"/{name}" in link or name == VISITED[0]
        assert "workspace=demo" in link and "stage=continuing" in link
        assert not any(own in link for own in ("county=", "place=", "q="))


def test_the_demonstration_is_built_once_with_a_bar_and_says_what_it_is(
    app: AppTest, data: Path, demo_folder: Path
) -> None:
    copy(demo_folder / demo.DEMO, data)
    app.query_params["workspace"] = "demo"
    app.run()
    assert not app.exception and session.is_open("demo")
    seen = text(app)
    assert "示例市" in seen and say("zh", "workspace.demo_mark") in seen
    assert unfolded(app, "menu_when").date_input(key="filter_asof").max == demo.LAST_DAY
    back = links(unfolded(app, "menu_reader"), say("zh", "workspace.to_official"))
    assert back and all("workspace" not in link for link in back)


def test_two_readers_have_the_demonstration_built_once(tmp_path: Path) -> None:
    stores, opened = session.Stores(), []

    def build(folder: Path, progress: session.Progress) -> Store:
        opened.append(folder)
        progress(0.5)
        sleep(0.2)
        return Store()

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(session.OPENERS, "demo", build)
        told: list[float] = []
        with ThreadPoolExecutor(2) as readers:
            found = list(readers.map(lambda _: stores.opened("demo", tmp_path, told.append), range(2)))
    assert found[0] is found[1] and opened == [tmp_path] and told == [0.5]


def test_the_store_is_opened_once(app: AppTest, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app.run()
    monkeypatch.setitem(session.OPENERS, "official", lambda *_: pytest.fail("opened twice"))
    assert session.store("official") is session.store("official")
    assert session.data_folder() == data.resolve()
