"""The ledger's write rules: who may append what, asked inside the transaction that writes it, role by role."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from portfolio import accounts, library
from portfolio.model import (
    Account,
    Assignment,
    Decision,
    Event,
    ListedPlan,
    Period,
    PlanList,
    PortfolioError,
    ProgressEntry,
    ProjectChange,
    Reader,
    Record,
    Setting,
    Submission,
    Threshold,
    Unit,
)
from portfolio.model.permissions import DEED_OF_KIND, OF_THE_CITY, PERMISSIONS, VISITOR
from portfolio.queries import people
from portfolio.store import Store
from tests.conftest import copy_library

AT = datetime(2026, 11, 2, 9)
OCTOBER, AUGUST = date(2026, 10, 31), date(2026, 8, 31)
OWN, OTHERS = "06-01", "06-02"
ACCOUNTS = {
    "admin": {"role": "administrator"},
    "admin2": {"role": "administrator"},
    "leader": {"role": "leader"},
    "city": {"role": "reviewer"},
    "county": {"role": "reviewer", "county_code": "421281"},
    "owner": {"role": "owner", "unit_code": "U1"},
    "other": {"role": "owner", "unit_code": "U2"},
}
RECORDS: dict[str, list[Record]] = {
    "account_changed": [Account(login="new", name="新", role="leader")],
    "unit_changed": [Unit(unit_code="U3", name="丙")],
    "assignment_changed": [Assignment(unit_code="U1", county_code="421221")],
    "setting_changed": [Setting(name="accept_clean_at_once", value="no")],
    "threshold_set": [Threshold(name="warning_days", value=30, effective_on=date(2026, 12, 1))],
    "period_changed": [Period(period_on=AUGUST, state="reopened", until_on=date(2026, 11, 30))],
    "plan_listed": [
        PlanList(kind="initial", document_number="8号", issued_on=date(2026, 1, 20)),
        ListedPlan(project_id=OWN, year=2026, planned_amount="100.00"),
    ],
    "project_changed": [
        ProjectChange(
            project_id=OWN,
            change="suspended",
            effective_on=AUGUST,
            document_number="9号",
            body="市政府",
            reason="资金",
        )
    ],
    "backup_made": [],
    "edition_taken": [],
    "meeting_held": [],
    "commitment_made": [],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the library, two units of a project each, and an account of every kind."""
    opened = library.open_official(copy_library(tmp_path / "data"), AT)
    opened.append(
        Event(kind="unit_changed", actor="library", at=AT),
        [Unit(unit_code=code, name=code) for code in ("U1", "U2")],
    )
    given = [Assignment(unit_code="U1", project_id=OWN), Assignment(unit_code="U2", project_id=OTHERS)]
    opened.append(Event(kind="assignment_changed", actor="library", at=AT), given)
    made = [Account(login=login, name=login, **told) for login, told in ACCOUNTS.items()]
    opened.append(Event(kind="account_changed", actor="operator", at=AT), made)
    yield opened
    opened.close()


def reader(store: Store, login: str) -> Reader:
    found = people.reader_of(store, login)
    assert found
    return found


def append(
    store: Store, login: str, kind: str, records: list[Record], by: Reader | None = None, at: datetime = AT
) -> int:
    event = Event(kind=kind, actor=login, at=at)
    return store.append(event, records, by=by or reader(store, login))


def send(
    store: Store, login: str = "owner", project: str = OWN, month: date = OCTOBER, **told: object
) -> int:
    unit = told.get("unit", reader(store, login).unit_code)
    entry = ProgressEntry(project_id=project, period_on=month, work_done_amount="100.00")
    submission = Submission(period_on=month, unit_code=unit, on_behalf=told.get("on_behalf"))
    event = Event(kind="report_submitted", actor=login, at=AT + timedelta(days=int(str(told.get("days", 0)))))
    return store.append(event, [submission, entry], by=reader(store, login))


def decide(store: Store, login: str, number: int, verdict: str = "accepted") -> int:
    decision = Decision(submission_id=number, verdict=verdict)
    return append(store, login, "report_decided", [decision])


def test_each_role_appends_what_its_rights_say(store: Store) -> None:
    for login, kind in product(ACCOUNTS, RECORDS):
        before, role = store.version(), reader(store, login).role
        if DEED_OF_KIND.get(kind) in PERMISSIONS[role] and not (login == "county" and kind in OF_THE_CITY):
            assert append(store, login, kind, RECORDS[kind]) == before + 1
            continue
        with pytest.raises(PortfolioError, match="not_allowed"):
            append(store, login, kind, RECORDS[kind])
        assert store.version() == before, f"{login} {kind}"


def test_who_may_send_and_who_may_decide(store: Store) -> None:
    for login in ACCOUNTS:
        number = send(store)
        if login != "owner":
            with pytest.raises(PortfolioError, match="not_allowed"):
                send(store, login, unit="U1")
        if login == "city":
            decide(store, login, number)
            continue
        with pytest.raises(PortfolioError, match="not_yours" if login == "county" else "not_allowed"):
            decide(store, login, number)


def test_nobody_writes_without_a_name_once_there_are_accounts(store: Store, tmp_path: Path) -> None:
    event = Event(kind="setting_changed", actor="somebody", at=AT)
    with pytest.raises(PortfolioError, match="not_allowed"):
        store.append(event, RECORDS["setting_changed"])
    with pytest.raises(PortfolioError, match="not_allowed"):
        append(
            store, "somebody-else", "setting_changed", RECORDS["setting_changed"], by=reader(store, "admin")
        )
    empty = library.open_official(copy_library(tmp_path / "empty"), AT)
    with pytest.raises(PortfolioError, match="not_allowed"):
        append(empty, "", "setting_changed", RECORDS["setting_changed"], by=VISITOR)
    empty.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "leader", "unit_code": None}, "account_changed"),
        ({"unit_code": "U2"}, "account_changed"),
        ({"active": False}, "not_allowed"),
    ],
)
def test_a_page_opened_before_a_change_writes_nothing(
    store: Store, change: dict[str, object], code: str
) -> None:
    stale, held = reader(store, "owner"), people.account(store, "owner")
    assert held
    append(store, "admin", "account_changed", [held.model_copy(update=change)])
    entry = ProgressEntry(project_id=OWN, period_on=OCTOBER, work_done_amount="1.00")
    event = Event(kind="report_submitted", actor="owner", at=AT)
    with pytest.raises(PortfolioError, match=code):
        store.append(event, [Submission(period_on=OCTOBER, unit_code="U1"), entry], by=stale)


def test_an_owner_reports_own_projects_in_open_months_alone(store: Store) -> None:
    before = store.version()
    for told, code in (
        ({"project": OTHERS}, "not_yours"),
        ({"unit": "U2"}, "not_allowed"),
        ({"unit": None}, "not_allowed"),
        ({"month": AUGUST}, "period_closed"),
        ({"days": 30}, "period_closed"),
        ({"month": date(2026, 12, 31)}, "period_closed"),
    ):
        with pytest.raises(PortfolioError, match=code):
            send(store, **told)
    assert store.version() == before
    append(store, "city", "period_changed", RECORDS["period_changed"])
    assert send(store, month=AUGUST) == before + 2


def test_a_report_is_decided_once_in_its_county_and_never_by_its_sender(store: Store) -> None:
    number = send(store)
    held = people.account(store, "owner")
    assert held
    append(
        store, "admin", "account_changed", [held.model_copy(update={"role": "reviewer", "unit_code": None})]
    )
    with pytest.raises(PortfolioError, match="own_report"):
        decide(store, "owner", number)
    with pytest.raises(PortfolioError, match="not_yours"):
        decide(store, "county", number)
    with pytest.raises(PortfolioError, match="report_unknown"):
        decide(store, "city", number + 100)
    with pytest.raises(PortfolioError, match="not_yours"):
        decide(store, "other", number, "withdrawn")
    decide(store, "city", number, "returned")
    with pytest.raises(PortfolioError, match="decided_already") as told:
        decide(store, "city", number)
    assert (told.value.facts["by"], told.value.facts["verdict"]) == ("city", "returned")


def test_an_owner_withdraws_the_units_own_pending_report(store: Store) -> None:
    number = send(store)
    decide(store, "owner", number, "withdrawn")
    with pytest.raises(PortfolioError, match="decided_already"):
        decide(store, "city", number)


def test_the_bureau_reports_for_a_unit_openly_and_another_decides(store: Store) -> None:
    for login in ("owner", "other", "leader", "admin", "county"):
        with pytest.raises(PortfolioError, match="not_yours" if login == "county" else "not_allowed"):
            send(store, login, unit="U1", on_behalf=True)
    number = send(store, "city", unit="U1", on_behalf=True)
    row = store.read(f"FROM submission_state({number}) WHERE submission_id = {number}").row(0, named=True)
    assert (row["sent_by"], row["unit_code"], row["on_behalf"]) == ("city", "U1", True)
    with pytest.raises(PortfolioError, match="own_report"):
        decide(store, "city", number)
    decide(store, "city", number, "withdrawn")
    decide(store, "owner", send(store, "city", unit="U1", on_behalf=True), "withdrawn")
    with pytest.raises(PortfolioError, match="not_yours"):
        decide(store, "city", send(store), "withdrawn")


@pytest.mark.parametrize("change", [{"active": False}, {"role": "leader"}])
def test_the_last_administrator_stays(store: Store, change: dict[str, object]) -> None:
    for login, last in (("admin2", False), ("admin", True)):
        held = people.account(store, login)
        assert held
        for by in (reader(store, "admin"), None):
            event = Event(kind="account_changed", actor="admin" if by else "operator", at=AT)
            if last:
                with pytest.raises(PortfolioError, match="last_administrator"):
                    store.append(event, [held.model_copy(update=change)], by=by)
            else:
                store.append(event, [held.model_copy(update=change)], by=by)


def test_an_account_changes_its_own_password_and_nothing_else(store: Store) -> None:
    held = people.account(store, "owner")
    assert held
    append(store, "owner", "account_changed", [held.model_copy(update={"password_hash": "new"})])
    changed = people.account(store, "owner")
    assert changed and changed.password_hash == "new"
    for update in (
        {"role": "administrator"},
        {"unit_code": "U2"},
        {"name": "别名"},
        {"subject": "x"},
        {"login": "leader"},
    ):
        with pytest.raises(PortfolioError, match="not_allowed"):
            append(store, "owner", "account_changed", [changed.model_copy(update=update)])
    with pytest.raises(PortfolioError, match="not_allowed"):
        append(store, "owner", "account_changed", [changed, changed])


def test_a_name_that_would_be_taken_for_another_is_no_sign_in_name(store: Store) -> None:
    for login in ("library", "operator", "set_up", "accept_at_once", "A", "王", "-x", "a b", "x" * 41):
        with pytest.raises(PortfolioError, match="login_unfit"):
            append(store, "admin", "account_changed", [Account(login=login, name="新", role="leader")])


def test_a_subject_is_one_accounts(store: Store) -> None:
    append(store, "admin", "account_changed", [Account(login="a1", name="甲", role="leader", subject="s")])
    with pytest.raises(PortfolioError, match="subject_held"):
        append(
            store, "admin", "account_changed", [Account(login="b2", name="乙", role="leader", subject="s")]
        )


def test_of_two_set_ups_one_wins_even_by_the_same_name(tmp_path: Path) -> None:
    bare = library.open_official(copy_library(tmp_path / "bare"), AT)

    def set_up(name: str) -> str:
        try:
            return accounts.set_up(bare, "wang", name, f"{name}-river-4217", AT).name
        except PortfolioError as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as at_once:
        told = sorted(at_once.map(set_up, ("maple", "birch")))
    assert told[1] == "set_up_done" or told[0] == "set_up_done"
    held = people.account(bare, "wang")
    assert held and held.name in told and people.accounts(bare).height == 1
    bare.close()
