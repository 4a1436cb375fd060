"""The answers of every page's questions at one commit, and what two commits answer differently.

`python -m benchmarks.baseline take COMMIT FOLDER` draws every page of the demonstration, of the official library and of
a store full of made-up reports, on three days and for some twenty views each (every filter, readers of one unit, one
county and a few projects, groups cut in two, sources), in a worktree of its own, and writes what each question
answered and what was drawn. `python -m benchmarks.baseline compare BEFORE AFTER` lists the differences: order of rows,
scale of decimals, rounding, and an unknown amount against 0.00 all count.
"""

from __future__ import annotations

import gzip
import inspect
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from unittest.mock import patch

import click
import polars as pl
from streamlit.testing.v1 import AppTest

from portfolio import clock, demo, library, queries
from portfolio.codes import labels
from portfolio.model import Reader, View
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.access import present
from portfolio.web.frame import VISITED
from tests import sample
from tests.conftest import copy_library

ROOT = Path(__file__).resolve().parents[1]
SHELL = ROOT / "portfolio" / "web" / "shell.py"
WORKSPACES = ("demo", "sample", "official")
DAYS = {
    "demo": ("2026-11-20", "2026-03-31", "2025-12-31"),
    "sample": ("2026-11-24", "2026-02-28", "2025-06-30"),
    "official": ("2026-11-24", "2025-12-31", "2023-06-30"),
}
PATIENCE_S = 300
KNOWLEDGE = ("known_at", "newest_event")
"""What of a view says how much is known: the same in all that is taken."""
OURS = ("asking", "select", "sums")
"""Modules of portfolio.queries that answer nothing by themselves."""
Asked = dict[str, Any]


@dataclass
class Heard:
    """What the questions of one run of a page answered, by question and what it was asked."""

    answers: Asked = field(default_factory=dict)

    def note(self, name: str, given: inspect.BoundArguments, answer: object) -> None:
        """Remember the answer; a question asked again in one run keeps its first."""
        told = ", ".join(
            f"{key}={_argument(value)}"
            for key, value in given.arguments.items()
            if not isinstance(value, Store)
        )
        self.answers.setdefault(f"{name}({told})", _answer(answer))


def _argument(value: object) -> str:
    if isinstance(value, View):
        told = {name: held for name, held in value if held is not None and name not in KNOWLEDGE}
        return str(
            {name: held.isoformat() if isinstance(held, date) else held for name, held in told.items()}
        )
    return repr(value)


def _answer(answer: object) -> object:
    """The answer as text; of a frame its columns, their types and its rows in order."""
    if isinstance(answer, pl.DataFrame):
        kinds = [f"{name}: {kind}" for name, kind in answer.schema.items()]
        return {"columns": kinds, "rows": [[str(value) for value in row] for row in answer.iter_rows()]}
    return repr(answer)


def _listen(heard: list[Heard]) -> None:
    """Let every question of portfolio.queries note its answer in the last of `heard`."""
    names = [
        f"portfolio.queries.{one.name}" for one in iter_modules(queries.__path__) if one.name not in OURS
    ]
    wrapped: dict[Any, Callable[..., Any]] = {}
    for name in names:
        module = import_module(name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                wrapped[function] = _noting(f"{name.rsplit('.', 1)[1]}.{function_name}", function, heard)
    for loaded in [module for name, module in sys.modules.items() if name.startswith("portfolio")]:
        for attribute, value in list(vars(loaded).items()):
            if inspect.isfunction(value) and value in wrapped:
                setattr(loaded, attribute, wrapped[value])


def _noting(name: str, function: Callable[..., Any], heard: list[Heard]) -> Callable[..., Any]:
    signature = inspect.signature(function)

    @wraps(function)
    def asked(*given: object, **named: object) -> object:
        answer = function(*given, **named)
        heard[-1].note(name, signature.bind(*given, **named), answer)
        return answer

    return asked


def views(workspace: str, folder: Path) -> dict[str, dict[str, str]]:
    """Name to the address's filters, and under `scope` whom it is shown to: some twenty ways to look at a library."""
    store = (demo.open_demo if workspace == "demo" else _official)(folder)
    day = View(as_of=date.fromisoformat(DAYS[workspace][0]), known_at=clock.end_of_today())
    counties = queries.counties(store, day)["county_code"].to_list()
    members = store.read(
        "SELECT project_id, name FROM library_row(9223372036854775807) WHERE parent_id IS NOT NULL ORDER BY 1"
    )
    store.close()
    cut = members.row(0, named=True)
    found: dict[str, dict[str, str]] = {"all": {}}
    found |= {f"county {code}": {"county": code} for code in counties}
    found |= {f"{name} {code}": {name: code} for name in ("source", "stage", "state") for code in _some(name)}
    found |= {f"{name} {code}": {name: code} for name in ("area", "category") for code in _some(name)[:3]}
    found["two counties"] = {"county": ",".join(counties[1:3])}
    found["a county's bonds"] = {"county": counties[2], "source": "special_bond"}
    found["two sources"] = {"source": "special_bond,central_budget"}
    found["a county's red"] = {"county": counties[3], "state": "red"}
    found["one member of a group"] = {"q": str(cut["name"])}
    found["half of the members"] = {"scope": ",".join(members["project_id"].to_list()[::2])}
    found["one county's reviewer"] = {"scope": counties[4]}
    return found


def _some(codelist: str) -> list[str]:
    codes = list(labels(codelist, "zh"))
    return codes[:: max(1, len(codes) // 5)]


def _official(folder: Path) -> Store:
    return library.open_official(folder, sample.TAKEN_AT)


def record(workspace: str, folder: Path) -> None:
    """Write what every page of the workspace asks and draws into `folder`."""
    with tempfile.TemporaryDirectory() as name:
        data = copy_library(Path(name) / "data")
        store = demo.open_demo(data) if workspace == "demo" else _official(data)
        if workspace == "sample":
            sample.fill(store)
        store.close()
        heard: list[Heard] = [Heard()]
        asked = views(workspace, data)
        _listen(heard)
        with (
            patch.dict(os.environ, {"PORTFOLIO_DATA": str(data)}),
            patch.object(tables, "download", lambda *_: None),
            gzip.open(folder / f"{workspace}.jsonl.gz", "wt", encoding="utf-8") as file,
        ):
            for run in _runs(workspace, asked, heard):
                file.write(json.dumps(run, ensure_ascii=False) + "\n")


def _runs(workspace: str, asked: dict[str, dict[str, str]], heard: list[Heard]) -> Iterator[Asked]:
    for page in VISITED:
        app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE_S)
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        for day in DAYS[workspace]:
            for name, filters in asked.items():
                heard.append(Heard())
                told = {"lang": "zh", "asof": day, **filters}
                told |= {"workspace": "demo"} if workspace == "demo" else {}
                told |= (
                    {"project": "01-01-01" if workspace == "demo" else "06-01"} if page == "project" else {}
                )
                drawn = _drawn(app, told)
                yield {"run": f"{workspace} {page} {day} {name}", **heard[-1].answers, **drawn}


def _drawn(app: AppTest, address: dict[str, str]) -> Asked:
    """What a run of that address sends to the browser: HTML, texts and charts, in order."""
    scope = address.pop("scope", None)
    app.query_params.clear()
    app.query_params.update(address)
    reader = Reader(login="x", name="x", role="reviewer", scope=tuple(scope.split(","))) if scope else None
    with patch.object(present, "reader", _reading(reader)), patch.object(present, "need", lambda *_: None):
        app.run()
    assert not app.exception, (address, app.exception)
    return {
        "drawn html": [one.proto.body for one in app.get("html") if not one.proto.body.startswith("<s")],
        "drawn texts": [
            str(one) for kind in ("caption", "header", "subheader", "info") for one in app.get(kind)
        ],
        "drawn charts": [str(one.proto) for one in app.get("vega_lite_chart")],
    }


def _reading(reader: Reader | None) -> Callable[..., Reader]:
    real = present.reader
    return real if reader is None else lambda *_: reader


@click.group()
def main() -> None:
    """Take the answers of a commit, or compare those of two."""


@main.command("record")
@click.argument("workspace", type=click.Choice(WORKSPACES))
@click.argument("folder", type=click.Path(path_type=Path))
def _record(workspace: str, folder: Path) -> None:
    """Record what this tree answers."""
    record(workspace, folder)


@main.command()
@click.argument("commit")
@click.argument("folder", type=click.Path(path_type=Path))
def take(commit: str, folder: Path) -> None:
    """Record what that commit answers, in a worktree of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(tree), commit], cwd=ROOT, check=True)
        try:
            shutil.copy(__file__, tree / "benchmarks" / "baseline.py")
            command = [sys.executable, "-m", "benchmarks.baseline", "record"]
            running = [
                subprocess.Popen([*command, workspace, str(folder.resolve())], cwd=tree)
                for workspace in WORKSPACES
            ]
            failed = [one.wait() for one in running]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)
    sys.exit(max(failed))


@main.command()
@click.argument("before", type=click.Path(path_type=Path, exists=True))
@click.argument("after", type=click.Path(path_type=Path, exists=True))
@click.option("--most", default=20, help="How many differences are shown of each question.")
def compare(before: Path, after: Path, most: int) -> None:
    """List what the second answers differently from the first; exit 1 where anything is."""
    shown: dict[str, int] = {}
    for workspace in WORKSPACES:
        pairs = zip(_read(before, workspace), _read(after, workspace), strict=True)
        for here, there in pairs:
            for question, told in _differences(here, there):
                name = question.split("(")[0]
                shown[name] = shown.get(name, 0) + 1
                if shown[name] <= most:
                    click.echo(f"{here['run']}: {question}\n{told}")
    for name, count in sorted(shown.items()):
        click.echo(f"{count:6d} {name}")
    sys.exit(1 if shown else 0)


def _read(folder: Path, workspace: str) -> Iterator[Asked]:
    with gzip.open(folder / f"{workspace}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _differences(here: Asked, there: Asked) -> Iterator[tuple[str, str]]:
    """Question, and what it answered before and after in the first places that differ."""
    for question in here.keys() & there.keys():
        if here[question] != there[question]:
            yield question, _first_difference(here[question], there[question])
    for question in sorted(here.keys() ^ there.keys()):
        if not question.startswith(("drawn", *OURS)):
            yield (
                f"{question.split('(')[0]}",
                f"  asked only {'before' if question in here else 'after'}: {question}",
            )


def _first_difference(here: Any, there: Any) -> str:
    if isinstance(here, dict) and isinstance(there, dict):
        if here["columns"] != there["columns"]:
            return f"  columns {sorted(set(here['columns']) ^ set(there['columns']))} or their order"
        here, there = here["rows"], there["rows"]
    if not isinstance(here, list) or not isinstance(there, list):
        return f"  - {here}\n  + {there}"
    pairs = [(one, other) for one, other in zip(here, there, strict=False) if one != other]
    lines = "\n".join(f"  - {str(one)[:400]}\n  + {str(other)[:400]}" for one, other in pairs[:2])
    return f"  {len(here)} rows, {len(there)} rows; {len(pairs)} differ\n{lines}"


if __name__ == "__main__":
    main()
