"""The faults fit the code as it stands: every patch applies, every test that should catch one exists."""

from __future__ import annotations

import pytest

from tests.faults.running import Failure, Ran
from tests.faults.scratch import applies, touched
from tests.faults.table import FOLDER, KINDS, ROOT, Fault, Named, faults
from tests.faults.trying import Verdict, judged, red

FAULTS = faults()
PRODUCT = ("portfolio/", "pages/", "data/")


def test_there_are_ten_faults_one_of_each_kind() -> None:
    assert [fault.kind for fault in FAULTS] == list(KINDS)
    assert [fault.number for fault in FAULTS] == list(range(1, 11))
    assert {fault.patch for fault in FAULTS} == set(FOLDER.glob("*.patch"))
    assert all(fault.title and fault.suffers.endswith(".") for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.patch.stem))
def test_a_fault_fits_the_code(fault: Fault) -> None:
    assert applies(fault.patch, ROOT), "the patch no longer applies: rewrite it with the code"
    files = touched(fault.patch, ROOT)
    assert files and all(file.startswith(PRODUCT) for file in files)
    assert fault.tests and [named.node for named in fault.tests if not named.is_in(ROOT)] == []


def test_no_two_faults_break_the_same_file() -> None:
    files = [file for fault in FAULTS for file in touched(fault.patch, ROOT)]
    assert len(files) == len(set(files))


FAILURE = Failure("tests.web.test_x", "test_a[zh]", "assert 1 == 2")


@pytest.mark.parametrize(
    ("code", "failures", "verdict"),
    [
        (1, (FAILURE,), Verdict.CAUGHT),
        (0, (), Verdict.MISSED),
        (2, (FAILURE,), Verdict.MISSED),
        (4, (), Verdict.MISSED),
        (5, (), Verdict.MISSED),
        (None, (), Verdict.MISSED),
    ],
)
def test_only_a_failed_test_catches(
    code: int | None, failures: tuple[Failure, ...], verdict: Verdict
) -> None:
    assert judged(Ran(code, failures, 1.0, "told"))[0] is verdict


@pytest.mark.parametrize(
    ("node", "stands_for_it"),
    [
        ("tests/web/test_x.py", True),
        ("tests/web/test_x.py::test_a", True),
        ("tests/web/test_x.py::test_a[zh]", True),
        ("tests/web/test_x.py::test_a[en]", False),
        ("tests/web/test_x.py::test_aa", False),
        ("tests/test_x.py::test_a", False),
    ],
)
def test_who_is_red_without_a_fault_is_known_by_the_name_in_the_table(node: str, stands_for_it: bool) -> None:
    fault = Fault(1, KINDS[0], "", "", FOLDER / "01.patch", (Named(node),))
    assert bool(red(fault, Ran(1, (FAILURE,), 1.0, ""))) is stands_for_it
    assert red(fault, Ran(4, (), 1.0, "no such test")), "who was not run is not green"
    assert not red(fault, Ran(0, (), 1.0, "passed"))
