"""Charts over one another as one chart, written as Vega-Lite at once.

Altair's own layering copies every layer several times, which costs more than all questions of a page; the layers
themselves are Altair's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import altair as alt

Spec = dict[str, Any]


@dataclass(frozen=True)
class Layers:
    """Layers, the first at the bottom, with the looks that only the outermost chart may have."""

    layers: tuple[alt.Chart, ...]
    looks: tuple[tuple[str, Any], ...] = ()

    def looking(self, **looks: Any) -> Layers:
        """The same layers with a description, config or height."""
        return replace(self, looks=(*self.looks, *looks.items()))

    def to_dict(self, *, validate: bool = True) -> Spec:
        """The chart as Vega-Lite with its `datasets`; ValueError of Altair's where `validate` finds it is none."""
        context: dict[str, Any] = {"datasets": {}, "top_level": False}
        drawn = [layer.to_dict(validate=False, context=context) for layer in self.layers]
        looks = {name: _plain(value) for name, value in self.looks}
        spec = {"$schema": alt.SCHEMA_URL, "layer": drawn, **looks, "datasets": context["datasets"]}
        if validate:
            alt.LayerChart.from_dict(spec)
        return spec


def _plain(value: Any) -> Any:
    """The look as Vega-Lite has it: Altair's objects inside as dictionaries."""
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    return value.to_dict() if isinstance(value, alt.SchemaBase) else value
