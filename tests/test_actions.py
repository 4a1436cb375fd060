"""督办事项: worked by hand, reckoned a second time and asked of the store; who may give, answer and close, and on what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portfolio.model import ActionAnswer, ActionDecision, ActionItem, Attachment, PortfolioError
from portfolio.queries import actions as queries
from portfolio.store import Store
from tests.reckoning.actions import standings
from tests.reckoning.builders import a_project, a_view, morning, story
from tests.reckoning.golden_actions import ASKED, EXAMPLES, Example, answer, give
from tests.reckoning.replaying import replayed

EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))


@EVERY
def test_worked_example(example: Callable[[], Example]) -> None:
    ledger, view, told = example()
    assert standings(ledger, view) == told
    assert example.__doc__


@EVERY
def test_the_store_says_the_same(example: Callable[[], Example]) -> None:
    """Each item, in the order of the ledger, and the counts of the list."""
    ledger, view, told = example()
    rows = queries.actions(replayed(ledger), view).sort("action_id")
    columns = ("action_state", "late_days", "action_word", "proved")
    mine = [(one.state, one.late_days, one.word, one.proved) for _, one in sorted(told.items())]
    assert rows.select(columns).rows() == mine
    total = queries.action_total(rows)
    assert total["action_count"] == len(told)
    for state in queries.STATES:
        assert total[f"{state}_count"] == sum(one.state == state for one in told.values())
    assert total["kept_count"] == sum(one.state == "closed" and not one.late_days for one in told.values())


@pytest.fixture(scope="module")
def item() -> tuple[Store, int, int]:
    """A store with an item of 01-01, answered without a proof: the store, the item, the answer."""
    told = story(a_project(), a_project("01-02", county_code="421202"))
    answer(told, give(told), date(2025, 10, 30))
    store = replayed(told.ledger())
    row = queries.actions(store, a_view(ASKED)).row(0, named=True)
    return store, row["action_id"], row["answer_id"]


REFUSED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("action_given", "place_unknown", "乙", {"project_id": "09-99", "due_on": date(2025, 12, 1)}),
    ("action_given", "due_past", "乙", {"project_id": "01-01", "due_on": date(2025, 11, 10)}),
    ("action_answered", "unknown", "甲", {"action_id": 99, "said": "已办"}),
    (
        "action_answered",
        "row_unknown",
        "甲",
        {"said": "已办", "project_id": "01-02", "submission_id": 3, "entry": "progress_entry"},
    ),
    ("action_decided", "unproved", "乙", {"verdict": "closed"}),
    ("action_decided", "moved_on", "乙", {"verdict": "closed", "answer_id": 1}),
    ("action_decided", "reason", "乙", {"verdict": "sent_back"}),
    ("action_decided", "own_answer", "甲", {"verdict": "sent_back", "reason": "不足"}),
)


@pytest.mark.parametrize(("kind", "code", "actor", "fields"), REFUSED, ids=str)
def test_what_may_not_be_stored_is_refused_in_a_sentence(
    item: tuple[Store, int, int], kind: Any, code: str, actor: str, fields: dict[str, Any]
) -> None:
    store, number, said = item
    known = {"action_id": number} | fields
    record: ActionItem | ActionAnswer | ActionDecision
    if kind == "action_given":
        record = ActionItem(what="完成", responsible="示例单位", **fields)
    elif kind == "action_answered":
        record = ActionAnswer(**known)
    else:
        record = ActionDecision(**{"answer_id": said} | known)
    told = story()
    told.tell(kind, morning(ASKED), (record,), actor)
    before = store.version()
    with pytest.raises(PortfolioError, match=code):
        store.append(told.events[-1].event, [record])
    assert store.version() == before


def test_an_event_is_about_one_item(item: tuple[Store, int, int]) -> None:
    store, number, _ = item
    told = story()
    told.tell("action_answered", morning(ASKED), (), "甲")
    said = ActionAnswer(action_id=number, said="已办")
    strange = Attachment(project_id="01-02", file_name="照片.png", kind="png", size_bytes=1, sha256="0" * 64)
    with pytest.raises(ValueError, match="one event"):
        store.append(told.events[-1].event, [said, said])
    with pytest.raises(ValueError, match="about its project"):
        store.append(told.events[-1].event, [said, strange])
