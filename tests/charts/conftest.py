"""Every chart that a test makes is also written by Altair, and the two must say the same."""

from __future__ import annotations

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
