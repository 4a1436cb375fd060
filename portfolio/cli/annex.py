"""`portfolio annex`: take a library from a workbook with heads of its own, saying what is asked and what it would change."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from portfolio import clock, library, words
from portfolio.cli import telling
from portfolio.cli.commands import REFUSED, data_option, existing_store, main, reader_language, sent, spoken
from portfolio.codes import Language
from portfolio.intake import annex as reading
from portfolio.intake import annex_edition, annex_words
from portfolio.intake.annex import AnnexFile, Answers
from portfolio.intake.annex_sheet import ANNEX
from portfolio.intake.headings import NOT_READ, key_of
from portfolio.intake.values import narrowed
from portfolio.library.renewing import renewed, rows_of
from portfolio.model import PortfolioError
from portfolio.store import uploads
from portfolio.words import say

UNITS = {"元": 1, "万元": 10_000, "亿元": 10**8, "yuan": 1, "10000": 10_000, "100000000": 10**8}


@main.command("annex")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--document", required=True, help="Its document number / 文号")
@click.option(
    *("--effective-on", "effective_on"),
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The day from which the edition counts / 新版生效日",
)
@click.option(
    "--whole/--part",
    "whole",
    required=True,
    default=None,
    help="FILE is the whole library, or new and changed projects only / FILE 为完整项目库，或只含新增和变动项目",
)
@click.option("--title", help="Title; without it the file's own / 名称，不写即取文件标题")
@click.option("--unit", help="元, 万元, 亿元: where the file does not say / 金额单位，文件未写明时用")
@click.option(
    "--column", "columns", multiple=True, help="HEAD=COLUMN, - for not read / 表头=含义，- 为不读取"
)
@click.option("--word", "told", multiple=True, help="KIND:WORD=CODE, - for none / 类别:词=代码，- 为不填")
@click.option(
    "--days", type=click.Path(path_type=Path, dir_okay=False), help="As of load / 时限处理表，同 load"
)
@click.option("--dry-run", is_flag=True, help="Only say what it would change / 只预览，不载入")
@data_option
@spoken
def annex(file: Path, effective_on: datetime, days: Path | None, data: Path, **asked: Any) -> None:
    """Take FILE (xlsx with heads of its own: an annex, another list) as a new edition / 把附件工作簿载入为新版."""
    language, day, sheet = reader_language(), effective_on.date(), sent(file)
    with closing(existing_store(data)) as store:
        before = library.standing(store, day)
        answers = _answers(reading.remembered(store), asked["unit"], asked["columns"], asked["told"])
        annex_file = reading.read_annex(sheet, file.name, before, answers)
        made = annex_edition.edition_of(annex_file, before, whole=asked["whole"])
        problems = [*annex_file.problems, *(made.problems if annex_file.is_answered else ())]
        for one in problems:
            click.echo(telling.problem(one, language), err=one.severity == "error")
        _asked(annex_file, before, language)
        if not annex_file.is_answered or any(one.severity == "error" for one in problems):
            raise SystemExit(REFUSED)
        named = asked["title"] or annex_file.title or before.edition["title"]
        taken = renewed(before, made.rows, {"title": named, "document_number": asked["document"]}, file.name)
        changed = library.compare(before.library, rows_of(taken))
        for row in changed.filter(
            ~changed["field"].is_in(["stated_in", "note"]) | changed["field"].is_null()
        ).rows():
            click.echo("\t".join("" if value is None else str(value) for value in row))
        differing = library.restated_days(store, taken, day)
        if days is not None and not days.exists():
            library.write_days(differing, days, language)
            click.echo(say(language, "cli.days_written", count=differing.height, file=days))
            return
        if asked["dry_run"]:
            click.echo(say(language, "cli.compared", count=changed.height))
            return
        if differing.height and days is None:
            raise PortfolioError("days_unchosen", count=differing.height)
        chosen = library.read_days(days, differing) if days else []
        records = reading.kept(answers, file.name, uploads.keep(store, sheet, file.name))
        number = library.take(store, taken, clock.now(), day, chosen, more=records)
    click.echo(say(language, "cli.loaded" if number else "cli.already_loaded", number=number))


def _answers(known: Answers, unit: str | None, columns: tuple[str, ...], options: tuple[str, ...]) -> Answers:
    """The answers of the options, by codes or by what people call them. Raises PortfolioError annex_option."""
    titles = {narrowed(one.header(lang)): one.code for one in ANNEX.columns for lang in words.LANGUAGES}
    titles |= {one.code: one.code for one in ANNEX.columns} | {NOT_READ: NOT_READ}
    heads: dict[str, str] = {}
    for option in columns:
        head, _, meaning = option.rpartition("=")
        if not head or narrowed(meaning) not in titles:
            raise PortfolioError("annex_option", option=option)
        heads[key_of(head)] = titles[narrowed(meaning)]
    by_name: dict[tuple[str, str], str] = {}
    for option in options:
        word, _, code = option.rpartition("=")
        kind, _, word = word.partition(":")
        if kind not in annex_words.KINDS or not code:
            raise PortfolioError("annex_option", option=option)
        by_name[kind, narrowed(word)] = code
    if unit is not None and unit not in UNITS:
        raise PortfolioError("annex_option", option=unit)
    amount = UNITS[unit] if unit is not None else None
    return replace(known, heads={**known.heads, **heads}, words={**known.words, **by_name}, unit=amount)


def _asked(annex_file: AnnexFile, before: library.Standing, language: Language) -> None:
    """Say what is asked, each with the option that answers it."""
    for head in annex_file.asked_heads:
        choices = "、".join(column.code for column in ANNEX.columns)
        click.echo(
            say(language, "cli.annex_head", heading=head.heading, sample=head.sample, choices=choices),
            err=True,
        )
    for one in annex_file.asked_words:
        labels = annex_words.labels(one.kind, before, language)
        choices = "、".join(f"{code} {label}" for code, label in labels.items())
        click.echo(
            say(language, "cli.annex_word", kind=one.kind, word=one.word, cell=one.cell, choices=choices),
            err=True,
        )
    if annex_file.unit_asked:
        likely = say(language, f"annex.unit_{annex_file.unit_likely}")
        click.echo(say(language, "cli.annex_unit", sample=annex_file.unit_sample, likely=likely), err=True)
