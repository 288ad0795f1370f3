"""What a correction changed is told by words, and both texts can be read out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.application.announcements.domain.diff import Change, diff

WORDS = st.text(alphabet="会议于12月日改在元。，！\nab ", max_size=60)


def said(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in diff(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("会议。", "会议。", [("same", "会议。")]),
        ("", "会议。", [("new", "会议。")]),
        (
            "12月10日开会。",
            "12月20日开会。",
            [("gone", "12月10日"), ("new", "12月20日"), ("same", "开会。")],
        ),
        (
            "面积80.50平方米，共12户。",
            "面积81.50平方米，共12户。",
            [
                ("same", "面积"),
                ("gone", "80.50平方米"),
                ("new", "81.50平方米"),
                ("same", "，共12户。"),
            ],
        ),
        (
            "甲。乙。丙。",
            "甲。丙。",
            [("same", "甲。"), ("gone", "乙。"), ("same", "丙。")],
        ),
    ],
)
def test_a_change_is_shown_as_one_reads_it(old, new, expected):
    assert said(old, new) == expected


def test_scraps_between_two_changes_are_not_kept_apart():
    assert said("张三的车", "李四的马") == [("gone", "张三的车"), ("new", "李四的马")]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_pieces(old, new):
    pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.GONE) == new
    kinds = [piece.change for piece in pieces]
    assert all(one is not other for one, other in zip(kinds, kinds[1:], strict=False))


@given(WORDS)
def test_what_is_the_same_is_one_piece(text):
    assert len(diff(text, text)) == bool(text)


LINES = "".join(f"第{number}户，面积{number}.50平方米，业主王某；" for number in range(300))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINES, LINES.replace("王某", "李某")),
        (LINES, LINES.replace("王某；", "李某。还有；")),
        ("会" * 10_000, "会议" * 5_000),
    ],
)
def test_the_longest_texts_are_compared_and_lose_nothing(old, new):
    pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.GONE) == new


def test_in_a_long_list_only_the_words_that_changed_are_shown_as_changed():
    changed = {
        (one, text) for one, text in said(LINES, LINES.replace("王某", "李某")) if one != "same"
    }
    assert changed == {("gone", "王"), ("new", "李")}
