"""Others vouch for the ledger: real witnesses sign, get lost, come back, and say no to a fork."""

import json
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from linli.foundation.facts import api as facts
from linli.kernel import ANYONE, Actor, Refused, Role, now
from linli.kernel.clock import held
from linli.kernel.tlog.notes import COSIGNS, Note, Signer, Verifier
from linli.support.ledger import api as ledger
from linli.support.ledger.api import Gathered, NewLeaf
from modules.support.matters_estate import Estate
from witnesses import Ledger, Witness

pytestmark = pytest.mark.processes


def append(estate: Estate, *numbers: int) -> None:
    leaves = [
        NewLeaf(type="rules", assembly="a1", body={"version": number}, key=f"k{number}")
        for number in numbers
    ]
    ledger.append_leaves(by=estate.platform, community=estate.community, leaves=leaves)
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)


def gather(estate: Estate) -> Gathered:
    return ledger.gather_cosignatures(by=estate.platform)


def newest(estate: Estate):
    return ledger.get_checkpoint(viewer=ANYONE, community=estate.community)


def cards(estate: Estate, viewer: Actor = ANYONE):
    return ledger.list_witnesses(viewer=viewer, community=estate.community)


def add(estate: Estate, witness: Witness, *, name: str = "居委会", by: Actor | None = None) -> str:
    return ledger.add_witness(
        by=by or estate.manager,
        community=estate.community,
        name=name,
        url=witness.url,
        vkey=witness.vkey,
    )


@pytest.fixture
def pair(estate: Estate, tmp_path: Path) -> Iterator[tuple[Witness, Witness]]:
    append(estate, 1, 2, 3)
    vkey = ledger.get_log(viewer=ANYONE, community=estate.community).vkey
    made = tuple(
        Witness(tmp_path / name, f"{name}.example/1").start(vkey) for name in ("juwei", "jiedao")
    )
    add(estate, made[0])
    add(estate, made[1], name="街道办")
    yield made
    for one in made:
        one.kill()


def test_both_sign_and_the_checkpoint_carries_it(estate, pair):
    assert gather(estate) == Gathered(given=2)
    assert gather(estate) == Gathered()
    card = newest(estate)
    assert {one.name for one in card.cosigners} == {"居委会", "街道办"}
    signed = Note.parse(card.note).signed_by([one.verifier for one in pair])
    assert set(signed) == {one.verifier for one in pair}
    assert [one.size for one in cards(estate)] == [3, 3]


def test_a_lost_witness_is_seen_asked_again_and_loses_nothing(estate, pair, tmp_path):
    gather(estate)
    ledger.need_witnesses(by=estate.manager, community=estate.community, needed=2)
    pair[1].kill()
    append(estate, 4, 5)
    append(estate, 6)
    assert gather(estate) == Gathered(given=1, failed=1)
    lost = cards(estate)[1]
    assert (lost.size, lost.is_behind, lost.is_refused) == (3, True, False)
    assert "cannot be reached" in lost.trouble
    assert not newest(estate).is_vouched
    assert gather(estate) == Gathered()  # it is left alone for a while
    pair[1].start()
    with held(now() + timedelta(hours=1)):
        assert gather(estate) == Gathered(given=1)
    assert newest(estate).is_vouched and newest(estate).size == 6
    ledger.write_bundle(
        viewer=ANYONE,
        community=estate.community,
        assembly="a1",
        opened=False,
        path=tmp_path / "bundle",
    )
    keys = json.loads((tmp_path / "bundle" / "keys.json").read_text())
    assert keys["witnesses"] == [one.vkey for one in pair] and keys["needed"] == 2
    note = Note.parse((tmp_path / "bundle" / "checkpoint").read_text())
    assert len(note.signed_by(map(Verifier.parse, keys["witnesses"]))) == 2


def test_a_bundle_ends_where_enough_have_signed(estate, pair, tmp_path):
    gather(estate)
    ledger.need_witnesses(by=estate.manager, community=estate.community, needed=1)
    for one in pair:
        one.kill()
    append(estate, 4)
    gather(estate)
    ledger.write_bundle(
        viewer=ANYONE,
        community=estate.community,
        assembly="a1",
        opened=False,
        path=tmp_path / "bundle",
    )
    assert len((tmp_path / "bundle" / "hashes").read_bytes()) == 3 * 32
    assert len((tmp_path / "bundle" / "entries.jsonl").read_text().splitlines()) == 3


def test_who_was_away_while_others_signed_is_asked_from_where_it_stands(estate, pair):
    gather(estate)
    pair[0].kill()
    for number in range(10, 14):
        append(estate, number)
        gather(estate)
    pair[0].start()
    append(estate, 20)
    with held(now() + timedelta(minutes=5)):
        assert gather(estate) == Gathered(given=2)
    assert [one.size for one in cards(estate)] == [8, 8]


def test_who_cannot_be_reached_is_not_asked_at_every_new_state(estate, pair):
    gather(estate)
    pair[0].kill()
    came = []
    for number in range(10, 14):
        append(estate, number)
        came.append(gather(estate))
    assert came == [Gathered(given=1, failed=1), *[Gathered(given=1)] * 3]
    assert "cannot be reached" not in cards(estate)[1].trouble
    with held(now() + timedelta(seconds=11)):
        assert gather(estate) == Gathered(failed=1)


def test_a_witness_that_says_nothing_holds_the_others_up_for_two_seconds(estate, pair):
    mute = Signer.make("mute.example/1", COSIGNS)
    with socket.create_server(("127.0.0.1", 0)) as door:  # takes the question, never answers
        ledger.add_witness(
            by=estate.manager,
            community=estate.community,
            name="mute",
            url=f"http://127.0.0.1:{door.getsockname()[1]}",
            vkey=str(mute.verifier),
        )
        began = time.perf_counter()
        assert gather(estate) == Gathered(given=2, failed=1)
        assert gather(estate) == Gathered()
    assert 1.5 < time.perf_counter() - began < 4.5


def test_a_witness_that_has_seen_another_history_says_no_and_everybody_sees_it(estate, pair):
    stored = signer_of(estate)
    lie = Ledger(stored).grow(3, "another")
    assert pair[0].post(lie.ask(0))[0] == 200
    assert gather(estate) == Gathered(given=1, refused=1)
    card = cards(estate)[0]
    assert card.is_refused and "another history" in card.trouble
    told = [one.kind for one in facts.list_facts(viewer=estate.platform, limit=1000)]
    assert told.count("ledger.cosignature_refused") == 1


def test_a_ledger_put_back_from_an_old_copy_is_caught(estate, pair):
    stored = signer_of(estate)
    longer = Ledger(stored).grow(9, "what was here before")
    assert pair[0].post(longer.ask(0))[0] == 200
    assert gather(estate) == Gathered(given=1, refused=1)
    assert "more than there are here" in cards(estate)[0].trouble


def signer_of(estate: Estate) -> Signer:
    """The ledger's private key, as one with the machine's own powers has it."""
    from linli.support.ledger.models import Log
    from linli.support.ledger.models.sealing import open_signer

    return open_signer(Log.objects.get(community=estate.community).sealed_key, estate.community)


def test_a_witness_that_answers_nonsense_is_asked_again(estate, tmp_path):
    append(estate, 1)
    stranger = Witness(tmp_path / "w", "stranger.example/1")
    other = Witness(tmp_path / "o", "other.example/1", port=stranger.port)
    other.start(ledger.get_log(viewer=ANYONE, community=estate.community).vkey)
    try:
        add(estate, stranger)  # at its address somebody else answers, under another key
        assert gather(estate) == Gathered(failed=1)
        assert "signature is false" in cards(estate)[0].trouble
        assert newest(estate).cosigners == ()
    finally:
        other.kill()


def test_its_key_adds_a_witness_once_and_a_retired_one_vouches_again(estate, pair):
    first = add(estate, pair[0])
    assert len(cards(estate)) == 2
    gather(estate)
    ledger.retire_witness(by=estate.manager, community=estate.community, witness=first)
    ledger.retire_witness(by=estate.manager, community=estate.community, witness=first)
    assert [one.retired_at is None for one in cards(estate)] == [False, True]
    assert [one.name for one in newest(estate).cosigners] == ["街道办"]
    assert add(estate, pair[0], name="居委会 2") == first
    assert len(newest(estate).cosigners) == 2


def test_no_fewer_than_are_needed_remain(estate, pair):
    ledger.need_witnesses(by=estate.manager, community=estate.community, needed=2)
    with pytest.raises(Refused) as refused:
        ledger.retire_witness(
            by=estate.manager, community=estate.community, witness=cards(estate)[0].id
        )
    assert refused.value.code == "conflict"
    assert all(one.retired_at is None for one in cards(estate))
    with pytest.raises(Refused) as refused:
        ledger.need_witnesses(by=estate.manager, community=estate.community, needed=3)
    assert refused.value.field == "needed"
    assert ledger.get_log(viewer=ANYONE, community=estate.community).needed == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"url": "ftp://x.example"}, "url"),
        ({"url": "http://"}, "url"),
        ({"url": "http://user:word@x.example"}, "url"),
        ({"url": f"http://{'x' * 200}"}, "url"),
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"vkey": "nonsense"}, "vkey"),
        ({"vkey": "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"}, "vkey"),
    ],
)
def test_what_is_no_witness_is_refused_at_its_field(estate, more, field):
    append(estate, 1)
    usual = {
        "name": "居委会",
        "url": "http://127.0.0.1:1",
        "vkey": str(Signer.make("w", 4).verifier),
    }
    with pytest.raises(Refused) as refused:
        ledger.add_witness(by=estate.manager, community=estate.community, **{**usual, **more})
    assert refused.value.field == field and cards(estate) == ()


def test_only_those_who_set_them_do_and_see_where_they_are(estate, pair):
    outsiders = (
        estate.auntie,
        estate.clerk,
        Actor("x", frozenset({Role.MANAGER}), "another"),
        ANYONE,
    )
    for by in outsiders:
        for act in (
            lambda by: add(estate, pair[0], by=by),
            lambda by: ledger.retire_witness(
                by=by, community=estate.community, witness=cards(estate)[0].id
            ),
            lambda by: ledger.need_witnesses(by=by, community=estate.community, needed=0),
        ):
            with pytest.raises(Refused) as refused:
                act(by)
            assert refused.value.code == "forbidden"
        assert {one.url for one in cards(estate, by)} == {""}
    assert {one.url for one in cards(estate, estate.manager)} == {one.url for one in pair}
    with pytest.raises(Refused) as refused:
        ledger.retire_witness(by=estate.manager, community=estate.community, witness="nobody")
    assert refused.value.code == "not_found"


def test_what_was_under_way_when_the_process_died_is_asked_again(estate, pair):
    with connection.cursor() as cursor:  # as it stands when `work` is killed in the middle
        cursor.execute("update ledger_cosignature set state = 'asking'")
    assert gather(estate) == Gathered(given=2)
