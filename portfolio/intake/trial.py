"""A small ledger in memory in which a report counts before it is sent: what would the lights say."""

from __future__ import annotations


class Trial:
    """The library rows and accepted entries of one context's projects, to which entries are added for one question."""
