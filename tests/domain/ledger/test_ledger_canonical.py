"""Canonical JSON is that of RFC 8785, whichever way it is written."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.support.ledger.domain import canonical

KEYS = st.text(st.characters(codec="utf-8"), max_size=4) | st.text("ab\ue000\U0001f600", max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(JSON)
def test_it_is_what_the_reference_writes(value):
    assert canonical(value, field="leaf") == rfc8785.dumps(value)


def test_the_example_of_the_specification_is_sorted_by_utf_16():
    keys = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\x80": "Control",
        "\xf6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(keys, field="x")).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    "value",
    [
        *(1.0, [0.5], {"a": {"b": 1e300}}, {"面积": 1.5}, float("nan"), 2**53, -(2**53)),
        *({1: 2}, {"a": b"x"}, {"a": {1}}, "\ud800", {"\ud800": 1}),
    ],
)
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(Refused) as refused:
        canonical(value, field="leaves[3]")
    assert (refused.value.code, refused.value.field) == ("invalid", "leaves[3]")


def test_nothing_is_nested_without_end():
    value: list = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Refused):
        canonical(value, field="leaf")
