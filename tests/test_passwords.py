"""What a password must be like: NIST SP 800-63B, with the names that anybody can guess in that city."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from portfolio import passwords
from portfolio.queries import people
from portfolio.store import Store

LENGTH, COMMON, WEAK = "password_length", "password_common", "password_weak"


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("maple-river-4217", None),
        ("春眠不觉晓处处闻啼鸟夜来风雨声", None),
        ("all small letters and no digit", None),
        ("maple-river-421", None),
        ("maple-river-42", LENGTH),
        ("x" * 201, LENGTH),
        ("qwerty1234567890", COMMON),
        ("QWERTY1234567890", COMMON),
        ("1q2w3e4r5t6y7u8i", COMMON),
        ("aaaaaaaaaaaaaaaa", COMMON),
        ("1234567890123456", COMMON),
        ("abcdefghijklmnop", COMMON),
        ("maple4maple4maple4", COMMON),
        ("Xianning@20261130", WEAK),
        ("xianning-wangmin", WEAK),
        ("咸宁市财政局项目库密码二零二六年", WEAK),
        ("Portfolio-Tracker-2026", WEAK),
        ("wang-xianan-20261", WEAK),
        ("xianning-maple-river", None),
        ("password-maple-river", None),
        ("xianning1q2w3e4r5t", WEAK),
    ],
)
def test_what_a_password_must_be_like(official_store: Store, password: str, expected: str | None) -> None:
    names = ["wang", "王敏", *people.place_names(official_store)]
    assert passwords.fault(password, names) == expected


def test_a_county_is_a_word_that_anybody_can_guess(official_store: Store) -> None:
    names = people.place_names(official_store)
    assert {"咸宁市", "Xianning", "咸安区", "Xianan", "Tongshan"} <= set(names)


def test_full_width_signs_are_the_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept and typed on two keyboards; one kept before they were taken for the same opens still."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", quick)
    assert passwords.is_right("ｍaple-river-４２１７", passwords.hashed("maple-river-4217"))
    assert passwords.is_right("maple-river-４２", quick.hash("maple-river-４２"))
    assert not passwords.is_right("maple-river-42", quick.hash("maple-river-４２"))
