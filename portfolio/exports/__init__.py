"""What leaves the house: a frame as a workbook in a bureau's form, or as comma-separated text for programs."""

from portfolio.exports.cells import qualifies
from portfolio.exports.delimited import comma_separated
from portfolio.exports.facts import Facts
from portfolio.exports.spreadsheet import workbook

__all__ = ["Facts", "comma_separated", "qualifies", "workbook"]
