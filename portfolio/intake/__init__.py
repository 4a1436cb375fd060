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
from portfolio.intake.headings import key_of
from portfolio.intake.history_lists import HISTORY, HistoryFile, read_history
from portfolio.intake.history_template import history_template
from portfolio.intake.ledger_sheet import LEDGER
from portfolio.intake.marking import marked
from portfolio.intake.monthly import MONTHLY
from portfolio.intake.odd_days import asked
from portfolio.intake.outlook import outlook
from portfolio.intake.own_heads import KINDS, NONE, Question, answer
from portfolio.intake.people_changes import Change, PeopleChanges, people_changes
from portfolio.intake.people_lists import PeopleFile, read_people
from portfolio.intake.people_template import people_template
from portfolio.intake.plan_lists import PlanDocument, PlanFile, PlanPreview, preview, read_plan_list
from portfolio.intake.reading import read, reading_of
from portfolio.intake.readings import Reading, SheetRead, Stamp
from portfolio.intake.right_values import RightValue, form_of, right_value
from portfolio.intake.rules_stages import UNPROVED
from portfolio.intake.sending import submission
from portfolio.intake.sentences import change_text, part_text, sentence, turn_back
from portfolio.intake.sheets import SHEETS, Column, Sheet, sheet
from portfolio.intake.template import file_title, table_on_screen, template
from portfolio.intake.treasury_files import Spans, TreasuryTaking, treasury_taking

__all__ = [
    "HISTORY",
    "KINDS",
    "LEDGER",
    "MONTHLY",
    "NONE",
    "SHEETS",
    "UNPROVED",
    "Change",
    "Checked",
    "Column",
    "Context",
    "FieldPlace",
    "HistoryFile",
    "PeopleChanges",
    "PeopleFile",
    "PlanDocument",
    "PlanFile",
    "PlanPreview",
    "Question",
    "Reading",
    "RightValue",
    "Sheet",
    "SheetRead",
    "Spans",
    "Stamp",
    "TreasuryTaking",
    "answer",
    "asked",
    "change_text",
    "check",
    "context",
    "field_of",
    "file_title",
    "form_of",
    "history_template",
    "key_of",
    "marked",
    "outlook",
    "part_text",
    "people_changes",
    "people_template",
    "preview",
    "read",
    "read_history",
    "read_people",
    "read_plan_list",
    "reading_of",
    "right_value",
    "sentence",
    "sheet",
    "submission",
    "table_on_screen",
    "template",
    "treasury_taking",
    "turn_back",
]
