"""`portfolio …` for operators: libraries, accounts and backups, while the app is stopped."""

from portfolio.cli import accounts, backup
from portfolio.cli.commands import main, reader_language

__all__ = ["accounts", "backup", "main", "reader_language"]
