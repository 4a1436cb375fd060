"""A figure says what it rests on; an unknown one is a word, never zero."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.web.seen import pieces


def _page() -> None:
    from portfolio.web.elements import figures  # noqa: PLC0415
    from portfolio.web.elements.figures import Figure  # noqa: PLC0415
    from tests.web.samples import frame  # noqa: PLC0415

    here = frame()
    link = here.link("library", area="housing")
    known = Figure("规划投资", "43.21", "亿元", 14, 203, "规划写明的合计", link)
    figures.row(here, [known, Figure("投资完成率", None, known=0, all=203)])
    figures.missing(here, "年度计划", 172, "提交年度计划", here.link("library"))


def test_figures_and_the_panel_of_what_is_missing() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    row, panel = (" ".join(piece.split()) for piece in pieces(app))
    assert row == "规划投资 ⓘ 规划写明的合计 43.21 亿元 14/203 个有数据 投资完成率 未填报 0/203 个有数据"
    assert panel == "缺少数据：年度计划 涉及 172 个项目。 补齐办法：提交年度计划 查看这些项目"
    assert 'href="/library?asof=2026-11-24&amp;area=housing"' in app.get("html")[0].proto.body
