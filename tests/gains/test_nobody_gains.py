"""Nobody gains: with each act that an owner can do alone the county's own figures are no better than without it.

Judged by the second reckoning, the year's rate, 滞后率 and the share of older money unpaid as 县市区对比 shows them; a
county that falls out of the ranks stands after the last and has not gained. The one exception is a withheld report
that would lower an amount.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.reckoning.builders import a_project, a_view
from tests.reckoning.comparison import comparison
from tests.reckoning.ranks import merit_of

from .acts import ACTS, Act
from .histories import COUNTY, DECEMBER, GROUP, Course, History, Month, histories

MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
MEASURES = ("completion", "late", "idle")
OPEN = "without a ledger of the treasury nothing holds money old whose receipt was told too late or never"
AWAITED = {
    ("report_nothing_from_a_month_on", "idle"): OPEN,
    ("report_without_the_base", "idle"): OPEN,
}
"""An act and a measure by which it is still a gain where the treasury has no ledger, which ends it."""
GENERATED = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def figures(history: History) -> dict[str, float | None]:
    """The county's figure of each measure."""
    rows = comparison(history.ledger(), a_view(history.as_of), MEASURES)
    return {row["comparison"]: row["value"] for row in rows if row["county_code"] == COUNTY}


def gains(honest: History, acted: History) -> dict[str, tuple[float, float]]:
    """Measure to the honest figure and the better one that the act makes of it."""
    before, after = figures(honest), figures(acted)
    found: dict[str, tuple[float, float]] = {}
    for name in MEASURES:
        own, acted_on = before[name], after[name]
        if own is not None and acted_on is not None and merit_of(name, acted_on) > merit_of(name, own):
            found[name] = (own, acted_on)
    return found


def no_gain(act: Act, data: st.DataObject, measures: set[str]) -> None:
    """See that the act is no gain by any of these measures; where the treasury has a ledger, by none at all."""
    honest = data.draw(histories())
    measures = set(MEASURES) if honest.treasury else measures
    found = gains(honest, act(data.draw, honest))
    told = {name: sides for name, sides in found.items() if name in measures}
    assert told == {}, f"{act.__name__} on {honest.as_of}"


def closed(act: Act) -> set[str]:
    """The measures by which the act may be no gain today."""
    return {name for name in MEASURES if (act.__name__, name) not in AWAITED}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: str(act.__name__))
@settings(GENERATED, max_examples=12)
@given(data=st.data())
def test_nobody_gains(act: Act, data: st.DataObject) -> None:
    no_gain(act, data, closed(act))


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS, ids=lambda act: str(act.__name__))
@settings(GENERATED, max_examples=1000)
@given(data=st.data())
def test_nobody_gains_in_many_histories(act: Act, data: st.DataObject) -> None:
    no_gain(act, data, closed(act))


@pytest.mark.parametrize(
    ("act", "measure"),
    [
        pytest.param(
            act, name, id=f"{act.__name__}-{name}", marks=pytest.mark.xfail(reason=reason, strict=True)
        )
        for act in ACTS
        for name in MEASURES
        if (reason := AWAITED.get((act.__name__, name)))
    ],
)
@pytest.mark.slow
@settings(GENERATED, max_examples=500, phases=[Phase.generate])
@given(data=st.data())
def test_what_is_still_a_gain(act: Act, measure: str, data: st.DataObject) -> None:
    no_gain(act, data, {measure})


def test_a_withheld_fall_is_the_one_exception() -> None:
    """审减: May told 50 of 100, June 40. Who withholds June's report keeps 50.0 %: shown as such, 审减 is told apart."""
    project = a_project("01-01", county_code=COUNTY, parent_id=GROUP)
    months = (Month(DECEMBER, work=0, plan=100), Month(MAY, work=50), Month(JUNE, work=40))
    honest = History(date(2025, 7, 11), (Course(project, months),))
    assert figures(honest)["completion"] == 0.4
    assert gains(honest, honest.with_months(0, honest.courses[0].months[:2])) == {"completion": (0.4, 0.5)}
