"""Owners' reports: the workbook given out, the one sent back, what is wrong with it and what it would change."""
