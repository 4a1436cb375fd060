"""Every dispute of this folder is answered as expected, by the store and by the second reckoning; what is not says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from .cases import Case, all_cases, cases
from .values import UnreadableError

TOLD = """# A file
## 一例
Prose is no line.
```
项目 01-01 甲县 完工时限2025-05-31   # a comment
月报 2025-06 01-01 完成100
问 2025-07-05 01-01 逾期天数=36 状态=黄灯
```
"""


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.file}:{case.name}")
def test_dispute(case: Case) -> None:
    found = case.disagreements()
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def told(folder: Path, text: str) -> Case:
    """The only case of a file with this text."""
    file = folder / "told.md"
    file.write_text(text, encoding="utf-8")
    (case,) = cases([file])
    return case


def test_what_is_not_as_expected_names_line_expected_and_both_answers(tmp_path: Path) -> None:
    (said,) = told(tmp_path, TOLD).disagreements()
    assert said.startswith("told.md:7: 问 2025-07-05 01-01 逾期天数\n")
    assert "expected 36 | 第二套账 second reckoning 35 | 系统 store 35" in said


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("项目", "工程", "told.md:5.*不认识“工程”.*项目、"),
        ("完成100", "干完100", "told.md:6.*不认识“干完100”.*完成"),
        ("2025-06", "六月", "told.md:6.*不是月份"),
        ("逾期天数", "拖几天", "told.md:7.*没有“拖几天”可问.*逾期天数"),
        ("甲县", "戊县", "told.md:5.*没有“戊县”.*甲县"),
        ("问", "# 问", "没有问"),
        ("=36 状态=黄灯", "", "词=应为"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_could_stand_there(
    tmp_path: Path, right: str, wrong: str, why: str
) -> None:
    with pytest.raises(UnreadableError, match=f"(?s){why}"):
        told(tmp_path, TOLD.replace(right, wrong)).disagreements()
