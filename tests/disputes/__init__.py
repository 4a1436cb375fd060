"""Disputes as tests: readable text in *.md, run through the store and the second reckoning. See docs/disputes.md."""
