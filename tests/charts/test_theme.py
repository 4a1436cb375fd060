"""The look of the charts: every state has its colour, sign and shape; yuan keeps its size; long names are cut."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from portfolio import codes
from portfolio.charts import theme
from portfolio.charts.vega import field, layer, mark
from portfolio.codes import Language


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_state_has_a_colour_a_shape_and_a_sign() -> None:
    states = set(codes.labels("state", "zh"))
    assert states == set(theme.STATES) == set(theme.SHAPES)
    assert theme.state_label("red", "zh") == "● 红灯"
    assert theme.state_label("not_reported", "en") == "? Not reported"


def test_the_lights_differ_in_lightness_for_black_and_white_print() -> None:
    shades = sorted(lightness(theme.STATES[state]) for state in ("red", "green", "yellow"))
    assert shades[1] - shades[0] > 30 and shades[2] - shades[1] > 30
    assert (
        lightness(theme.MONEY["planned"])
        > lightness(theme.MONEY["received"])
        > lightness(theme.MONEY["paid"])
    )


def test_text_can_be_read_on_every_colour() -> None:
    cells = [theme.heat(step / 100) for step in range(101)]
    for colour in (*theme.STATES.values(), *theme.HEAT, *cells, theme.WASH):
        assert theme.contrast(colour, theme.on_colour(colour)) >= 4.5, colour
    for ink in (theme.INK, theme.QUIET):
        assert theme.contrast(ink, theme.WHITE) >= 4.5 and theme.contrast(ink, theme.WASH) >= 4.5


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("amount", "language", "label", "text"),
    [
        ("1234567890.00", "zh", "亿元", "12.35"),
        ("99999999.00", "zh", "万元", "10,000.00"),
        ("1234567890.00", "en", "billion yuan", "1.23"),
        ("35000000.00", "en", "million yuan", "35.00"),
    ],
)
def test_yuan_is_shown_in_the_unit_of_its_size(
    amount: str, language: Language, label: str, text: str
) -> None:
    unit = theme.money_unit([None, Decimal(amount)], language)
    assert (unit.label, unit.text(Decimal(amount), language)) == (label, text)


def test_unknown_and_too_small_are_not_said_to_be_zero() -> None:
    unit = theme.money_unit([Decimal("1234567890.00")], "zh")
    assert unit.text(None, "zh") == "未注明"
    assert unit.of(None) is None
    assert unit.text(Decimal("1000.00"), "zh") == "<0.01"
    assert unit.text(Decimal("-1000.00"), "zh") == ">-0.01"
    assert unit.text(Decimal(0), "zh") == "0.00"


def test_scaled_makes_floats_of_yuan_and_keeps_the_unknown() -> None:
    rows = pl.DataFrame({"amount": [Decimal("150000000.00"), None]})
    unit = theme.money_unit(rows["amount"], "zh")
    assert theme.scaled(rows, ["amount"], unit)["amount"].to_list() == [1.5, None]


def test_a_long_name_is_cut_and_a_short_one_is_not() -> None:
    assert theme.cut("嘉鱼县老旧小区改造项目", 8) == "嘉鱼县…"
    assert theme.cut("嘉鱼县", 8) == "嘉鱼县"
    assert theme.cut("Training base", 8) == "Trainin…"


def test_heat_runs_from_the_first_to_the_last_colour() -> None:
    assert theme.heat(0) == theme.HEAT[0] and theme.heat(1) == theme.HEAT[-1]
    shades = [lightness(theme.heat(step / 10)) for step in range(11)]
    assert shades == sorted(shades, reverse=True)


def test_a_chart_says_what_it_is_in_our_type() -> None:
    bars = layer(pl.DataFrame({"a": [1]}), mark("bar"), {"x": field("a:Q")})
    spec = theme.chart(bars, description="说明", height=120).to_dict()
    assert (spec["description"], spec["height"]) == ("说明", 120)
    assert not any(spec["config"][part]["aria"] for part in ("mark", "axis", "legend", "title"))
    assert "Noto Sans CJK SC" in spec["config"]["font"]
