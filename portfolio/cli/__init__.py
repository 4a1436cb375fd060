"""`portfolio …` for operators: libraries, accounts, backups and preparing; some beside the running app, most without it."""

from portfolio.cli import (
    accounts,
    annex,
    backup,
    clock,
    finals,
    history,
    moving,
    plans,
    preparing,
    status,
    treasury,
)
from portfolio.cli.commands import main, reader_language

__all__ = [
    "accounts",
    "annex",
    "backup",
    "clock",
    "finals",
    "history",
    "main",
    "moving",
    "plans",
    "preparing",
    "reader_language",
    "status",
    "treasury",
]
