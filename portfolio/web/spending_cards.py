"""The figures that stand first on 支出进度, each opening the rows that add up to it."""

from __future__ import annotations

from typing import Any

from portfolio import queries
from portfolio.formats import money_text, plain, rounded, share_text
from portfolio.web import figures, rules
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame


def draw(frame: Frame, whole: dict[str, Any], year: int) -> None:
    """Draw the six figures: `whole` is the row of queries.pace for the whole selection."""
    told = rules.told(frame)
    judged = queries.payment_judged(frame.store, frame.view).row(0, named=True)
    figures.row(
        frame,
        [
            _plan_card(frame, whole, year),
            _share_card(frame, whole, "completion_share", "completion", known="known_count"),
            _pacing_card(frame, whole),
            _share_card(frame, whole, "annual_payment_share", "payment", known="payment_known_count"),
            _flag_card(frame, judged, "ahead", frame.say("column.payment_ahead"), told),
            _flag_card(frame, judged, "low", frame.say("spending.card_low", **told), told),
        ],
    )


def _plan_card(frame: Frame, whole: dict[str, Any], year: int) -> Figure:
    amount = whole["planned_amount"]
    return Figure(
        frame.say("spending.card_plan", year=year),
        None if amount is None else money_text(amount, frame.language),
        known=whole["planned_count"],
        all=whole["project_count"],
        meaning=frame.say("spending.card_plan_meaning"),
        rows="#missing" if amount is None else "#plans",
    )


def _share_card(frame: Frame, whole: dict[str, Any], column: str, kind: str, known: str) -> Figure:
    amounts = {
        "work": whole["work_done_year_amount"],
        "paid": whole["paid_year_amount"],
        "plan": whole["annual_plan_amount" if kind == "completion" else "payment_plan_amount"],
    }
    share = whole[column]
    meaning = {name: money_text(amount, frame.language) for name, amount in amounts.items()}
    return Figure(
        frame.say(f"column.{column}"),
        None if share is None else share_text(share, frame.language),
        known=whole[known],
        all=whole["project_count"],
        meaning="" if share is None else frame.say(f"spending.card_{kind}_meaning", **meaning),
        rows="#missing" if share is None else "#rows" if kind == "completion" else "#payments",
    )


def _pacing_card(frame: Frame, whole: dict[str, Any]) -> Figure:
    pacing, elapsed = whole["pacing_share"], share_text(whole["elapsed_share"], frame.language)
    done = share_text(whole["paced_share"], frame.language)
    known = pacing is not None
    return Figure(
        frame.say("column.pacing_share"),
        points(frame, pacing, "spending.points") if known else None,
        points(frame, pacing, "spending.unit") if known else "",
        whole["paced_count"],
        whole["project_count"],
        frame.say("spending.card_pacing_meaning", done=done, elapsed=elapsed) if known else "",
        "#rows" if known else "#missing",
    )


def points(frame: Frame, pacing: float | None, words: str = "table.pace") -> str:
    """The pacing in the `words` for behind, ahead or level; that there is none yet before any start is due."""
    if pacing is None:
        return frame.say("spending.pace_none")
    points = rounded(pacing * 100, 1)
    key = "level" if not points else "behind" if points < 0 else "ahead"
    return frame.say(f"{words}_{key}", points=plain(abs(points), 1))


def _flag_card(frame: Frame, judged: dict[str, Any], kind: str, label: str, told: dict[str, str]) -> Figure:
    known = judged[f"{kind}_known_count"]
    return Figure(
        label,
        f"{judged[f'{kind}_count']:,}" if known else None,
        frame.say("spending.unit_projects"),
        known,
        judged["project_count"],
        frame.say(f"spending.card_{kind}_meaning", **told),
        f"#{kind}",
    )
