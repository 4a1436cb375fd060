"""Every chart that a test makes is also written by Altair, and the two must say the same."""

from __future__ import annotations

import sys
from typing import Any

import altair as alt
import pytest

from portfolio.charts import layers
from portfolio.charts.written import written


@pytest.fixture(autouse=True)
def as_altair_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing; a chart whose Vega-Lite differs from Altair's own fails its test."""

    def compared(value: Any) -> Any:
        ours = written(value)
        if isinstance(value, alt.Chart):
            theirs = value.to_dict(validate=False, context={"datasets": {}, "top_level": False})
            assert ours == theirs
        return ours

    monkeypatch.setattr(layers, "written", compared)
    _forget_shapes()


def _forget_shapes() -> None:
    """Nothing; shapes that an earlier test made are made again before the eyes of this one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("portfolio.charts."):
            for made in vars(module).values():
                if hasattr(made, "cache_clear"):
                    made.cache_clear()
