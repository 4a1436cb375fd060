"""The table of faults: what each patch breaks, what a person would suffer, which tests should catch it."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
KINDS = (
    "wrong definition",
    "lost filter",
    "untranslated word",
    "sideways scroll",
    "page open to the wrong role",
    "row lost after a kill",
    "sum that is no sum",
    "figure of another moment",
    "unescaped name",
    "console error",
)
"""The kinds of faults, one fault each, in the order of their numbers."""


@dataclass(frozen=True)
class Named:
    """A test as the table names it: its file, and a function with or without the parameters of one run of it."""

    node: str

    @property
    def file(self) -> str:
        return self.node.partition("::")[0]

    @property
    def test(self) -> str:
        return self.node.partition("::")[2]

    @property
    def function(self) -> str:
        return self.test.partition("[")[0]

    def is_in(self, root: Path) -> bool:
        """Whether the file is there and has such a function (or is named whole); parameters are for pytest to know."""
        file = root / self.file
        if not file.is_file():
            return False
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        return not self.function or self.function in functions


@dataclass(frozen=True)
class Fault:
    """One fault: its patch, its kind, what a person would suffer, and the tests of which one at least must fail."""

    number: int
    kind: str
    title: str
    suffers: str
    patch: Path
    tests: tuple[Named, ...]


def faults() -> tuple[Fault, ...]:
    """All faults in the order of the table."""
    told = tomllib.loads((FOLDER / "faults.toml").read_text(encoding="utf-8"))
    return tuple(_fault(row) for row in told["fault"])


def _fault(row: dict[str, object]) -> Fault:
    tests = row["tests"]
    assert isinstance(tests, list)
    patch = str(row["patch"])
    return Fault(
        number=int(patch[:2]),
        kind=str(row["kind"]),
        title=str(row["title"]),
        suffers=str(row["suffers"]),
        patch=FOLDER / patch,
        tests=tuple(Named(str(node)) for node in tests),
    )
