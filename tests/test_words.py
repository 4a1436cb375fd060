"""One word a thing: variants of a word may stand in no sentence and no label; the table says what to say instead."""

from __future__ import annotations

import re

import pytest

from portfolio import codes, words
from portfolio.codes import Language

HEADERS = ("intake.funding.", "intake.treasury.")
"""Headings of the workbooks that owners and the treasury fill in keep their old names."""
INSTEAD: dict[Language, dict[str, str]] = {
    "zh": {
        "超期|延误|拖期|拖后|拖延": "滞后 (a project), 逾期 (a milestone or report); of pace 慢 or 欠序时",
        "较序时": "比序时进度慢/快",
        "擅自|未批先|自行推迟": "未经批准推迟",
        "甘特|时间轴": "工期进度图",
        "疑点|矛盾事项": "口径不一致事项",
        "(?<!满期)(下达|到位|支付)资金(?!到|的|合计)": "累计下达, 累计到位, 累计支付",
        "算不出|无从计算|资料不足|未预计|未提及": "—",
        "两边不计": "分子分母均不计",
        "待办(?!事项)": "待办事项",
        r"\bn\b|\?": "有数据, or the word itself",
    },
    "en": {
        "elapsed time|elapsed share|behind pace": "time elapsed; behind or ahead of schedule",
        "behind in yuan|yuan behind": "shortfall",
        "share (late|started|paid|received|reported)": "late rate, start rate, payment rate, receipt rate",
        "older money": "aged funds",
        "reckon": "work out",
        "way covered": "progress to target",
        "whom to remind": "not reported in time",
        "play in": "see the demonstration",
        "doubt": "inconsistency",
        "(whom|that) needs? somebody|warned of": "needs attention; with a warning",
        "nothing waits": "nothing to do",
    },
}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_sentence_and_no_label_has_a_variant(language: Language) -> None:
    said = {key: told for key, told in words.table(language).items() if not key.startswith(HEADERS)}
    for name in codes.names():
        said |= {f"{name}.csv {code}": told for code, told in codes.labels(name, language).items()}
    plain = {key: re.sub(r"\{[^}]*\}", "", told) for key, told in said.items()}
    found = {
        f"{key}: {told}": instead
        for variant, instead in INSTEAD[language].items()
        for key, told in plain.items()
        if re.search(variant, told, re.IGNORECASE)
    }
    assert not found
