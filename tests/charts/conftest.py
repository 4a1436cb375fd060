"""Every chart that a test makes is held against Vega-Lite's schema, which Altair has."""

from __future__ import annotations

import altair as alt
import pytest

from portfolio.charts import vega


@pytest.fixture(autouse=True)
def as_the_schema_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test of a chart that is no Vega-Lite."""
    real = vega.Chart.to_dict

    def checked(chart: vega.Chart) -> vega.Spec:
        whole = real(chart)
        alt.LayerChart.from_dict(whole)
        return whole

    monkeypatch.setattr(vega.Chart, "to_dict", checked)
