"""`portfolio …` for operators: libraries, accounts, backups and preparing; some beside the running app, most without it."""

from portfolio.cli import accounts, backup, clock, finals, plans, preparing, status, treasury
from portfolio.cli.commands import main, reader_language

__all__ = [
    "accounts",
    "backup",
    "clock",
    "finals",
    "main",
    "plans",
    "preparing",
    "reader_language",
    "status",
    "treasury",
]
