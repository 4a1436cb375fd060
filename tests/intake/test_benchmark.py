"""The measurement runs and both sides read the same rows; how fast it is, the measurement itself says."""

from __future__ import annotations

import pytest

from benchmarks import intake


def test_a_small_measurement(capsys: pytest.CaptureFixture[str]) -> None:
    intake.main(2_000)
    told = capsys.readouterr().out
    assert "rows read 2,000" in told
    assert "openpyxl + a pydantic model a row" in told
