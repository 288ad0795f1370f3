"""Money in the log is the agenda's own sum behind a motion that passed, or it is caught."""

import json
from hashlib import sha256

import pytest

from recount.__main__ import main
from recount_bundles import AFTER, MOTIONS, begun, sums, voted, write, written

LIFT = {"amount_fen": 8_600_050, "fund": "from_maintenance", "purpose": "电梯主板"}
DUES = {"amount_fen": 100, "fund": "to_maintenance", "purpose": "补交"}
NAMED = [{**MOTIONS[0], "money": LIFT}, {**MOTIONS[1], "money": DUES}, MOTIONS[2]]


@pytest.fixture
def told(tmp_path, capsys):
    """What is said of a bundle in the making: nothing wrong, or where and what."""

    def tell(made, *words):
        main([str(write(made.files(), tmp_path / "bundle")), "--json", *words])
        said = json.loads(capsys.readouterr().out)
        return "" if said["holds"] else said["en"]

    return tell


def counted(motions=NAMED, stage="final"):
    made = voted(begun(motions))
    made.tally(sums(), stage)
    return made


def resolve(made, motion=0, **change):
    """A resolution on one of the sample's motions, with the digest of what the tally says of it."""
    digest = sha256(written(sums()[motion])).hexdigest()
    return made.leaf("resolution", AFTER, **{"title": "决定", "sha256": digest, **change})


def pay(made, behind, **change):
    leaf = {"act": "decided", "motion": "m1", "resolution": behind, **LIFT}
    made.leaf("money", AFTER, **{**leaf, **change})
    return made


def decided(**change):
    """Everything as it should be, but for what is changed in the leaf of the money."""
    made = counted()
    return pay(made, resolve(made), **change)


@pytest.mark.parametrize("is_opened", [True, False])
def test_a_sum_that_passed_holds_and_is_told(tmp_path, capsys, is_opened):
    made = decided()
    made.is_opened = is_opened
    assert main([str(write(made.files(), tmp_path / "b"))]) == 0
    out = capsys.readouterr().out
    assert "款项：86,000.50 元，从维修资金支出（电梯主板）" in out
    assert "Money: 86,000.50 yuan, out of the maintenance fund (电梯主板)" in out


def test_before_the_final_tally_there_is_none_to_miss(told):
    assert told(counted(stage="preliminary")) == ""
    assert told(counted(MOTIONS)) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount_fen": 8_600_051}, "8600051 is printed, and the agenda says 8600050"),
        ({"fund": "other"}, "other is printed, and the agenda says from_maintenance"),
        ({"purpose": "电梯"}, "电梯 is printed, and the agenda says 电梯主板"),
        ({"amount_fen": 0}, "a whole number of at least 1"),
        ({"amount_fen": "8600050"}, "a whole number of at least 1"),
        ({"amount_fen": 10**11 + 1}, "at most 100000000000 fen"),
        ({"fund": "pocket"}, "is none of"),
        ({"act": "paid"}, "is none of"),
        ({"motion": "m2"}, "is no resolution on this motion"),
        ({"motion": "e"}, "the agenda names no money for this motion"),
        ({"motion": "m9"}, "the agenda names no money for this motion"),
        ({"resolution": 1}, "entry 1 is no resolution on this motion"),
        ({"resolution": 999}, "entry 999 is no resolution on this motion"),
    ],
)
def test_a_leaf_that_says_something_else_is_caught(told, change, words):
    wrong = told(decided(**change))
    assert wrong.startswith("entries.jsonl, line 27, leaf.") and words in wrong


def test_a_sum_on_the_agenda_that_was_changed_afterwards_is_caught(told):
    made = decided()
    made.entries[1]["leaf"]["motions"][0]["money"] = {**LIFT, "amount_fen": 1}
    made.log[made.entries[1]["index"]] = written(made.entries[1]["leaf"])
    made.states = [3]
    assert "8600050 is printed, and the agenda says 1" in told(made)


def test_a_leaf_that_is_missing_is_caught(told):
    made = counted()
    resolve(made)
    wrong = told(made)
    assert wrong.startswith("entries.jsonl, line 25")
    assert "“使用维修资金” passed and decides on money" in wrong
    assert "its entry of type “money” is missing" in told(counted())


def test_money_for_what_failed_is_caught(told):
    made = decided()
    resolve(made, motion=1)
    assert "no motion that passed in a final tally" in told(made)
    made = decided()
    pay(made, 26, motion="m2", **DUES)  # pointing at the resolution of another
    assert "entry 26 is no resolution on this motion" in told(made)


@pytest.mark.parametrize("digest", ["0" * 64, "1" * 64])
def test_a_resolution_on_nothing_that_was_counted_is_caught(told, digest):
    made = counted()
    resolve(made, sha256=digest)
    assert "no motion that passed in a final tally" in told(made)


def test_a_resolution_or_money_before_the_final_tally_is_caught(told):
    made = counted(stage="preliminary")
    resolve(made)
    assert "no motion that passed in a final tally" in told(made)
    made = counted(stage="preliminary")
    pay(made, 25)
    assert "entry 25 is no resolution on this motion" in told(made)


def test_the_same_twice_is_caught(told):
    made = decided()
    pay(made, 26)
    assert "already an entry of type “money” on this motion" in told(made)
    made = decided()
    resolve(made)
    assert "already an entry of type “resolution” on this motion" in told(made)


def test_every_byte_of_the_leaf_is_held(told, tmp_path, capsys):
    made = decided()
    files = made.files()
    raw = files["entries.jsonl"]
    start = raw.rindex(b"\n", 0, len(raw) - 1) + 1
    for at in range(start, len(raw) - 1):
        flipped = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        changed = {**files, "entries.jsonl": flipped}
        code = main([str(write(changed, tmp_path / "flipped")), "--json"])
        capsys.readouterr()
        assert code != 0, raw[at - 20 : at + 20]
