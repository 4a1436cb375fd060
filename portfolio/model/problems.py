"""What can be wrong: problems in people's data are values; misuse and broken files are exceptions."""

from __future__ import annotations

from typing import Literal

from portfolio.model.fields import Frozen


class Problem(Frozen):
    """One located fault in data that a person sent; `code` names the sentence in words/*.toml.

    `facts` fill the sentence's blanks, in pairs of name and text; `mend` names another sentence that says what to do.
    An error is mended; a question is mended or confirmed, each by itself; a warning needs a word, which may stand for
    all; a note only tells.
    """

    code: str
    severity: Literal["error", "question", "warning", "note"]
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    mend: str | None = None
    project_id: str | None = None
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What names this problem within one file: the owner's word on a warning is kept under it."""
        return "|".join(part or "" for part in (self.code, self.sheet, self.cell, self.project_id))


class PortfolioError(Exception):
    """A refusal that a person must hear of: `code` names the sentence in words/*.toml, `facts` fill its blanks.

    Caught once, at the edge (command line, page shell), and said in the reader's language.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code
