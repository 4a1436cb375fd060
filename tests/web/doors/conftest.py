"""The folders, stores and browsers of signing in, for what stands before it and behind it."""

from __future__ import annotations

from tests.web.access.conftest import (
    _quick_hashes,
    bare_store,
    browser,
    empty_folder,
    peopled_folder,
    standing_folder,
    standing_store,
    store,
)

__all__ = [
    "_quick_hashes",
    "bare_store",
    "browser",
    "empty_folder",
    "peopled_folder",
    "standing_folder",
    "standing_store",
    "store",
]
