"""Altair's objects as Vega-Lite, as their `to_dict` writes them, at a fraction of the time.

Altair looks at the data for each short hand and asks of each value whether it is one of a dozen kinds, which took
longer than making the chart. The tests hold the two ways against each other, for every chart they make.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
from altair.utils import parse_shorthand

PLAIN = (str, int, float, type(None))
SPELT_OUT = {"shorthand", "_cached_hash"}
"""What an object holds that is not Vega-Lite's."""


def written(value: Any) -> Any:
    """The value as Vega-Lite has it, every Altair object inside as a dictionary."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, alt.SchemaBase):
        return _object(value)
    if isinstance(value, Mapping):
        return {name: written(held) for name, held in value.items() if held is not alt.Undefined}
    if isinstance(value, list | tuple):
        return [written(held) for held in value]
    return value.to_dict() if hasattr(value, "to_dict") else alt.SchemaBase(value).to_dict(validate=False)


def _object(told: alt.SchemaBase) -> Any:
    if _speaks_for_itself(type(told)):
        return told.to_dict(validate=False)
    if told._args and not told._kwds:
        return written(told._args[0])
    held = {name: value for name, value in told._kwds.items() if value is not alt.Undefined}
    parsed = _parsed(held["shorthand"]) if isinstance(held.get("shorthand"), str) else {}
    for name, value in parsed.items():
        if name in told._kwds:  # a second channel (x2) has no type of its own
            held.setdefault(name, value)
    if isinstance(held.get("mark"), str):
        held["mark"] = {"type": held["mark"]}
    return {name: written(value) for name, value in held.items() if name not in SPELT_OUT}


def _speaks_for_itself(kind: type[alt.SchemaBase]) -> bool:
    """Whether the kind writes itself in a way of its own, as an expression does; a channel and a chart do not."""
    own = kind.to_dict is not alt.SchemaBase.to_dict
    return own and not hasattr(kind, "_encoding_name") and not issubclass(kind, alt.Chart)


@cache
def _parsed(shorthand: str) -> Mapping[str, Any]:
    """What the short hand says, "sum(amount):Q" as aggregate, field and type."""
    return parse_shorthand(shorthand)
