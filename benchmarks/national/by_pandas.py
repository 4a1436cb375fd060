"""The questions in pandas, written for the made-up nation, over frames already in memory and in order."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from benchmarks.national.questions import Row

Frames = dict[str, pd.DataFrame]
REVIEWED = 2026
DECEMBER = 20251231
AS_OF = pd.Timestamp(2026, 11, 24)
PAGE = 500
"""Rows that 项目库 shows."""


def of_county(frames: Frames, county: str | None) -> Frames:
    """The frames of one county's projects; all for None."""
    if county is None:
        return frames
    project = frames["project"]
    chosen = project[project["county"] == county]
    found = {
        name: frame[frame["project"].isin(chosen["id"])]
        for name, frame in frames.items()
        if name != "project"
    }
    return found | {"project": chosen}


def _newest(frame: pd.DataFrame, value: str, *keys: str) -> pd.Series:
    """The newest told value a project (and keys): `last` passes over blanks."""
    return frame.groupby(["project", *keys], observed=True)[value].last().dropna()


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [
        tuple(None if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)
    ]


def money(frames: Frames) -> list[Row]:
    """Measure, yuan."""
    project = frames["project"].set_index("id")
    stated = _newest(frames["investment"], "amount").reindex(project.index)
    sums = {
        "received": _newest(frames["funding"], "received_amount", "source").sum(),
        "paid": _newest(frames["funding"], "paid_amount", "source").sum(),
        "work_done": _newest(frames["progress"], "work_done_amount").sum(),
        "investment": stated.fillna(project["planned_investment_amount"]).sum(),
    }
    return list(sums.items())


def listed(frames: Frames) -> list[Row]:
    """Project, received, paid, work done, stage of the first page; in a row `*` the investment, the projects, n."""
    project = frames["project"].set_index("id")
    stated = _newest(frames["investment"], "amount").reindex(project.index)
    investment = stated.fillna(project["planned_investment_amount"])
    shown = project.sort_values("project_id").head(PAGE)
    funding, progress, status = (
        frames[name][frames[name]["project"].isin(shown.index)] for name in ("funding", "progress", "status")
    )
    found = pd.DataFrame(
        {
            "project_id": shown["project_id"],
            "received": _newest(funding, "received_amount", "source").groupby("project").sum(),
            "paid": _newest(funding, "paid_amount", "source").groupby("project").sum(),
            "work_done": _newest(progress, "work_done_amount"),
            "stage": _newest(status, "stage"),
        }
    )
    return [("*", investment.sum(), len(project), investment.count(), None), *_rows(found)]


def sources(frames: Frames) -> list[Row]:
    """Source, planned, allocated, received, paid."""
    names = ("planned", "allocated", "received", "paid")
    sums = {
        name: _newest(frames["funding"], f"{name}_amount", "source").groupby("source").sum() for name in names
    }
    return _rows(pd.DataFrame(sums).reset_index())


def pace(frames: Frames) -> list[Row]:
    """County, plan of the year, work done this year under it; what is not known of it counts as nothing."""
    progress, project = frames["progress"], frames["project"].set_index("id")
    december = progress[progress["period"] == DECEMBER]["project"].unique()
    before = _newest(progress[progress["period"] <= DECEMBER], "work_done_amount")
    planned = frames["planned"]
    known = pd.DataFrame(
        {
            "county": project["county"],
            "plan": _newest(planned[planned["year"] == REVIEWED], "planned_amount"),
            "now": _newest(progress, "work_done_amount"),
            "before": before[before.index.isin(december)],
            "begun": _newest(frames["milestone"], "done_on", "milestone").xs("start", level="milestone")
            // 10000,
        }
    ).dropna(subset=["plan"])
    base = known["before"].fillna(known["begun"].where(known["begun"] == REVIEWED) * 0)
    known = known.assign(work=(known["now"] - base).fillna(0))
    return _rows(known.groupby("county")[["plan", "work"]].sum().reset_index())


def late(frames: Frames) -> list[Row]:
    """County, late projects, most days late."""
    project, milestone = frames["project"].set_index("id"), frames["milestone"]
    done = _newest(milestone, "done_on", "milestone").reset_index()
    approved = milestone[milestone["approved_on"].notna() & (milestone["milestone"] == "completion")]
    start = project["start_due"].where(~project.index.isin(done["project"]))
    completion = _newest(approved, "due_on").reindex(project.index).fillna(project["completion_due"])
    days = pd.concat([(AS_OF - _days(start)).dt.days, (AS_OF - _days(completion)).dt.days], axis=1).max(
        axis=1
    )
    # a stage that was only reported stops no clock: 停缓建 counts under a document alone
    finished = done[done["milestone"] == "completion"]["project"]
    open_ones = project.index.isin(frames["progress"]["project"]) & ~project.index.isin(finished)
    found = pd.DataFrame({"county": project["county"], "days": days})[open_ones & (days > 0)]
    return _rows(found.groupby("county")["days"].agg(["count", "max"]).reset_index())


def _days(numbers: pd.Series) -> pd.Series:
    return pd.to_datetime(numbers.astype("Int64").astype("string"), format="%Y%m%d")


def compare(frames: Frames) -> list[Row]:
    """County, received as a share of planned, over the sources that know both."""
    both = pd.DataFrame(
        {
            "received": _newest(frames["funding"], "received_amount", "source"),
            "planned": _newest(frames["funding"], "planned_amount", "source"),
        }
    ).dropna()
    counties = frames["project"].set_index("id")["county"]
    sums = both.groupby(both.index.get_level_values("project").map(counties)).sum()
    return list((sums["received"] / sums["planned"]).items())


def known(frames: Frames) -> list[Row]:
    """County, projects whose work done is known, projects whose received money is known."""
    project = frames["project"].set_index("id")
    work = project.index.isin(_newest(frames["progress"], "work_done_amount").index)
    received = project.index.isin(
        _newest(frames["funding"], "received_amount", "source").index.get_level_values("project")
    )
    found = pd.DataFrame({"county": project["county"], "work": work, "received": received})
    return _rows(found.groupby("county")[["work", "received"]].sum().reset_index())


QUESTIONS: dict[str, Callable[[Frames], list[Row]]] = {
    "money": money,
    "list": listed,
    "sources": sources,
    "pace": pace,
    "late": late,
    "compare": compare,
    "known": known,
}
