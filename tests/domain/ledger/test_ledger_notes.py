"""Signed notes, checkpoints, cosignatures and receipts, by the examples of the specifications."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.tlog.checkpoints import Proof, State, short_code
from linli.kernel.tlog.notes import COSIGNS, BadNote, Note, Signature, Signer, Verifier
from linli.kernel.tlog.tree import ProofFailed, inclusion_proof, leaf_hash, root_over

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2"
    "ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
WITNESS = Signer("witness.example/w1", COSIGNS, bytes(range(32)))
LOG = Signer("example.com/log", 1, bytes(range(1, 33)))


def test_a_key_is_read_and_written_as_in_the_specification():
    verifier = Verifier.parse(VKEY)
    assert (verifier.name, verifier.key_id.hex()) == ("example.com/foo", "530d903a")
    assert str(verifier) == VKEY


def test_the_example_of_the_specification_is_signed_by_its_key_and_no_longer_when_changed():
    verifier, note = Verifier.parse(VKEY), Note.parse(EXAMPLE)
    assert str(note) == EXAMPLE
    assert list(note.signed_by([verifier])) == [verifier]
    with pytest.raises(BadNote, match="false"):
        Note.parse(EXAMPLE.replace("an example", "no example")).signed_by([verifier])


def test_we_sign_what_others_sign_with_the_same_key():
    text = Note.parse(GO_NOTE).text
    assert str(Note(text, (Signer.parse(GO_KEY).sign(text),))) == GO_NOTE


def test_the_example_of_a_checkpoint_is_read():
    note = Note.parse(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrD"
        "JsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    state = State.parse(note.text)
    assert (state.origin, state.size) == ("example.com/behind-the-sofa", 20852163)
    assert state.text == note.text
    assert note.signatures[1].seconds == 1679315147


def test_only_the_right_key_over_the_right_text_has_signed():
    text = "This is an example message.\n"
    note = Note.parse(str(Note(text, (LOG.sign(text), WITNESS.sign(text, at=1679315147)))))
    assert set(note.signed_by([LOG.verifier, WITNESS.verifier])) == {LOG.verifier, WITNESS.verifier}
    assert note.signed_by([Verifier.parse(VKEY)]) == {}
    other = Note("This is another message.\n", note.signatures)
    for verifier in (LOG.verifier, WITNESS.verifier):
        with pytest.raises(BadNote, match="false"):
            other.signed_by([verifier])


def test_a_witness_binds_the_moment_too():
    text = "a\n1\nb\n"
    signed = WITNESS.sign(text, at=1_700_000_000)
    later = Signature(
        signed.name, signed.key_id, (1_700_000_001).to_bytes(8, "big") + signed.signed[8:]
    )
    assert signed.seconds == 1_700_000_000
    assert WITNESS.verifier.accepts(text, signed.signed)
    assert not WITNESS.verifier.accepts(text, later.signed)


def test_one_key_has_another_id_for_each_use():
    as_log = Signer(WITNESS.name, 1, WITNESS.seed).verifier
    assert as_log.public == WITNESS.verifier.public
    assert as_log.key_id != WITNESS.verifier.key_id


def test_a_private_key_is_read_as_it_is_written_and_never_shown():
    assert Signer.parse(WITNESS.text()) == WITNESS
    assert WITNESS.seed.hex() not in repr(WITNESS) and "AAEC" not in repr(WITNESS)


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.com/foo", "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        VKEY.replace("530d903a", "530d903b"),
        VKEY[:-4],
        VKEY.replace("+Aek", "+Bek"),
    ],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadNote):
        Verifier.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name !!!!\n"),
        "text\n\n— name AAAAAAA=",
        "te\rxt\n\n— name AAAAAAA=\n",
        f"{'x' * 70_000}\n\n— name AAAAAAA=\n",
        "text\n\n" + "— name AAAAAAA=\n" * 65,
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadNote):
        Note.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n01\nAAAA\n",
        "a\n-1\nAAAA\n",
        "a\n1\nAAAA\n",
        "a\n1\n\nb\n",
        f"a\n{'9' * 19}\nA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        State.parse(text)


@given(st.integers(1, 40), st.data())
def test_a_receipt_proves_its_leaf_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    hashes = [leaf_hash(b"%d" % number) for number in range(size)]
    state = State("example.com/log", size, root_over(hashes))
    made = inclusion_proof(
        index, size, lambda level, at: root_over(hashes[at << level : (at + 1) << level])
    )
    receipt = Proof(index, tuple(made), Note(state.text, (LOG.sign(state.text),)))
    read = Proof.parse(str(receipt))
    assert read == receipt
    assert read.check(hashes[index]) == state
    assert list(read.note.signed_by([LOG.verifier])) == [LOG.verifier]
    with pytest.raises((BadNote, ProofFailed)):
        read.check(leaf_hash(b"another"))


def test_a_short_code_is_the_beginning_of_the_hash():
    assert short_code(bytes(32)) == "000000000000"
    assert short_code(b"\xff" * 32) == "ZZZZZZZZZZZZ"
    assert short_code(bytes.fromhex("0842108421" * 2) + bytes(22)) == "111111111111"
