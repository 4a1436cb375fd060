"""县市区 shows who stands where and why, who is not ranked, and every figure opens what it rests on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import queries
from portfolio.charts import theme
from portfolio.codes import Language, label
from portfolio.formats import money_text, rounded, share_text, ten_thousands
from portfolio.model import View
from portfolio.store import Store
from portfolio.words import say
from tests.conftest import close_opened, copy_library
from tests.pages.asked import html, run, told
from tests.queries.test_compare import MEASURES, VIEW, figures
from tests.web.seen import text, words_of


@pytest.fixture(scope="module")
def short_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library for this file alone: its store keeps pictures of a history cut short."""
    folder = copy_library(tmp_path_factory.mktemp("short"))
    yield folder
    close_opened(folder)


@pytest.fixture(scope="module")
def short_sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample for this file alone, for the same reason."""
    folder = tmp_path_factory.mktemp("short-sample") / "data"
    shutil.copytree(sample_folder, folder)
    yield folder
    close_opened(folder)


@pytest.fixture(autouse=True)
def _no_history(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Twelve more days cost as much as all else; one test asks for them."""
    if "history" not in request.node.name:
        monkeypatch.setattr(queries, "comparison_history", _today)


def _today(store: Store, view: View, comparison: str) -> pl.DataFrame:
    rows = queries.comparison(store, view).filter(pl.col("comparison") == comparison)
    return rows.with_columns(day_on=pl.lit(view.as_of))


def ranking(app: AppTest) -> list[list[str]]:
    """The cells of the ranking on the page, a list a county in its order."""
    table = re.search(r'<table class="rows steering ranking.*?<tbody>(.*?)</tbody>', html(app))
    assert table
    rows = re.findall("<tr.*?</tr>", table[1])
    return [[words_of(cell).strip() for cell in re.findall("<t[dh].*?</t[dh]>", row)] for row in rows]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("measure", [*MEASURES, "investment", "projects"])
def test_every_measure_is_shown_in_both_languages(
    short_sample: Path, sample_store: Store, measure: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, short_sample, "compare", measure=measure, lang=language)
    names = {
        row["county_code"]: row["name" if language == "zh" else "name_en"] for row in counties(sample_store)
    }
    asked = [county for county in figures(sample_store, measure) if county != "*"]
    assert [row[1] for row in ranking(app)] == [names[county] for county in asked]
    assert "{" not in text(app) and (language == "en" or "None" not in told(app).split())
    assert language == "en" or not re.search("too_small|unranked|main_structure", text(app))


@pytest.mark.parametrize("tab", ["figures", "map", "rows"])
def test_every_tab_is_whole(short_sample: Path, tab: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, short_sample, "compare", tab=tab, measure="late", county="421221")
    assert "{" not in text(app) and "None" not in told(app).split()
    drawn = {"figures": "figures-table", "map": "tile-map", "rows": "421221"}
    assert drawn[tab] in html(app) and not re.search("too_small|unranked|main_structure", text(app))


def counties(store: Store) -> list[dict[str, object]]:
    return queries.counties(store, VIEW).to_dicts()


def test_the_share_late_stands_with_its_two_parts(
    short_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, short_sample, "compare", measure="late")
    heads = re.findall("<th[ >].*?</th>", html(app))
    place = [words_of(head).strip() for head in heads].index("滞后")
    for row in ranking(app):
        late, silent, dated = (int(told) for told in row[place : place + 3])
        assert row[place - 1] == share_text((late + silent) / dated, "zh")
    assert "报送不足" in told(run(monkeypatch, short_sample, "compare", measure="paid"))
    assert say("zh", "compare.all_sources_note") not in told(app)


def test_money_that_no_source_divides_says_so(short_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, short_sample, "compare", measure="investment", source="county")
    assert say("zh", "compare.all_sources_note") in told(app)
    app = run(monkeypatch, short_sample, "compare", measure="investment", source="county", tab="figures")
    assert html(app).count("不分来源") >= 4
    app = run(monkeypatch, short_sample, "compare", measure="received", source="county")
    assert say("zh", "compare.all_sources_note") not in told(app)


def test_a_county_is_pointed_out_and_still_compared_with_all(
    short_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, short_sample, "compare", county="421221", measure="late")
    assert "名次仍在全部县市区中排" in told(app) and len(ranking(app)) == 8
    why = re.search('<aside class="why">.*?</aside>', html(app))
    assert why and "嘉鱼县" in words_of(why[0])
    app = run(monkeypatch, short_sample, "compare", county="421221", measure="late", tab="rows")
    assert say("zh", "compare.rows_title", measure="滞后率", place="嘉鱼县") in [
        one.value for one in app.subheader
    ]


def test_beside_the_table_stands_who_drags_most_and_the_projects_that_make_it_up(
    short_sample: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The county with the most 欠序时投资, the largest projects first, their amounts those of 项目台账."""
    steered = queries.steering(sample_store, VIEW, VIEW).filter(pl.col("county_code") != "*")
    worst = steered.sort("behind_amount", descending=True, nulls_last=True).row(0, named=True)
    here = VIEW.model_copy(update={"counties": (worst["county_code"],)})
    rows = queries.list_rows(sample_store, here, "behind").sort("behind_amount", descending=True)
    why = re.search('<aside class="why">.*?</aside>', html(run(monkeypatch, short_sample, "compare")))
    assert why
    named = re.findall(r'<li>.*?project=([^"&]*)".*?<b>([\d,.]+)</b>', why[0])
    assert [project for project, _ in named] == rows["project_id"].head(5).to_list()
    assert named[0][1] == f"{rounded(ten_thousands(rows['behind_amount'][0]), 2):,f}"
    assert money_text(worst["behind_amount"], "zh") in why[0]


def test_every_figure_opens_a_place_that_is_there(
    short_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county's name leads to its own page, the others to a tab or a list; no address names a place on a page."""
    drawn = html(run(monkeypatch, short_sample, "compare", county="421221"))
    assert 'href="/county?asof=2026-11-24&amp;place=421221"' in drawn
    assert not re.search('href="/(compare|late|funding|spending|overview)[^"]*#', drawn)
    tabs = set(re.findall(r'href="/compare[^"]*tab=(\w+)', drawn))
    assert tabs == {"rows"}


def test_nothing_reported_says_what_is_known_and_the_next_step(
    short_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever measure is asked for: projects and amounts by county, one sentence, one step, nothing unjudged."""
    for measure in ("", "pacing"):
        app = run(monkeypatch, short_library, "compare", **({"measure": measure} if measure else {}))
        seen = told(app)
        assert "项目库收录218个项目" in seen and say("zh", "overview.begin_next_others") in seen
        assert html(app).count('class="begin"') == 1 and "崇阳县" in seen and "107,200.00" in seen
        assert "无法判定" not in seen and not app.tabs
        note = say("zh", "table.unknown_told")
        assert "未填报" not in seen.replace(note, "")


def test_too_few_known_projects_are_said_and_not_ranked(
    short_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, short_sample, "compare", category="hospital")
    assert "样本不足" in told(app)


def test_an_unknown_measure_is_said(short_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, short_sample, "compare", measure="wealth", mode="cinema")
    assert "wealth" in app.warning[0].value and "cinema" in app.warning[0].value
    assert app.selectbox(key="filter_measure").value == "pacing"


def test_the_choice_goes_into_the_address(short_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, short_sample, "compare")
    app.selectbox(key="filter_measure").set_value("late").run()
    assert dict(app.query_params)["measure"] == "late"
    assert "滞后率：" in told(app)


def test_a_slide_shows_the_county_of_the_address_and_nothing_else(
    short_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, short_sample, "compare", mode="projector", county="421221", measure="late")
    assert not app.title and not app.multiselect
    assert "嘉鱼县" in told(app) and "滞后项目 3 个" in told(app)
    app = run(monkeypatch, short_sample, "compare", mode="projector", measure="late")
    assert "以下不参与排名" in told(app) and "越低越好" in told(app)


def test_where_one_county_alone_has_enough_data_nobody_is_ranked(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"workspace": "demo", "area": "health", "measure": "pacing", "asof": "2026-11-20"}
    app = run(monkeypatch, demo_folder, "compare", **address)
    assert say("zh", "compare.rank_alone") in told(app) and label("ranking", "too_small", "zh") in told(app)
    assert "数据足够的县市区不足两个" in told(app)
    assert not any(row[0].isdigit() for row in ranking(app))
    seen = told(run(monkeypatch, demo_folder, "compare", tab="figures", **address))
    assert say("zh", "compare.rank", rank=1) in seen, "of another figure, of which three counties know enough"


def test_worse_than_the_city_is_orange_to_red_and_better_is_blue(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 比序时进度: the city 慢 8.8, 甲 快 0.9 and 丙 慢 2.8 in blue, 乙 and 丁 in orange, 戊 慢 46.8 in red.

    戊 is 38.0 points from the city, the furthest of its side: the last step; 丁 8.3 and 乙 3.9 lie in the first third.
    """
    drawn = html(run(monkeypatch, demo_folder, "compare", workspace="demo", asof="2026-11-20", tab="map"))
    tiles = re.findall(r'background:(#\w+);[^"]*"[^>]*><strong>(\S+?)</strong>', drawn)
    named = {name: colour for colour, name in tiles}
    assert named["示例县戊"] == theme.WORSE[2]
    assert named["示例县乙"] == named["示例县丁"] == theme.WORSE[0]
    assert named["示例县甲"] == theme.BETTER[2] and named["示例县丙"] in theme.BETTER
    assert say("zh", "compare.scale_worse") in words_of(drawn)
