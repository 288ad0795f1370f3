"""The published vectors: the roots of RFC 6962, the note of C2SP, and RFC 8785's order of keys."""

import base64
from hashlib import sha256

import pytest

from recount.notes import LOG, key_of, note_of
from recount.plain import canonical, parse
from recount.receipt import code_of
from recount.tree import included, leaf_hash, roots
from recount.wrong import Place, Wrong
from recount_bundles import path, root

HERE = Place("x")
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {  # how each begins and ends
    0: ("e3b0c442", "b855"),
    1: ("6e340b9c", "a01d"),
    2: ("fac54203", "c125"),
    3: ("aeb6bcfe", "6e77"),
    4: ("d37ee418", "14b7"),
    5: ("4e3bbb1f", "64d4"),
    6: ("76e67dad", "87ef"),
    7: ("ddb89be4", "4c8c"),
    8: ("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", "4328"),
}


def test_the_roots_of_every_size():
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    found = dict(roots(hashes, range(9)))
    for size, (start, end) in ROOTS.items():
        assert found[size].hex().startswith(start) and found[size].hex().endswith(end)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 64, 100])
def test_every_proof_of_inclusion_and_no_other(size):
    hashes = [sha256(bytes([n])).digest() for n in range(size)]
    top = root(hashes)
    assert dict(roots(hashes, [size])) == {size: top}
    for index, leaf in enumerate(hashes):
        proof = path(hashes, index)
        assert included(leaf, index, size, proof) == top
        assert included(leaf, index, size, [*proof, leaf]) != top
        assert included(leaf, index + size, size, proof) is None
        if proof:
            assert included(leaf, index, size, proof[:-1]) != top
            assert included(leaf, (index + 1) % size, size, proof) != top


VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


def test_the_example_key_of_the_signed_note():
    key = key_of(HERE, VKEY, LOG)
    assert (key.name, key.id.hex(), len(key.public)) == ("example.com/foo", "530d903a", 32)
    for other in (VKEY.replace("foo+", "bar+"), VKEY.replace("530d", "530e"), VKEY[:-4], "x", 7):
        with pytest.raises(Wrong):
            key_of(HERE, other, LOG)


def test_the_example_note_of_the_signed_note():
    key = key_of(HERE, VKEY, LOG)
    coded = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"
    coded += "Yu72IneyaQM="
    note = note_of(HERE, f"This is an example message.\n\n— example.com/foo {coded}\n")
    ((name, id_, signature),) = note.signatures
    assert (note.text, name, id_) == ("This is an example message.\n", key.name, key.id)
    assert key.holds(note.text.encode(), signature)
    assert not key.holds(b"This is another message.\n", signature)


def test_a_note_is_its_text_and_the_signatures_below():
    body = base64.b64encode(b"abcd" + b"s" * 64).decode()
    note = note_of(HERE, f"one\n\ntwo\n\n— example.com/foo {body}\n")
    assert note.text == "one\n\ntwo\n"
    assert note.signatures == (("example.com/foo", b"abcd", b"s" * 64),)
    for broken in ("", "one\n", f"one\n\n- a {body}\n", f"one\n\n— a {body}", "one\n\n— a b\n"):
        with pytest.raises(Wrong):
            note_of(HERE, broken)


def test_the_canonical_form_sorts_by_utf16_and_escapes_in_one_way():
    # the sorting example of RFC 8785, 3.2.3, with text for values
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    raw = canonical(HERE, dict.fromkeys(keys, "x")).decode()
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(parse(HERE, raw.encode())) == order
    text = canonical(HERE, '\u20ac$\u000f\nA\'B"\\\\"/').decode()
    assert text == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_the_short_code_is_crockfords_base_32():
    assert code_of(bytes(32)) == "0" * 12
    assert code_of(b"\xff" * 32) == "Z" * 12
    assert code_of(bytes.fromhex("08864298e84a96c0") + bytes(24)) == "123456789ABC"
