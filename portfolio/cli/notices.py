"""`portfolio notice`: the whole pack of a final month, unattended: 通报, a page for each county, slides."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import click

from portfolio import clock, queries
from portfolio.cli import telling
from portfolio.cli.asking import NoticeAsked
from portfolio.cli.commands import REFUSED, data_option, existing_store, main, reader_language, run, spoken
from portfolio.cli.finals import month_of
from portfolio.cli.protocol import Request, Response
from portfolio.exports import notice, notice_template, pack
from portfolio.exports.notice_facts import Asked
from portfolio.formats import date_text
from portfolio.model import PortfolioError, View
from portfolio.queries import finals
from portfolio.store import Store
from portfolio.words import say


@main.command("notice")
@click.option("--month", required=True, help="The final month, 2026-10 / 已定稿的月份")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the pack goes / 存放文件夹",
)
@click.option(
    "--address", default="", help="The app's address, which the figures open / 系统网址，表中数字据此打开明细"
)
@click.option(
    "--form", is_flag=True, help="Only write the form that a city may change / 只生成可修改的通报样式"
)
@data_option
@spoken
def notice_command(month: str, out: Path, address: str, form: bool, data: Path) -> None:
    """Make the notice of a final month, county pages and slides / 生成某月定稿的通报、县市区一页通和会议材料."""
    asked = NoticeAsked(month_of(month), out.absolute(), address.rstrip("/"), form)
    run(data, Request("notice", reader_language(), notice=asked), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the pack: where it is, of what, and what could not be made and why."""
    told, language = request.notice, request.language
    if told is None:
        raise PortfolioError("request_unknown")
    asked = _asked(store, told, request)
    if told.form:
        whole = pack.write(told.folder, "form", {notice_template.FILE: notice.form()})
        return Response((say(language, "cli.notice_form", file=whole / notice_template.FILE),))
    folder = store.path.parent
    template = notice_template.of_folder(folder)
    faults = notice_template.problems(template) if template else []
    if faults:
        refused = say(language, "error.notice_form", count=len(faults), field=faults[0].value or "")
        return Response(tuple(telling.problem(one, language) for one in faults), (refused,), REFUSED)
    made, left = pack.files(asked, folder / "fonts", template)
    whole = pack.write(told.folder, finals.code(asked.final), made)
    month = date_text(told.month, "month", language)
    said = [say(language, "cli.notice_made", month=month, count=len(made), folder=whole)]
    for part, refusal in left:
        why = say(language, f"error.{refusal.code}", **refusal.facts)
        said.append(say(language, f"cli.notice_left_{part}", why=why))
    return Response(tuple(said))


def _asked(store: Store, told: NoticeAsked, request: Request) -> Asked:
    """The newest final of the month, asked of all projects. Raises PortfolioError notice_no_final."""
    live = View(as_of=clock.today(), known_at=clock.end_of_today(), language=request.language)
    rows = finals.finals(store, live).filter(period_on=told.month).rows(named=True)
    if not rows:
        raise PortfolioError("notice_no_final", month=f"{told.month:%Y-%m}")
    row = rows[0]
    view = finals.view_of(live, row)
    chinese = request.language == "zh"
    names = {
        one["county_code"]: one["name"] if chinese else one["name_en"]
        for one in queries.counties(store, view).iter_rows(named=True)
    }
    edition = queries.edition(store, view).row(0, named=True)
    city = edition["city_name" if chinese else "city_name_en"]

    def link(page: str, **changes: object) -> str:
        if not told.address:
            return ""
        words = {"lang": "" if chinese else "en", "final": finals.code(row), **changes}
        asked = {name: str(value) for name, value in words.items() if value}
        return f"{told.address}/{page}?{urlencode(asked, quote_via=quote, safe=',')}"

    return Asked(store, view, row, request.language, city, names, link)
