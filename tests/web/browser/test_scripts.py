"""The scripts: Streamlit's own English has Chinese words, and the ASGI app knows each script by its hash."""

from __future__ import annotations

import re

import pytest

from portfolio import words
from portfolio.web.browser import scripts


def test_every_saying_is_a_pattern_with_words_that_fill_its_blanks() -> None:
    for english, key in scripts.STREAMLIT_SAYS.items():
        blanks = set(re.findall(r"\{(\w+)\}", words.table("zh")[f"browser.{key}"]))
        assert blanks <= {"one", "two"}, key
        assert re.compile(english).groups >= len(blanks), key


@pytest.mark.parametrize(
    ("english", "key"),
    [
        ("Running...", "running"),
        ("Remove 咸安区", "remove"),
        ("8 options available.", "options"),
        ("Choose date, November 2026", "choose_date"),
        ("200MB per file • XLSX", "upload_limit"),
        ("Connection error", "connection_error"),
        (
            "Error: Date set outside allowed range. Please select a date on or before 2026-11-24.",
            "date_before",
        ),
        (
            "Error: Date set outside allowed range. Please select a date between 2021-01-01 and 2026-11-24.",
            "date_between",
        ),
    ],
)
def test_what_streamlit_says_is_known(english: str, key: str) -> None:
    known = [name for pattern, name in scripts.STREAMLIT_SAYS.items() if re.fullmatch(pattern, english)]
    assert known[:1] == [key]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_named_in_its_language(language: str) -> None:
    naming = scripts.of_page(language)[0]  # type: ignore[arg-type]
    assert f'("{scripts.TAGS[language]}")' in naming  # type: ignore[index]
