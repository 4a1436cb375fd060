"""The pages that stand before the pages: plain HTML from this server, without a script."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from portfolio.codes import Language
from portfolio.words import say

STYLE = (Path(__file__).parents[1] / "browser" / "access.css").read_text(encoding="utf-8")
STYLE_PATH = f"/auth/access.css?{hashlib.sha256(STYLE.encode()).hexdigest()[:12]}"
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Field:
    """One line of a form to fill in."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    autocomplete: str = "off"
    hint: str = ""

    def html(self) -> str:
        """The label, the input and the hint under it."""
        hint = f'<p class="hint" id="{self.name}-hint">{escape(self.hint)}</p>' if self.hint else ""
        described = f' aria-describedby="{self.name}-hint"' if self.hint else ""
        return (
            f'<label for="{self.name}">{escape(self.label)}</label>'
            f'<input id="{self.name}" name="{self.name}" type="{self.kind}" value="{escape(self.value)}"'
            f' autocomplete="{self.autocomplete}" autocapitalize="none" spellcheck="false" maxlength="200"'
            f"{described} required>{hint}"
        )


def form(action: str, fields: Sequence[Field], button: str, hidden: dict[str, str]) -> str:
    """A form that is posted to `action`."""
    hidden_fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    lines = "".join(field.html() for field in fields)
    sent = f'<button type="submit">{escape(button)}</button>'
    return f'<form method="post" action="{escape(action)}">{hidden_fields}{lines}{sent}</form>'


def told(sentence: str) -> str:
    """A sentence of the page."""
    return f"<p>{escape(sentence)}</p>"


def alert(sentence: str) -> str:
    """A sentence that says what went wrong, read out at once; nothing for none."""
    return f'<p class="alert" role="alert">{escape(sentence)}</p>' if sentence else ""


def link(href: str, label: str, kind: str = "") -> str:
    """A line with a link."""
    return f'<p><a class="{kind}" href="{escape(href)}">{escape(label)}</a></p>'


def address(path: str, language: Language, **more: str) -> str:
    """The address of a page here in that language."""
    query = {
        name: value for name, value in {"lang": "" if language == "zh" else language, **more}.items() if value
    }
    return f"{path}?{urlencode(query)}" if query else path


def page(
    language: Language, title: str, body: str, *, status: int = 200, other: str = "", onward: str = ""
) -> HTMLResponse:
    """The page. `other` is its own address in the other language, `onward` where the browser goes by itself at once."""
    name = say(language, "app.title")
    turned = f'<a href="{escape(other)}">{escape(say(language, "app.other_language"))}</a>' if other else ""
    refresh = f'<meta http-equiv="refresh" content="0;url={escape(onward)}">' if onward else ""
    text = (
        f'<!doctype html><html lang="{TAGS[language]}"><head><meta charset="utf-8">{refresh}'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{STYLE_PATH}">'
        f"<title>{escape(title)} · {escape(name)}</title></head><body>"
        f'<header><span class="house">{escape(name)}</span>{turned}</header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


def good(sentence: str) -> str:
    """A sentence that says what went well."""
    return f'<p class="good" role="status">{escape(sentence)}</p>'


def hint(sentence: str) -> str:
    """A quiet sentence."""
    return f'<p class="hint">{escape(sentence)}</p>'
