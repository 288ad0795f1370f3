"""Whatever is changed in a published bundle is caught, with a sentence that names it."""

import json
from random import Random

import pytest

from recount.__main__ import main
from recount_bundles import (
    AFTER,
    ALL,
    DURING,
    LOG,
    ORIGIN,
    RULES,
    WITNESSES,
    Making,
    Signer,
    begun,
    head,
    hundreds,
    lines,
    note,
    sample,
    sum_of,
    sums,
    unit,
    voice,
    voted,
    write,
    written,
)


@pytest.fixture
def told(tmp_path, capsys):
    """What is said of these files: nothing wrong, or where and what."""

    def tell(files, *words):
        code = main([str(write(files, tmp_path / "bundle")), "--json", *words])
        said = json.loads(capsys.readouterr().out)
        assert code == (0 if said["holds"] else 1)
        return "" if said["holds"] else said["en"]

    return tell


def test_the_sample_holds_opened_and_closed(told):
    made = sample()
    assert told(made.files()) == ""
    made.is_opened = False
    assert told(made.files()) == ""


@pytest.mark.parametrize(
    ("withdrawn", "is_right"),
    [((0,), True), ((0, 0), False), ((-1,), False), ((1,), False), ((2,), False), ((900,), False)],
)
def test_only_an_objection_that_stands_is_taken_back_and_once(told, withdrawn, is_right):
    made = voted(begun())
    made.tally(sums(), "preliminary")
    objection = made.committed("objection", {"text": "看错了", "by": head(9)}, about="roll")
    for away in withdrawn:
        made.leaf("withdrawn", AFTER, objection=objection + away)
    made.states.append(len(made.log))
    made.tally(sums())
    wrong = told(made.files())
    assert (wrong == "") is is_right, wrong
    assert is_right or "no objection that still stands" in wrong


@pytest.mark.parametrize(
    "name",
    ["checkpoint", "history.jsonl", "hashes", "entries.jsonl", "opened.jsonl", "keys.json"],
)
def test_a_byte_that_is_flipped_anywhere_is_caught(told, name):
    files, rng = sample().files(), Random(name)
    raw = files[name]
    needed = raw.find(b'"needed":') + len(b'"needed":') if name == "keys.json" else -1
    for at in rng.sample(range(len(raw)), min(120, len(raw))):
        if at == needed:  # a bundle that asks for fewer witnesses: see `--keys` below
            continue
        flipped = bytes([raw[at] ^ (1 << rng.randrange(8))])
        wrong = told({**files, name: raw[:at] + flipped + raw[at + 1 :]})
        assert wrong, (name, at, raw[max(0, at - 20) : at + 20])


@pytest.mark.parametrize("name", ["format", "origin", "assembly", "opened"])
def test_what_a_bundle_says_it_is_must_fit(told, name):
    files = sample().files()
    about = json.loads(files["bundle.json"])
    about[name] = {"opened": "yes"}.get(name, f"{about[name]}x")
    assert told({**files, "bundle.json": written(about)})


def test_keys_that_came_another_way_are_trusted_over_the_bundles(told, tmp_path):
    made = sample()
    files = made.files()
    keys = write({"keys.json": files["keys.json"]}, tmp_path / "board") / "keys.json"
    made.keys = {"needed": 0}
    weak = {**made.files(), "checkpoint": note(made.hashes()).encode()}
    assert told(weak) == ""
    assert "0 of 2 witnesses" in told(weak, "--keys", str(keys))
    other = Signer(ORIGIN + "x", 1)
    other.name = ORIGIN
    forged = {**files, "checkpoint": note(made.hashes(), {0: 1, 1: 1}, by=other).encode()}
    assert "has not signed this" in told(forged, "--keys", str(keys))


@pytest.mark.parametrize("name", list(sample().files()))
def test_a_missing_file_is_named(told, name):
    files = sample().files()
    del files[name]
    assert told(files).startswith(f"{name}: this file is missing")


def test_too_few_witnesses(told):
    made = sample()
    files = {**made.files(), "checkpoint": note(made.hashes(), {2: 5}).encode()}
    assert told(files) == "checkpoint: 1 of 2 witnesses that are needed have cosigned."


def test_one_witness_counts_once_however_often_it_signs(told):
    made = sample()
    twice = note(made.hashes(), {0: 5})
    twice += WITNESSES[0].cosign(twice.partition("\n\n")[0] + "\n", 6)
    assert "1 of 2 witnesses" in told({**made.files(), "checkpoint": twice.encode()})


def changed(at, change):
    """The sample's entries with one changed, in a log that is signed anew: a lying operator."""
    made = sample()
    change(made.entries[at]["leaf"])
    made.log[made.entries[at]["index"]] = written(made.entries[at]["leaf"])
    made.states = [3]
    return made


@pytest.mark.parametrize(
    ("seq", "field", "value", "words"),
    [
        (2, "closes_at", "2026-11-05T01:00:00Z", "are printed, and the ballots give"),
        (2, "opens_at", "2026-12-01T00:00:00Z", "ends before it begins"),
        (3, "heads", 10, "the opened roll has 9"),
        (3, "area", "900.01", "the opened roll has 9"),
        (3, "buildings", [], "building “1” is missing"),
        (4, "commitment", "0" * 64, "does not open the commitment"),
        (13, "voter", head(9), "the log says otherwise"),
        (13, "channel", "paper", "the log says otherwise"),
        (13, "seq", 14, "an entry is missing or moved"),
        (13, "assembly", "2025-1", "belongs to another assembly"),
        (13, "type", "balot", "is none of"),
        (13, "at", "yesterday", "a moment as in"),
    ],
)
def test_a_leaf_that_says_something_else_is_caught(told, seq, field, value, words):
    assert words in told(changed(seq - 1, lambda leaf: leaf.update({field: value})).files())


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        ("void", "not_participating", "elected by the rules: 甲, 乙"),
        ("non_response", "not_participating", "nobody may be deemed"),
        ("duplicates", "online_prevails", "are printed, and the ballots give"),
        ("proxy_cap", 0, "are printed, and the ballots give"),
        ("quorum", "1/2", "this rule is not known"),
        ("blank", "maybe", "is none of"),
    ],
)
def test_a_rule_that_was_another_is_caught(told, rule, value, words):
    made = sample()
    made.entries[0]["leaf"]["values"][rule] = value
    made.log[made.entries[0]["index"]] = written(made.entries[0]["leaf"])
    made.states = [3]
    assert words in told(made.files())


@pytest.mark.parametrize(
    ("motion", "more", "words"),
    [
        ("m1", {"strict": {"outcome": "failed"}}, "“failed” is printed, and “passed” follows"),
        ("m1", {"deemed_outcome": "no_quorum"}, "“no_quorum” is printed, and “passed” follows"),
        ("m1", {"heads": 8}, "are printed, and the ballots give 9 heads"),
        ("m1", {"area": "900.01"}, "the scope has 9 heads, 900.01 m², and the roll"),
        ("m1", {"deemed": sum_of(2, "200")}, "2 heads, 200 m² are printed"),
        ("m1", {"deemed": sum_of(3, "300")}, "10 heads, 1000 m² in all, and the scope has 9"),
        ("m1", {"said": hundreds(**{"for": 7})}, "7 heads, 700 m² are printed"),
        ("m1", {"said": hundreds(**{"for": 8})}, "8 heads have spoken, and only 7 have a ballot"),
        ("m1", {"said": {"for": sum_of(6, "0")}}, "heads without area"),
        ("m1", {"said": {"yes": sum_of(6, "600")}}, "nobody can say this"),
        ("m1", {"kind": "278.6"}, "the agenda says “278.5”"),
        ("m1", {"id": "m9"}, "not on the agenda"),
        ("m2", {"strict": {"outcome": "passed"}}, "“passed” is printed, and “failed” follows"),
        ("e", {"elected": ["乙"]}, "elected by the rules: 甲"),
        ("e", {"elected": ["丁"]}, "“丁” is no candidate"),
        ("e", {"candidates": {}}, "“甲” is missing or no candidate"),
    ],
)
def test_a_tally_that_says_something_else_is_caught(told, motion, more, words):
    wrong = told(sample(**{motion: more}).files())
    assert wrong.startswith("entries.jsonl, line 27, leaf.motions[")
    assert words in wrong


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ballots", 7, "it stands on 7 ballots, and 8 are before it"),
        ("last", 13, "is not the last ballot before it"),
        ("stage", "provisional", "is none of"),
        ("at", DURING, "counted before the window ended"),
        ("motions", [], "motion “m1” is missing"),
    ],
)
def test_a_tally_over_other_ballots_is_caught(told, field, value, words):
    assert words in told(changed(26, lambda leaf: leaf.update({field: value})).files())


@pytest.mark.parametrize("stage", ["preliminary", "final"])
def test_nothing_is_counted_again_after_the_final_tally(told, stage):
    made = sample()
    seq = made.tally(sums(), stage)
    assert told(made.files()) == (
        f"entries.jsonl, line {seq}, leaf.stage:"
        " the final tally stands before this, and none comes after it."
    )


def test_a_ballot_that_is_dropped_dropped_from_the_log_or_moved(told):
    for change, words in (
        (lambda all_: all_[:12] + all_[13:], "13 is needed here and 14 stands here"),
        (lambda all_: all_[:13] + all_[12:], "indexes must rise"),
        (lambda all_: [*all_[:12], all_[13], all_[12], *all_[14:]], "13 is needed here and 14"),
    ):
        made = sample()
        made.entries = change(made.entries)
        assert words in told(made.files())


def test_a_ballot_the_log_never_had(told):
    made = voted(begun())
    made.tally(sums())
    files = made.files()
    del made.entries[12], made.log[15]
    for n, each in enumerate(made.entries):
        each["index"], each["leaf"]["seq"] = n + 3, n + 1
    assert "is not what leaf" in told({**files, "entries.jsonl": lines(made.entries)})


def test_dropping_a_ballot_and_all_that_followed_is_caught_by_the_history(told):
    made, short = sample(), begun()
    short.states = [len(made.log) - 2]
    wrong = told({**short.files(), "history.jsonl": made.files()["history.jsonl"]})
    assert "the log has shrunk" in wrong


def test_a_forked_log(told):
    made, fork = sample(), Making(before=3)
    fork.log[0] = b'{"other":"changed"}'
    forked = lines([{"note": note(fork.hashes())}])
    wrong = told({**made.files(), "history.jsonl": forked})
    assert wrong == (
        "history.jsonl, line 1, note: the first 3 hashes do not give this root:"
        " this is another history."
    )


def test_a_checkpoint_over_other_hashes(told):
    made = sample()
    files = made.files()
    swapped = files["hashes"][32:64] + files["hashes"][:32] + files["hashes"][64:]
    assert "this is another history" in told({**files, "hashes": swapped})
    assert "hashes of 32 bytes are needed" in told({**files, "hashes": files["hashes"][:-1]})


def test_a_history_that_goes_back(told):
    made = sample()
    hashes = made.hashes()
    back = lines({"note": note(hashes[:size])} for size in (20, 10))
    wrong = told({**made.files(), "history.jsonl": back})
    assert wrong == "history.jsonl, line 2, note: the log has shrunk from 20 to 10 leaves."


def test_a_witness_that_was_rolled_back(told):
    made = sample()
    earlier = lines([{"note": note(made.hashes()[:10], {0: 5000})}])
    wrong = told({**made.files(), "history.jsonl": earlier})
    assert "has cosigned 10 leaves after 31" in wrong


def test_a_history_nobody_signed(told):
    made = sample()
    unsigned = note(made.hashes()[:10], by=Signer("other.example", 1))
    unsigned += WITNESSES[0].cosign(unsigned.partition("\n\n")[0] + "\n", 1)
    wrong = told({**made.files(), "history.jsonl": lines([{"note": unsigned}])})
    assert wrong == f"history.jsonl, line 1, note: the log “{ORIGIN}” has not signed this."


def test_a_cosignature_over_something_else(told):
    made = sample()
    text = note(made.hashes())
    other = WITNESSES[0].line((7).to_bytes(8, "big") + LOG.key.sign(text.encode()))
    wrong = told({**made.files(), "checkpoint": (text + other).encode()})
    assert wrong == "checkpoint: the cosignature of “witness.example/committee” does not hold."


def finished(made, **more):
    made.tally(sums(**more))
    return made.files()


@pytest.mark.parametrize(
    ("unit", "evidence", "words"),
    [
        ("1-9", "", ""),
        ("1-9", "  ", ""),
        ("1-9", "签收", "1 heads, 100 m² are printed, and the ballots give 2 heads, 200 m²"),
        ("9-9", "签收", "“9-9” does not stand on the roll"),
    ],
)
def test_a_delivery_counts_with_evidence_and_to_a_unit_of_the_roll(told, unit, evidence, words):
    made = begun()
    record = {"unit": unit, "channel": "paper", "evidence": evidence, "at": "2026-11-05T02:00:00Z"}
    made.committed("delivery", record)
    wrong = told(finished(voted(made)))
    assert words in wrong if words else wrong == ""


def test_a_second_ballot_that_also_holds(told):
    made = voted(begun())
    extra = made.ballot(head(1), voice(1, 1, ["甲", "乙"]), "paper")
    wrong = told(finished(made))
    assert f"two ballots that hold for “e” (entries 13 and {extra})" in wrong


def test_more_ballots_that_hold_than_there_are_motions_show_in_a_closed_bundle(told):
    made = voted(begun())
    made.is_opened = False
    for _ in ALL:
        made.ballot(head(1), voice(1, 1, ["甲"]), "paper")
    assert "has more than one ballot that holds" in told(finished(made))


def test_a_ballot_set_aside_against_the_rules(told):
    made = voted(begun())
    made.supersede(13, 0, "m1")
    assert "the log has set it aside" in told(finished(made))


def test_the_wrong_one_of_two_ballots(told):
    made = begun()
    first = made.ballot(head(1), voice(1, 1, ["甲"]), "web")
    second = made.ballot(head(1), voice(1, 1, ["甲"]), "paper")
    made.supersede(second, first, *ALL)
    made.tally(of_one())
    assert "the log has set it aside" in told(made.files())


def of_one(heads=1, area="100"):
    """A tally in which the first owner alone has said yes to everything, and 甲."""
    left = {"strict": {"outcome": "no_quorum"}, "deemed_outcome": "passed"}
    left |= {"deemed": sum_of(7, "700")}
    yes, no = {"for": sum_of(heads, area)}, {"abstain": sum_of(heads, area)}
    m1, m2, e = sums()
    e |= {"candidates": {"甲": yes, "乙": no, "丙": no}, "deemed_outcome": "undetermined"}
    return [
        {**m1, **left, "said": yes},
        {**m2, **left, "said": yes},
        {**e, **left, "elected": [], "deemed_outcome": "undetermined"},
    ]


def test_superseding_in_a_circle_or_what_is_no_ballot(told):
    made = voted(begun())
    one = made.ballot(head(1), voice(1, 1, ["甲"]))
    made.supersede(13, one, "m1")
    made.supersede(one, 13, "m1")
    assert "in a circle" in told(finished(made))
    for ballot, holds, motion, words in (
        (3, 0, "m1", "entry 3 is no ballot"),
        (13, 14, "m1", "no other ballot of the same voter"),
        (13, 13, "m1", "no other ballot of the same voter"),
        (13, 0, "m9", "not on the agenda"),
    ):
        made = voted(begun())
        made.supersede(ballot, holds, motion)
        assert words in told(finished(made))


@pytest.mark.parametrize("at", ["2026-10-31T23:59:59Z", "2026-11-20T16:00:01Z"])
def test_a_ballot_outside_the_window_does_not_count(told, at):
    made = begun()
    made.ballot(head(1), voice(1, 1, ["甲"]))
    late = made.ballot(head(2), voice(1, 1, ["甲"]), at=at)
    wrong = told({**counted(made, of_one(2, "200"))})
    assert "are printed, and the ballots give 1 heads, 100 m²" in wrong
    made = begun()
    made.ballot(head(1), voice(1, 1, ["甲"]))
    made.leaf("extension", closes_at="2026-11-25T16:00:00Z")
    assert late and told(counted(made, of_one(), at="2026-11-24T00:00:00Z")).endswith(
        "it was counted before the window ended."
    )


def counted(made, tally, **more):
    made.tally(tally, **more)
    return made.files()


def test_an_extension_after_the_end_or_to_an_earlier_day(told):
    for at, ends in ((AFTER, "2026-12-01T00:00:00Z"), (DURING, "2026-11-10T00:00:00Z")):
        made = voted(begun())
        made.leaf("extension", at, closes_at=ends)
        assert "can only be made longer, and only before it ends" in told(finished(made))


def test_a_ballot_that_was_carried_without_a_proxy(told):
    made = begun()
    made.ballot(head(1), voice(1, 1, ["甲"]), proxy="p1")
    assert "are printed, and the ballots give 0 heads" in told(counted(made, of_one()))


def test_a_ballot_that_was_carried_after_the_proxy_was_revoked(told):
    made = begun()
    letter = {"principal": head(1), "holder": "p1", "motions": ["m1"]}
    made.committed("proxy", letter)
    made.committed("proxy_revoked", letter)
    made.ballot(head(1), voice(1, 1, ["甲"]), proxy="p1")
    assert "are printed, and the ballots give 0 heads" in told(counted(made, of_one()))


def test_a_proxy_beyond_the_cap(told):
    made = begun()
    for n in (1, 2):
        made.committed("proxy", {"principal": head(n), "holder": "p1"})
        made.ballot(head(n), voice(1, 1, ["甲"]), proxy="p1")
    assert "are printed, and the ballots give 1 heads" in told(counted(made, of_one(2, "200")))


@pytest.mark.parametrize("missing", ["rules", "agenda", "roll"])
def test_ballots_before_the_assembly_is_set_up(told, missing):
    made = Making()
    for name, add in (
        ("rules", lambda: made.rules(**RULES)),
        ("agenda", lambda: made.agenda([{"id": "m1", "title": "t", "kind": "ordinary"}])),
        ("roll", lambda: made.roll([{"id": head(1), "units": [unit("1")]}])),
    ):
        if name != missing:
            add()
    made.ballot(head(1), {"m1": "for"})
    assert "a ballot comes before the rules, the agenda and the roll" in told(made.files())


def test_setting_it_up_again_once_votes_are_in(told):
    made = voted(begun())
    made.rules(**RULES)
    assert "there is already an entry of type “rules”" in told(made.files())


def record(change):
    made = sample()
    change(made.opened)
    return made.files()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda all_: all_.pop(5), "is not opened"),
        (lambda all_: all_.append(all_[-1]), "has no commitment, or is opened twice"),
        (lambda all_: all_[0].update(seq=1), "has no commitment, or is opened twice"),
        (lambda all_: all_[4].update(salt="0" * 64), "does not open the commitment"),
        (lambda all_: all_[4].update(salt="zz"), "64 hexadecimal digits"),
        (lambda all_: all_[4].update(record=all_[5]["record"]), "does not open the commitment"),
        (lambda all_: all_[-2]["record"].update(at=AFTER), "does not open the commitment"),
    ],
)
def test_a_record_that_is_not_the_one_committed_to(told, change, words):
    wrong = told(record(change))
    assert wrong.startswith("opened.jsonl") and words in wrong


def test_every_byte_of_a_receipt_is_held_to_the_bundle(tmp_path, capsys):
    made = sample()
    bundle, receipt = write(made.files(), tmp_path / "b"), tmp_path / "receipt"
    raw, rng = made.receipt(13).encode(), Random(3)

    def holds(text):
        receipt.write_bytes(text)
        code = main(["--receipt", str(receipt), "--bundle", str(bundle)])
        out = capsys.readouterr().out
        assert ("receipt" in out) or code == 0
        return code == 0

    assert holds(raw)
    for at in rng.sample(range(len(raw)), 200):
        assert not holds(raw[:at] + bytes([raw[at] ^ (1 << rng.randrange(8))]) + raw[at + 1 :]), at
    for other in (1, 13, 14):  # a leaf that is no ballot, the same one, another one
        assert holds(made.receipt(other).encode()) == (other > 1)
    assert not holds(raw.replace(b"index 15", b"index 16"))
