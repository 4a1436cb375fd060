"""Writes the known answers about the demonstration: `python -m tests.demo.known`. Never from the store's SQL."""

from __future__ import annotations

import json

from tests.demo.reckoned import DAYS, KNOWN, reckoned

if __name__ == "__main__":
    kept = {day.isoformat(): reckoned(day) for day in DAYS}
    KNOWN.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
