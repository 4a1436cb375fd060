"""The few scripts that run in the reader's browser, and their hashes, so that the ASGI app lets in no others."""

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
    "Page not found": "page_not_found",
    "(?:You have requested page|The page that you have requested).*": "page_not_found_more",
    "No results": "no_results",
    "Connection error": "connection_error",
    "(?:Is Streamlit still running|Streamlit server is not responding|Cannot connect to Streamlit).*": (
        "connection_error_more"
    ),
    "streamlit run yourscript.py": "connection_error_ask",
    "Connecting.*": "connecting",
    "Running.*": "running",
    "Stop": "stop",
    "Try again": "try_again",
    "Print": "print",
    "Close|Dismiss": "close",
    "Skip to main content": "skip",
    "Sidebar": "sidebar",
    "Collapse sidebar": "sidebar_fold",
    "Expand sidebar": "sidebar_unfold",
    "Main menu": "menu",
    "Notifications": "notifications",
    "Link to heading": "heading_link",
    "Show data": "show_data",
    "Show chart": "show_chart",
    "Download as (?:PNG|SVG|CSV)": "download",
    "Copy Vega-Lite spec": "copy_spec",
    "Fullscreen": "fullscreen",
    "Close fullscreen": "fullscreen_leave",
    "Open": "open",
    r"Choose (?:an option|options?)|Select an option|Select\.*": "choose",
    "Selected values": "selected",
    "Select all": "select_all",
    r"Select (\d+) match(?:es)?": "select_matches",
    "Add: (.+)": "add",
    "Remove (.+)": "remove",
    "Clear (?:all|value|entry|dates?)": "clear",
    r"(\d+) options? available\.": "options",
    "Choose date(?:, (.+))?": "choose_date",
    "Use arrow keys to navigate dates.*": "date_keys",
    "Selected Date:.*": "date_selected",
    "year, (.+)": "date_year",
    "month, (.+)": "date_month",
    "day, (.+)": "date_day",
    r"(\d+) – [A-Z][a-z]+": "date_month_value",
    "Previous(?: month)?": "previous_month",
    "Next(?: month)?": "next_month",
    "month": "month",
    "year": "year",
    r"Error: Date set outside allowed range.* between (\S+) and (\S+)\.": "date_between",
    r"Error: Date set outside allowed range.* on or before (\S+)\.": "date_before",
    r"Error: Date set outside allowed range.* on or after (\S+)\.": "date_after",
    "Press (?:Enter|⌘\\+Enter|Ctrl\\+Enter) to (?:apply|submit form)": "press_enter",
    "Increment": "increment",
    "Decrement": "decrement",
    "Upload|file upload": "upload",
    "add icon": "add_file",
    "Copy to clipboard": "copy",
    "Copied(?: to clipboard)?": "copied",
    "Show/hide columns": "columns",
    "Search": "search",
    "Add row": "add_row",
    r"Delete row\(s\)|Delete rows?": "delete_rows",
    "Browse files|Add files": "browse",
    "Drag and drop (?:a file|files|directories) here": "drop",
    r"(?:Limit )?(\d+(?:\.\d+)?[KMGT]?B) per file(.*)": "upload_limit",
    r"(.+) files are not allowed\.": "upload_type",
    r"File must be (\S+) or smaller\.": "upload_size",
    "Failed to generate file for download": "download_refused",
}
"""Streamlit's own sentences as regular expressions, in the English that it alone speaks, and the key of our words."""

NAMING = (FOLDER / "naming.js").read_text(encoding="utf-8").strip()
"""Names the language of the page."""
SORTING = (FOLDER / "sorting.js").read_text(encoding="utf-8")
"""Sorts a table by a clicked heading; blanks stay last and the total row first."""
ANCHORING = (FOLDER / "anchoring.js").read_text(encoding="utf-8")
"""Keeps a page at the anchor of its address while its charts are still growing."""
FOLDING = (FOLDER / "folding.js").read_text(encoding="utf-8")
"""Folds the menu away on a phone once a page is chosen."""
FOLLOWING = (FOLDER / "following.js").read_text(encoding="utf-8")
"""Follows a link to another view of the same page within the session: sorting is a run of the page, not a new load."""
PROJECTING = (FOLDER / "projecting.js").read_text(encoding="utf-8")
"""Turns the slides of projector mode by the arrow keys."""
DRAFTING = (FOLDER / "drafting.js").read_text(encoding="utf-8")
"""Hands in what is typed into a report before its field is left."""
REACHING = (FOLDER / "reaching.js").read_text(encoding="utf-8").strip()
"""Leads the keyboard through a chart's marks and opens the rows behind one."""
COVERING = (FOLDER / "covering.js").read_text(encoding="utf-8")
RETURNING = (FOLDER / "returning.js").read_text(encoding="utf-8").strip()


def naming(language: Language) -> str:
    """The script that tells the browser, who listens to it, and Streamlit's calendar the language of the page."""
    return NAMING.replace("TAG", json.dumps(TAGS[language]))


def reaching(language: Language) -> str:
    """The script that leads the keyboard through charts, with its words in `language`."""
    told = {
        "hint": say(language, "browser.chart_keys", count="COUNT"),
        "open": say(language, "browser.chart_open"),
    }
    return REACHING.replace("WORDS", json.dumps(told, ensure_ascii=False))


def covering() -> str:
    """The script that says in Chinese what Streamlit says in English only, while the page is in Chinese."""
    parts = {"one": "$1", "two": "$2"}
    sayings = [[english, say("zh", f"browser.{key}", **parts)] for english, key in STREAMLIT_SAYS.items()]
    return COVERING.replace("SAYINGS", json.dumps(sayings, ensure_ascii=False))


def returning() -> str:
    """The script that tells whose session has ended where to sign in again, in the language of the page by then."""
    told = {
        language: {
            "language": language,
            "ended": say(language, "browser.session_ended"),
            "way": say(language, "browser.sign_in_again"),
        }
        for language in TAGS
    }
    return RETURNING.replace("WORDS", json.dumps(told, ensure_ascii=False))


def of_page(language: Language) -> list[str]:
    """The scripts of a page in `language`, in their order."""
    return [
        naming(language),
        SORTING,
        ANCHORING,
        FOLDING,
        FOLLOWING,
        PROJECTING,
        DRAFTING,
        reaching(language),
        covering(),
        returning(),
    ]


def hashes() -> list[str]:
    """The Content-Security-Policy sources of our scripts and of those inside Streamlit's own front page."""
    ours = [script for language in TAGS for script in of_page(language)]
    return sorted({_hash(script) for script in [*ours, *_front_page_scripts()]})


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _front_page_scripts() -> list[str]:
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    return re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
