"""What leaves the house: a frame as a workbook or as comma-separated text, with what it rests on."""

from portfolio.exports.delimited import comma_separated
from portfolio.exports.facts import Facts
from portfolio.exports.spreadsheet import workbook

__all__ = ["Facts", "comma_separated", "workbook"]
