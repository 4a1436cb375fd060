"""The monthly report: the workbook given out, the one sent back, all its problems, and what it would change.

known = context(store, view, period_on, unit_code)
blank = template(known, "zh")                  # xlsx for the owner
found = read(data, "咸安区.xlsx")               # or reading_of(tables) from the table on screen
checked = check(found, known)                  # problems, entries, changes
lights = outlook(store, view, checked, known)  # which lights would turn
records, frames = submission(checked, known, "咸安区.xlsx", sha256, said)
store.append(event, records, frames, by=reader)
"""

from portfolio.intake.checked import Checked
from portfolio.intake.checking import check
from portfolio.intake.context import Context, context
from portfolio.intake.field_places import FieldPlace, field_of
from portfolio.intake.marking import marked
from portfolio.intake.monthly import MONTHLY
from portfolio.intake.odd_days import asked
from portfolio.intake.outlook import outlook
from portfolio.intake.people_changes import Change, PeopleChanges, people_changes
from portfolio.intake.people_lists import PeopleFile, read_people
from portfolio.intake.people_template import people_template
from portfolio.intake.plan_lists import PlanFile, PlanPreview, preview, read_plan_list
from portfolio.intake.reading import read, reading_of
from portfolio.intake.readings import Reading, SheetRead, Stamp
from portfolio.intake.right_values import RightValue, form_of, right_value
from portfolio.intake.rules_stages import UNPROVED
from portfolio.intake.sending import submission
from portfolio.intake.sentences import change_text, part_text, sentence, turn_back
from portfolio.intake.sheets import SHEETS, Column, Sheet, sheet
from portfolio.intake.template import file_title, table_on_screen, template
from portfolio.intake.treasury_lists import TreasuryFile, read_treasury
from portfolio.intake.treasury_lists import changes as treasury_changes

__all__ = [
    "MONTHLY",
    "SHEETS",
    "UNPROVED",
    "Change",
    "Checked",
    "Column",
    "Context",
    "FieldPlace",
    "PeopleChanges",
    "PeopleFile",
    "PlanFile",
    "PlanPreview",
    "Reading",
    "RightValue",
    "Sheet",
    "SheetRead",
    "Stamp",
    "TreasuryFile",
    "asked",
    "change_text",
    "check",
    "context",
    "field_of",
    "file_title",
    "form_of",
    "marked",
    "outlook",
    "part_text",
    "people_changes",
    "people_template",
    "preview",
    "read",
    "read_people",
    "read_plan_list",
    "read_treasury",
    "reading_of",
    "right_value",
    "sentence",
    "sheet",
    "submission",
    "table_on_screen",
    "template",
    "treasury_changes",
    "turn_back",
]
