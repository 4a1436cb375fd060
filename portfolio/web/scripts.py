"""The few scripts that run in the reader's browser, and their hashes, so that the door lets in no others."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import streamlit

from portfolio.codes import Language
from portfolio.words import say

FOLDER = Path(__file__).parent
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
STREAMLIT_SAYS = {
    "Page not found": "browser.page_not_found",
    "You have requested page": "browser.page_not_found_more",
    "The page that you have requested": "browser.page_not_found_more",
    "No results": "browser.no_results",
    "Connection error": "browser.connection_error",
    "Is Streamlit still running": "browser.connection_error_more",
    "Streamlit server is not responding": "browser.connection_error_more",
    "Cannot connect to Streamlit": "browser.connection_error_more",
    "streamlit run yourscript.py": "browser.connection_error_ask",
    "Connecting": "browser.connecting",
    "Running": "browser.running",
    "Try again": "browser.try_again",
    "Print": "browser.print",
}
"""How Streamlit's own sentences begin, in the English that it alone speaks, and the words key of ours."""

SORTING = (FOLDER / "sorting.js").read_text(encoding="utf-8")
"""Sorts a table by a clicked heading; blanks stay last and the total row first."""
ANCHORING = (FOLDER / "anchoring.js").read_text(encoding="utf-8")
"""Keeps a page at the anchor of its address while its charts are still growing."""
FOLDING = (FOLDER / "folding.js").read_text(encoding="utf-8")
"""Folds the menu away on a phone once a page is chosen."""
COVERING = (FOLDER / "covering.js").read_text(encoding="utf-8")


def naming(language: Language) -> str:
    """The script that tells the browser, and who listens to it, the language of the page."""
    return f'document.documentElement.lang = "{TAGS[language]}"'


def covering() -> str:
    """The script that says in Chinese what Streamlit says in English only, while the page is in Chinese."""
    sayings = [[english, say("zh", key)] for english, key in STREAMLIT_SAYS.items()]
    return COVERING.replace("SAYINGS", json.dumps(sayings, ensure_ascii=False))


def of_page(language: Language) -> list[str]:
    """The scripts of a page in `language`, in their order."""
    return [naming(language), SORTING, ANCHORING, FOLDING, covering()]


def hashes() -> list[str]:
    """The Content-Security-Policy sources of our scripts and of those inside Streamlit's own front page."""
    ours = [script for language in TAGS for script in of_page(language)]
    return sorted({_hash(script) for script in [*ours, *_front_page_scripts()]})


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _front_page_scripts() -> list[str]:
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    return re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
