"""Names, numbers, shares, codes and limits, as people write and need them."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.domain import limits
from linli.foundation.people.domain.cards import PersonKind
from linli.foundation.people.domain.contacts import (
    clean_id_number,
    clean_phone,
    looks_like_phone,
    mask_phone,
)
from linli.foundation.people.domain.names import clean_name, mask_name, neutral
from linli.foundation.people.domain.shares import is_too_much, read_share
from linli.kernel import Refused

MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)


@given(
    MOBILES,
    st.sampled_from(["", "+86", "86", "0086", "+86 ", "＋86-", "(+86)"]),
    st.sampled_from(["", " ", "-", "‐", "－", " - "]),
    st.booleans(),
)
def test_a_mobile_number_is_the_same_however_it_is_written(number, prefix, gap, is_wide):
    said = prefix + number[:3] + gap + number[3:7] + gap + number[7:]
    if is_wide:
        said = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in said)
    assert clean_phone(said) == number


@given(st.text(max_size=80))
def test_cleaning_a_phone_twice_changes_nothing(text):
    if looks_like_phone(text):
        once = clean_phone(text)
        assert clean_phone(once) == once and once.lstrip("+").isascii()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("010-12345678", "01012345678"),
        ("+86 10 1234 5678", "01012345678"),
        ("0044 20 7946 0000", "+442079460000"),
        ("95588", "95588"),
    ],
)
def test_other_numbers_are_kept_too(said, kept):
    assert clean_phone(said) == kept


@pytest.mark.parametrize("text", ["", "abc", "123", "138-0000-12x4", "1" * 30, "+", "１３８"])
def test_what_is_no_phone_is_refused(text):
    with pytest.raises(Refused) as refused:
        clean_phone(text)
    assert refused.value.field == "phone"


@given(MOBILES)
def test_a_masked_phone_hides_four_digits(number):
    masked = mask_phone(number)
    assert number[3:7] not in masked.replace(number[:3], "", 1) or "****" in masked
    assert masked == f"{number[:3]}****{number[-4:]}"
    assert mask_phone("95588") == "*****"


def test_id_numbers_are_kept_one_way():
    assert clean_id_number(" 11010119900101123x ") == "11010119900101123X"
    assert clean_id_number("９１１１-0000") == "91110000"
    for text in ("", "1", "身份证", "x" * 30):
        with pytest.raises(Refused):
            clean_id_number(text)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张**"), ("欧阳修", "欧阳**"), ("欧阳", "欧**"), ("Smith", "S**")],
)
def test_neighbours_see_a_family_name(name, masked):
    assert mask_name(name, PersonKind.NATURAL) == masked


def test_companies_are_public_and_the_neutral_mask_is_one_and_the_same():
    assert mask_name("某某置业有限公司", PersonKind.DEVELOPER) == "某某置业有限公司"
    assert neutral("p") == neutral("p")
    assert (neutral().name, neutral().phone_masked, neutral().roles) == ("住户", "", ())


def test_names_are_cleaned_and_formulas_refused():
    assert clean_name("  张\u200b 三\n") == "张 三"
    for text in ("", "   ", "=1+1", "@cmd", "x" * 81, "\x00"):
        with pytest.raises(Refused):
            clean_name(text)


@given(st.integers(1, 999), st.integers(1, 999))
def test_fractions_keep_their_exact_value(top, bottom):
    if top <= bottom:
        assert Fraction(read_share(f"{top}/{bottom}")) == Fraction(top, bottom)
        assert read_share(read_share(f"{top}/{bottom}")) == read_share(f"{top}/{bottom}")
    else:
        with pytest.raises(Refused):
            read_share(f"{top}/{bottom}")


@pytest.mark.parametrize(
    ("said", "share"),
    [("50%", "1/2"), ("0.5", "1/2"), ("１/２", "1/2"), ("1", "1"), ("", ""), ("33.4%", "167/500")],
)
def test_shares_are_read_as_people_write_them(said, share):
    assert read_share(said) == share


@pytest.mark.parametrize("said", ["0", "2", "1/0", "-1/2", "half", "150%", "1/2/3", "9" * 30])
def test_what_is_no_share_is_refused(said):
    with pytest.raises(Refused):
        read_share(said)


def test_three_thirds_are_a_whole_and_not_more():
    assert not is_too_much(["1/3", "1/3", "1/3", ""])
    assert is_too_much(["1/3", "1/3", "1/3", "1/1000"])


def test_codes_are_six_digits_and_read_generously():
    codes = {limits.new_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdigit() for code in codes) and len(codes) > 150
    assert limits.clean_code(" 123 456 ") == limits.clean_code("１２３４５６") == "123456"
    assert limits.clean_code("12345") == limits.clean_code("abc") == ""


@given(st.integers(0, 3600))
def test_a_limit_says_how_long_to_wait(passed):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    limit = limits.CODES_PER_PHONE
    limits.check_limit(limit, limit.most - 1, start, start)
    with pytest.raises(Refused) as refused:
        limits.check_limit(limit, limit.most, start, start + timedelta(seconds=passed))
    assert refused.value.code == "too_many"
    assert 1 <= refused.value.params["minutes"] <= 60


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "13800001234x", "1" * 300])
def test_weak_passwords_are_refused(password):
    with pytest.raises(Refused):
        limits.check_password(password, "13800001234")
