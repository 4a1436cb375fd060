"""`portfolio …` for operators: libraries, accounts, backups and preparing, while the app is stopped."""

from portfolio.cli import accounts, backup, preparing
from portfolio.cli.commands import main, reader_language

__all__ = ["accounts", "backup", "main", "preparing", "reader_language"]
