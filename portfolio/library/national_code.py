"""The national code of an investment project: 24 characters, of which the form and some digits can be checked.

GB/T 40058-2021: time (year and month, before November 2020 the year alone), region, department, type, five random digits and
a check digit. How the check digit is worked out is not published where we could read it: it is not verified, and we say so.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_FORM = re.compile(r"(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})")
_DASHES = re.compile("[‐‑‒–—―－_]")
FIRST_PROVINCE, LAST_PROVINCE = 0, 82
"""00: of the state's own departments; 11 to 82: provinces."""


def tidied(text: str) -> str:
    """The code without blanks, its digits and dashes narrow; dashes put in where twenty bare digits stand."""
    bare = _DASHES.sub("-", "".join(normalize("NFKC", text).split()))
    if re.fullmatch(r"\d{20}", bare):
        return "-".join((bare[:4], bare[4:10], bare[10:12], bare[12:14], bare[14:]))
    return bare


def is_likely(text: str) -> bool:
    """Whether the text is meant as a national code."""
    return bool(re.fullmatch(r"\d{4}-?\d{6}-?[\d-]*", tidied(text)))


def fault_of(code: str) -> str | None:
    """What is wrong with the tidied code: national_code_form, …_time, …_region or …_type; None where it may be one."""
    match = _FORM.fullmatch(code)
    if not match:
        return "national_code_form"
    time, region, _, kind, _ = match.groups()
    first, last = int(time[:2]), int(time[2:])
    if not (15 <= first <= 99 and 1 <= last <= 12) and not 2013 <= int(time) <= 2021:
        return "national_code_time"
    province = int(region[:2])
    if province != FIRST_PROVINCE and not 11 <= province <= LAST_PROVINCE:
        return "national_code_region"
    return None if 1 <= int(kind) <= 9 or 80 <= int(kind) <= 99 else "national_code_type"


def region_of(code: str) -> str:
    """The region's code in a code of the right form."""
    return code[5:11]
