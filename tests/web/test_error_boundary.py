"""Every failure ends as one plain sentence with what to do next."""

from __future__ import annotations

import logging

import pytest

from portfolio.model import PortfolioError
from portfolio.web import error_boundary
from portfolio.words import LANGUAGES, say

CODES = (
    "library_missing",
    "library_broken",
    "library_foreign",
    "library_incomplete",
    "library_encoding",
    "store_newer",
    "store_held",
    "folder_unwritable",
    "store_broken",
    "store_lost",
    "store_exchanged",
    "unexpected",
    "project_unknown",
    "not_through_door",
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(code: str, language: str) -> None:
    sentence = say("zh" if language == "zh" else "en", f"error.{code}")
    assert len(sentence) > 15 and "{" not in sentence, "a fact not given leaves no raw blank"


def test_a_refusal_is_said_with_its_details() -> None:
    sentence, details = error_boundary.explained(PortfolioError("store_held", pid=42), "zh")
    assert sentence == say("zh", "error.store_held") and details == "详情：pid: 42"


def test_the_unexpected_is_logged_under_the_number_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "portfolio"):
        sentence, _ = error_boundary.explained(ZeroDivisionError("secret"), "en")
    number = caplog.records[0].args
    assert isinstance(number, tuple) and str(number[0]) in sentence
    assert "secret" not in sentence


def test_a_refusal_without_a_sentence_is_unexpected() -> None:
    sentence, _ = error_boundary.explained(PortfolioError("no_such_code"), "en")
    assert sentence.startswith("Something unexpected")
