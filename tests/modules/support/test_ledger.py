"""The public ledger only grows, proves what is in it, and keeps private what is private."""

import json
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, connection, transaction

from linli.foundation.places import api as places
from linli.kernel import ANYONE, Actor, Refused, Role, system
from linli.kernel.clock import ago, held
from linli.kernel.tlog.checkpoints import Proof, State, short_code
from linli.kernel.tlog.notes import Note, Verifier
from linli.kernel.tlog.tree import leaf_hash, root_over
from linli.support.ledger import api as ledger
from linli.support.ledger.api import NewLeaf
from modules.support.matters_estate import Estate

BALLOT = {"voter": "0123456789abcdef", "channel": "web"}
RECORD = {"owner": "0123456789abcdef", "choices": {"m1": "for"}, "area": "88.80"}


def leaf(number: int = 1, **more) -> NewLeaf:
    usual = {"type": "rules", "body": {"pack": "cn-base", "version": number}, "key": f"k{number}"}
    return NewLeaf(**{"assembly": "a1", **usual, **more})


def append(estate: Estate, *leaves: NewLeaf, by: Actor | None = None):
    return ledger.append_leaves(
        by=by or estate.platform, community=estate.community, leaves=leaves or [leaf()]
    )


def ballot(estate: Estate, key: str = "b1", **more):
    usual = {"type": "ballot", "assembly": "a1", "body": BALLOT, "record": RECORD, "key": key}
    return append(estate, NewLeaf(**{**usual, **more}))[0]


def sign(estate: Estate):
    return ledger.sign_checkpoint(by=estate.platform, community=estate.community)


def size(estate: Estate) -> int:
    try:
        return ledger.get_log(viewer=ANYONE, community=estate.community).size
    except Refused:
        return 0


def entries(estate: Estate, path: str = "tile/entries/000.p/1") -> list[bytes]:
    given = ledger.read_tile(viewer=ANYONE, community=estate.community, path=path).content
    found = []
    while given:
        length = int.from_bytes(given[:2], "big")
        found.append(given[2 : 2 + length])
        given = given[2 + length :]
    return found


def test_a_leaf_says_what_it_is_its_number_and_when(estate):
    card = append(estate)[0]
    sign(estate)
    (text,) = entries(estate)
    assert json.loads(text) == {
        "type": "rules",
        "assembly": "a1",
        "seq": 1,
        "at": card.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{card.at.microsecond // 1000:03d}Z",
        "pack": "cn-base",
        "version": 1,
    }
    assert (card.index, card.seq, card.salt) == (0, 1, "")
    assert card.hash == leaf_hash(text).hex()
    assert card.code == short_code(leaf_hash(text))


def test_numbers_have_no_gap_within_an_assembly_and_run_through_in_the_ledger(estate):
    cards = [
        *append(estate, leaf(1), leaf(2, assembly="a2"), leaf(3)),
        *append(estate, leaf(4, assembly=""), leaf(5, assembly="a2")),
    ]
    assert [card.index for card in cards] == [0, 1, 2, 3, 4]
    assert [(card.assembly, card.seq) for card in cards] == [
        *(("a1", 1), ("a2", 1), ("a1", 2), ("", 1), ("a2", 2))
    ]


def test_the_same_key_appends_nothing_twice(estate):
    one = ballot(estate)
    assert ballot(estate) == one
    assert append(estate, leaf(2), leaf(2))[0].index == 1
    assert size(estate) == 2
    assert ledger.get_leaf(viewer=estate.platform, community=estate.community, key="b1") == one


def test_a_private_record_is_only_committed_to(estate):
    card = ballot(estate)
    sign(estate)
    (text,) = entries(estate)
    canonical = b'{"area":"88.80","choices":{"m1":"for"},"owner":"0123456789abcdef"}'
    assert (
        json.loads(text)["commitment"] == sha256(bytes.fromhex(card.salt) + canonical).hexdigest()
    )
    assert b"choices" not in text
    with connection.cursor() as cursor:
        cursor.execute("select sealed, text from ledger_leaf")
        (stored,) = cursor.fetchall()
    assert b"choices" not in bytes(stored[0]) + bytes(stored[1])
    assert bytes.fromhex(card.salt) not in bytes(stored[0])


def test_two_equal_ballots_look_different(estate):
    first, second = ballot(estate), ballot(estate, "b2")
    assert first.salt != second.salt
    sign(estate)
    commitments = {
        json.loads(text)["commitment"] for text in entries(estate, "tile/entries/000.p/2")
    }
    assert len(commitments) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"type": "gossip"}, "no leaf of type"),
        ({"record": {"a": 1}}, "some types only"),
        ({"type": "ballot"}, "some types only"),
        ({"body": {"seq": 7}}, "writes seq by itself"),
        ({"body": {"area": 88.8}}, "decimals as text"),
        ({"body": {"areas": [{"a": 0.5}]}}, "decimals as text"),
        ({"body": {"n": 2**60}}, "is no JSON"),
        ({"body": {"words": "\ud800"}}, "is no JSON"),
        ({"body": {"when": object()}}, "is no JSON"),
        ({"body": {"words": "x" * 70_000}}, "longer than"),
        ({"key": ""}, "needs a key"),
        ({"key": "x" * 161}, "needs a key"),
        ({"assembly": "x" * 41}, "needs a key"),
        ({"at": ago(days=-1)}, "has not happened yet"),
    ],
)
def test_what_cannot_be_a_leaf_is_refused_by_its_number_and_nothing_is_appended(
    estate, more, words
):
    with pytest.raises(Refused, match=words) as refused:
        append(estate, leaf(1), leaf(2, **more))
    assert refused.value.field == "leaves[1]"
    assert size(estate) == 0


def test_more_than_ten_thousand_at_once_are_refused(estate):
    with pytest.raises(Refused, match="10000") as refused:
        append(estate, *(leaf(number) for number in range(10_001)))
    assert refused.value.code == "too_many" and size(estate) == 0


def test_when_it_happened_is_kept_when_it_is_said_later(estate):
    at = ago(hours=3)
    assert ballot(estate, at=at).at == at


@pytest.mark.parametrize("who", ["of another community", "nobody"])
def test_only_who_acts_here_appends(estate, who):
    by = Actor("x", frozenset({Role.OWNER}), "another") if who != "nobody" else ANYONE
    with pytest.raises(Refused) as refused:
        append(estate, by=by)
    assert refused.value.code == "not_found" and size(estate) == 0


def test_the_database_keeps_what_was_appended_and_signed(estate):
    append(estate, *(leaf(number) for number in range(256)))
    sign(estate)
    for table in ("ledger_leaf", "ledger_tile", "ledger_checkpoint"):
        for change in (f"delete from {table}", f"update {table} set id = id + 1000"):
            with (
                pytest.raises(DatabaseError, match="only grows"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)
    assert size(estate) == 256 == State.parse(note_of(estate).text).size


def note_of(estate: Estate) -> Note:
    return Note.parse(ledger.get_checkpoint(viewer=ANYONE, community=estate.community).note)


def test_what_is_signed_is_the_root_of_all_leaves(estate):
    cards = append(estate, *(leaf(number) for number in range(300)))
    signed = sign(estate)
    assert signed is not None
    log = ledger.get_log(viewer=ANYONE, community=estate.community)
    state = State.parse(note_of(estate).text)
    assert (state.origin, state.size) == (log.origin, 300)
    assert state.root == root_over([bytes.fromhex(card.hash) for card in cards])
    verifier = Verifier.parse(log.vkey)
    assert list(note_of(estate).signed_by([verifier])) == [verifier]
    assert sign(estate) == signed


def test_an_empty_ledger_signs_nothing(estate):
    assert sign(estate) is None
    with pytest.raises(Refused) as refused:
        ledger.get_checkpoint(viewer=ANYONE, community=estate.community)
    assert refused.value.code == "not_found"


def test_each_community_has_a_ledger_and_a_key_of_its_own(estate):
    other = places.create_community(by=system(""), name="别处", phone="021-5550-0001")
    append(estate)
    ledger.append_leaves(by=system(other), community=other, leaves=[leaf()])
    here, there = (
        ledger.get_log(viewer=ANYONE, community=one) for one in (estate.community, other)
    )
    assert here.vkey != there.vkey and here.origin != there.origin


def test_the_private_key_is_not_in_the_database_as_it_is(estate):
    append(estate)
    with connection.cursor() as cursor:
        cursor.execute("select sealed_key from ledger_log")
        ((sealed,),) = cursor.fetchall()
    assert b"PRIVATE" not in bytes(sealed)


@pytest.mark.parametrize("who", ["auntie", "manager"])
def test_only_the_platform_signs(estate, who):
    append(estate)
    with pytest.raises(Refused) as refused:
        ledger.sign_checkpoint(by=getattr(estate, who), community=estate.community)
    assert refused.value.code == "forbidden"
    with pytest.raises(Refused):
        note_of(estate)


def test_nothing_is_signed_over_hashes_that_no_longer_fit(estate):
    append(estate, leaf(1), leaf(2), leaf(3))
    before = sign(estate)
    with connection.cursor() as cursor:  # somebody with the database's own powers
        for trigger in triggers_of(cursor, "ledger_leaf"):
            cursor.execute(trigger)
        cursor.execute("update ledger_leaf set hash = %s where seq = 1", [b"x" * 32])
    append(estate, leaf(4))
    with pytest.raises(Refused, match="does not fit") as refused:
        sign(estate)
    assert refused.value.code == "conflict"
    after = ledger.get_checkpoint(viewer=ANYONE, community=estate.community)
    assert before is not None and after.note == before.note


def triggers_of(cursor, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        at_once = "set constraints all immediate"  # or the table counts as in use
        return [at_once, f"alter table {table} disable trigger user"]
    return [f"drop trigger {table}_kept"]


def test_a_receipt_proves_its_leaf_offline_without_showing_it(estate):
    append(estate, *(leaf(number) for number in range(260)))
    card = ballot(estate)
    append(estate, leaf(999))
    sign(estate)
    receipt = ledger.get_receipt(viewer=ANYONE, community=estate.community, index=card.index)
    proof = Proof.parse(receipt.proof)
    assert proof.check(bytes.fromhex(card.hash)).size == 262
    log = ledger.get_log(viewer=ANYONE, community=estate.community)
    assert list(proof.note.signed_by([Verifier.parse(log.vkey)]))
    assert receipt.code == card.code
    assert receipt.qr == f"{log.origin} {card.index} {card.hash}"
    assert card.salt not in receipt.proof


def test_a_receipt_is_there_once_the_leaf_is_signed(estate):
    append(estate)
    for index, code in ((0, "unavailable"), (1, "not_found"), (-1, "not_found")):
        with pytest.raises(Refused) as refused:
            ledger.get_receipt(viewer=ANYONE, community=estate.community, index=index)
        assert refused.value.code == code


def test_tiles_are_those_of_the_specification_and_only_what_is_signed(estate):
    cards = append(estate, *(leaf(number) for number in range(258)))
    hashes = b"".join(bytes.fromhex(card.hash) for card in cards)
    sign(estate)
    append(estate, leaf(999))

    def read(path: str) -> bytes:
        return ledger.read_tile(viewer=ANYONE, community=estate.community, path=path).content

    assert read("tile/0/000") == hashes[: 256 * 32]
    assert read("tile/0/001.p/2") == hashes[256 * 32 :]
    assert read("tile/0/001.p/1") == hashes[256 * 32 : 257 * 32]
    whole = [bytes.fromhex(card.hash) for card in cards[:256]]
    assert read("tile/1/000.p/1") == root_over(whole)
    assert leaf_hash(entries(estate, "tile/entries/001.p/2")[1]).hex() == cards[257].hash
    for path in ("tile/0/001.p/3", "tile/0/002.p/1", "tile/2/000.p/1", "tile/0/001", "nonsense"):
        with pytest.raises(Refused) as refused:
            read(path)
        assert refused.value.code == "not_found"


def bundle(estate: Estate, path, *, viewer: Actor = ANYONE, assembly: str = "a1", opened=False):
    ledger.write_bundle(
        viewer=viewer, community=estate.community, assembly=assembly, opened=opened, path=path
    )
    return path


def test_a_bundle_holds_the_files_of_the_page(estate, tmp_path):
    append(estate, *(leaf(number, assembly=f"a{number % 2}") for number in range(300)))
    first = sign(estate)
    ballot(estate)
    sign(estate)
    folder = bundle(estate, tmp_path / "bundle")
    assert {each.name for each in folder.iterdir()} == {
        *("bundle.json", "checkpoint", "history.jsonl", "keys.json", "hashes", "entries.jsonl")
    }
    state = State.parse(Note.parse((folder / "checkpoint").read_text()).text)
    hashes = (folder / "hashes").read_bytes()
    parts = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    assert (state.size, root_over(parts)) == (301, state.root)
    lines = [json.loads(text) for text in (folder / "entries.jsonl").read_text().splitlines()]
    assert [line["leaf"]["seq"] for line in lines] == list(range(1, 152))
    assert all(line["leaf"]["assembly"] == "a1" for line in lines)
    raw = (folder / "entries.jsonl").read_bytes().splitlines()[-1]
    assert leaf_hash(raw.split(b'"leaf":', 1)[1][:-1]) == parts[lines[-1]["index"]]
    history = [json.loads(text) for text in (folder / "history.jsonl").read_text().splitlines()]
    assert first is not None and history == [{"note": first.plain}]
    about = json.loads((folder / "bundle.json").read_text())
    assert (about["format"], about["opened"], about["assembly"]) == ("linli-bundle/1", False, "a1")
    keys = json.loads((folder / "keys.json").read_text())
    log = ledger.get_log(viewer=ANYONE, community=estate.community)
    assert keys == {"log": log.vkey, "witnesses": [], "needed": 0}


def test_an_opened_bundle_opens_every_commitment_for_scrutineers_only(estate, tmp_path):
    card = ballot(estate)
    append(estate)
    sign(estate)
    council = Actor("c", frozenset({Role.COUNCIL}), estate.community)
    folder = bundle(estate, tmp_path / "bundle", viewer=council, opened=True)
    (line,) = (folder / "opened.jsonl").read_text().splitlines()
    assert json.loads(line) == {"seq": 1, "salt": card.salt, "record": RECORD}
    for viewer in (ANYONE, estate.auntie, Actor("c", frozenset({Role.COUNCIL}), "another")):
        with pytest.raises(Refused) as refused:
            bundle(estate, tmp_path / "not", viewer=viewer, opened=True)
        assert refused.value.code == "forbidden"
    assert not (tmp_path / "not").exists()


def test_a_bundle_is_one_file_when_its_name_ends_in_zip(estate, tmp_path):
    append(estate)
    sign(estate)
    plain = bundle(estate, tmp_path / "bundle")
    with ZipFile(bundle(estate, tmp_path / "bundle.zip")) as archive:
        for name in ("checkpoint", "hashes", "entries.jsonl", "keys.json", "history.jsonl"):
            assert archive.read(name) == (plain / name).read_bytes()


def test_there_is_no_bundle_of_what_is_not_in_the_ledger(estate, tmp_path):
    append(estate)
    for assembly in ("a1", "a2"):  # not signed yet, and not there at all
        with pytest.raises(Refused) as refused:
            bundle(estate, tmp_path / "bundle", assembly=assembly)
        assert refused.value.code == "not_found"


def test_a_clock_set_back_changes_no_number(estate):
    append(estate)
    with held(ago(days=2)):
        assert append(estate, leaf(2))[0].seq == 2
