"""The ledger of one workspace: opened once a process, appended to, never overwritten, asked through SQL."""

from portfolio.store.store import MEMORY, Store

__all__ = ["MEMORY", "Store"]
