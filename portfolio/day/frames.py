"""Which frames a day has, and from which macro of sql/ each is worked out; the macro's comment says what a row is.

A frame of CORE or FURTHER is a table `…_now` while it is reckoned, so that macros can read it; one of MACROS is not.
"""

from __future__ import annotations

CORE = {
    "day": "day_row($as_of, $newest_event, $counties)",
    "edition": "edition_line($as_of, $newest_event)",
    "accepted": "accepted_on($as_of, $newest_event)",
    "mended": "mended_on($newest_event)",
    "read": "read_project($as_of, $newest_event, $counties)",
    "origin": "origin_row()",
    "taken_over": "taken_over()",
    "stated": "edition_statement()",
    "part_done": "part_done()",
    "treasury": "treasury_row()",
    "reporting": "reporting()",
    "plan": "current_plan()",
    "year_end": "current_year_end()",
    "milestone": "milestone_row()",
    "treasury_source": "treasury_source()",
    "treasury_total": "treasury_total()",
    "treasury_stated": "treasury_stated()",
    "beside_total": "beside_total()",
    "funding": "funding_row()",
    "project": "project_lit()",
    "statement": "statement_row()",
    "group": "group_row()",
    "group_standing": "group_standing()",
    "amount": "counted_row()",
}
"""What every day rests on; each rests on those before it."""
FURTHER = {
    "county": "county_on()",
    "member": "member_row()",
    "naming": "naming_row()",
    "source": "source_row()",
    "part": "part_row()",
    "standing": "standing_row()",
    "fact": "fact_row()",
    "planned": "planned_row()",
    "field": "field_row()",
    "monthly": "monthly_row()",
    "beside": "beside_row()",
    "group_year": "group_year_row()",
    "step": "step_row()",
    "group_month": "group_month_row($of_year)",
    "curve": "curve_row($of_year)",
    "curve_paid": "curve_paid_row($of_year)",
}
"""What is worked out when first asked for."""
READS = {"step": "group_year", "curve": "group_month", "curve_paid": "curve", "register": "standing"}
"""The frame of FURTHER that the macro of another, or of one of MACROS, reads."""
MACROS = {
    "action": "action_row((SELECT d.as_of FROM day_now d), (SELECT d.newest_event FROM day_now d))",
    "adjustment": "adjustment_row()",
    "below": "group_below()",
    "closed_month": "closed_month()",
    "comparison": "comparison_measure()",
    "counted": "counted_side()",
    "held_milestone": "held_milestone()",
    "held_obstacle": "held_obstacle()",
    "judgement": "project_judgement()",
    "matched": "matched_funding()",
    "named": "named_project()",
    "overrun": "overrun_row()",
    "owed": "owed_row()",
    "register": "register_row()",
    "span": "project_span()",
    "treasury_beside": "treasury_beside()",
}
"""What is worked out when first asked for, and no macro reads."""
ANEW = frozenset({"action"})
"""What rests on events that change no figure: asked of the ledger anew, also on a day that rests on one of before."""
YEARLY = frozenset(name for name, macro in FURTHER.items() if "$of_year" in macro)
"""Frames of one year."""
CONTINUING = """(SELECT 1 FROM store.project p JOIN edition_now e USING (event_id) WHERE p.predecessor_ids IS NOT NULL)"""
ORIGINS = "(SELECT 1 FROM origin_now WHERE part_id IS NOT NULL OR divided)"
FIGURES = "(SELECT 1 FROM store.treasury_figure f JOIN day_now d ON f.event_id <= d.newest_event)"
TREASURY = "(SELECT 1 FROM treasury_now)"
STATEMENTS = "(SELECT 1 FROM statement_now)"
RESTING_ON = {
    "origin": CONTINUING,
    "taken_over": ORIGINS,
    "part_done": ORIGINS,
    "treasury": FIGURES,
    "treasury_source": TREASURY,
    "treasury_total": TREASURY,
    "treasury_stated": TREASURY,
    "beside_total": "(SELECT 1 FROM treasury_total_now)",
    "statement": "speaking_group()",
    "group": STATEMENTS,
    "group_standing": STATEMENTS,
    "group_year": STATEMENTS,
    "group_month": STATEMENTS,
}
"""The frames that are empty where something else is, and what: most of what these macros cost is their plan."""
NAMES = (*CORE, *(name for name in (*FURTHER, *MACROS) if name not in YEARLY))
"""Every frame that is not of one year."""
OF_MONTHS = frozenset({*YEARLY, "monthly", "group_year", "step"})
"""Frames of months and years: of a large library they are worked out for the counties asked about, and never kept."""
