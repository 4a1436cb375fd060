"""县市区对比 ranks by one rule, shows who is not ranked and why, and every figure opens the rows that add up to it."""

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
from tests import sample
from tests.conftest import close_opened, copy_library
from tests.pages.asked import html, run, told
from tests.web.seen import text, words_of

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
MEASURES = (
    "pacing",
    "completion",
    "late",
    "started",
    "disbursed",
    "received",
    "paid",
    "budget_payment",
    "annual_payment",
    "idle",
    "reporting",
)


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


def figures(store: Store, comparison: str, view: View = VIEW) -> dict[str, dict[str, object]]:
    rows = queries.comparison(store, view).filter(pl.col("comparison") == comparison)
    return {row["county_code"]: row for row in rows.iter_rows(named=True)}


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


def test_figures_are_those_of_the_other_pages(sample_store: Store) -> None:
    pace = {
        row["code"]: row
        for row in queries.pace(sample_store, VIEW).filter(pl.col("level") == "county").to_dicts()
    }
    late = {row["county_code"]: row for row in queries.county_lateness(sample_store, VIEW).to_dicts()}
    funds = queries.funding_sum(sample_store, VIEW).filter(pl.col("source") == "*").to_dicts()
    funding = {row["county_code"]: row for row in funds}
    sent = {row["county_code"]: row for row in queries.coverage(sample_store, VIEW).to_dicts()}
    same = {
        "pacing": (pace, "pacing_share", "known_count"),
        "completion": (pace, "completion_share", "known_count"),
        "annual_payment": (pace, "annual_payment_share", "payment_known_count"),
        "late": (late, "late_share", "dated_count"),
        "started": (late, "started_share", "due_to_start_count"),
        "received": (funding, "received_share", "receipt_count"),
        "paid": (funding, "paid_share", "payment_count"),
        "disbursed": (funding, "disbursed_share", "disbursed_count"),
        "budget_payment": (funding, "budget_share", "budget_count"),
        "idle": (funding, "aged_share", "aged_received_known_count"),
        "reporting": (sent, None, "expected_count"),
    }
    for comparison, (rows, value, known) in same.items():
        for county, row in figures(sample_store, comparison).items():
            if county not in rows:
                assert county == "*"
                continue
            assert row["known_count"] == rows[county][known], (comparison, county)
            if value:
                assert row["value"] == pytest.approx(float(rows[county][value])), (comparison, county)


@pytest.mark.parametrize("sources", [("special_bond",), ("central_budget", "county")])
def test_a_source_filter_counts_that_source_only(sample_store: Store, sources: tuple[str, ...]) -> None:
    view = VIEW.model_copy(update={"sources": sources})
    funds = queries.funding_sum(sample_store, view).filter(pl.col("source") == "*").to_dicts()
    for comparison, share in (("received", "received_share"), ("paid", "paid_share")):
        rows = figures(sample_store, comparison, view)
        for row in funds:
            assert rows[row["county_code"]]["value"] == pytest.approx(row[share])


def test_the_rows_behind_a_figure_add_up_to_it(sample_store: Store) -> None:
    for comparison in MEASURES:
        rows = queries.comparison_rows(sample_store, VIEW, comparison)
        for county, row in figures(sample_store, comparison).items():
            mine = rows if county == "*" else rows.filter(pl.col("county_code") == county)
            assert mine["part"].sum() == (row["part"] or 0), (comparison, county)
            assert row["whole"] is None or mine["whole"].sum() == row["whole"]


def test_ranks_run_from_the_best_and_share_alike_figures(sample_store: Store) -> None:
    with_ranks = 0
    for comparison in MEASURES:
        ranked = [row for row in figures(sample_store, comparison).values() if row["rank"]]
        with_ranks += bool(ranked)
        values = [float(str(row["value"])) for row in ranked]
        high = bool(ranked) and ranked[0]["better"] == "high"
        assert values == sorted(values, reverse=high)
        assert comparison != "received" or not ranked, "资金到位率 is shown and not ranked"
        assert [row["rank"] for row in ranked] == sorted(row["rank"] for row in ranked)  # type: ignore[type-var]
        assert {row["county_code"] for row in ranked}.isdisjoint({"421200", "000000", "*"})
    assert with_ranks >= 3


def test_too_little_reported_stands_after_the_last_ranked_county_and_is_never_missing(
    sample_store: Store,
) -> None:
    """One project in four of the sample never reports, and no more than 75 % know what they received: below 80 %."""
    seen = 0
    for comparison in MEASURES:
        rows = [row for county, row in figures(sample_store, comparison).items() if county != "*"]
        order = [str(row["ranking"]) for row in rows]
        assert order == sorted(order, key=("ranked", "short_of_reports", "too_small", "unranked").index)
        assert {row["field_count"] for row in rows} == {6} and len(rows) == 8
        for row in rows:
            if row["ranking"] == "short_of_reports":
                seen += 1
                shares = (row["known_share"], row["known_amount_share"])
                assert row["rank"] is None and min(float(str(one)) for one in shares if one is not None) < 0.8
    assert seen


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
        assert "无法判定" not in seen and "未填报" not in seen and not app.tabs


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


def test_in_every_comparison_some_project_is_the_largest(sample_store: Store) -> None:
    largest = queries.comparison(sample_store, VIEW).drop_nulls("largest_id")
    assert set(largest["comparison"]) == {*MEASURES, "investment", "projects"}


def test_the_history_ends_with_the_figures_of_the_day(sample_store: Store) -> None:
    days = queries.comparison_days(sample_store, VIEW)
    assert days.height == 12 and days["day_on"][-1] == sample.AS_OF
    assert str(days["month_on"][-1]) == "2026-10-31" and str(days["day_on"][-2]) == "2026-10-11"
    whole = queries.comparison(sample_store, VIEW).sort("county_code")
    for comparison in [*MEASURES, "investment", "projects"]:
        rows = queries.comparison_history(sample_store, VIEW, comparison)
        assert rows["day_on"].unique().to_list() == days["day_on"].to_list()
        now = rows.filter(pl.col("day_on") == sample.AS_OF).drop("day_on")
        assert now.equals(whole.filter(pl.col("comparison") == comparison).select(now.columns))
    rows = queries.comparison_history(sample_store, VIEW, "pacing")
    january = rows.filter(pl.col("day_on") == days["day_on"][2])
    assert january["known_count"].max() > 0, "a closed January is compared in its own year"  # type: ignore[operator]


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
