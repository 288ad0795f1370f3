"""The public ledger as people and programs find it, without logging in."""

import io
import json
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client

from linli.kernel import ANYONE
from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import Note, Signer, Verifier
from linli.kernel.tlog.tree import leaf_hash
from linli.support.ledger import api as ledger
from linli.support.ledger.api import NewLeaf
from linli.surface.shell import qr
from surface.resident.community import Life

SECRET = "不公开的选择"


@pytest.fixture
def place(life: Life) -> str:
    """The address of a ledger with a ballot and two more leaves."""
    community = life.estate.community
    ballot = NewLeaf(
        type="ballot",
        assembly="a1",
        body={"voter": "0123456789abcdef", "channel": "paper"},
        record={"choices": {"m1": SECRET}},
        key="b1",
    )
    rules = [
        NewLeaf(type="rules", assembly=f"a{n}", body={"version": n}, key=f"r{n}") for n in (1, 2)
    ]
    ledger.append_leaves(by=life.estate.platform, community=community, leaves=[ballot, *rules])
    ledger.sign_checkpoint(by=life.estate.platform, community=community)
    return f"/ledger/{community}"


@pytest.fixture
def stranger(db) -> Client:
    cache.clear()
    return Client()


def test_the_page_says_how_much_is_in_it_and_how_one_checks(stranger, place):
    text = stranger.get(place).content.decode()
    assert "3 条" in text and "公告栏" in text
    assert f'href="{place}/board"' in text and SECRET not in text


def test_an_empty_ledger_has_a_page_and_another_community_has_none(stranger, life):
    answer = stranger.get(f"/ledger/{life.estate.community}")
    assert answer.status_code == 200 and "里面还没有内容" in answer.content.decode()
    for path in ("", "/board", "/checkpoint", "/tile/0/000", "/bundle/a1.zip"):
        assert stranger.get(f"/ledger/nowhere{path}").status_code == 404


def test_a_checkpoint_is_a_signed_note_for_programs(stranger, place, life):
    answer = stranger.get(f"{place}/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=5"
    log = ledger.get_log(viewer=ANYONE, community=life.estate.community)
    note = Note.parse(answer.content.decode())
    assert list(note.signed_by([Verifier.parse(log.vkey)]))
    assert State.parse(note.text).size == 3


def test_tiles_never_change_and_hold_no_private_record(stranger, place):
    hashes = stranger.get(f"{place}/tile/0/000.p/3")
    entries = stranger.get(f"{place}/tile/entries/000.p/3").content
    assert "immutable" in hashes["Cache-Control"] and hashes["Content-Type"].endswith(
        "octet-stream"
    )
    length = int.from_bytes(entries[:2], "big")
    assert leaf_hash(entries[2 : 2 + length]) == hashes.content[:32]
    assert SECRET.encode() not in entries
    for path in ("0/000", "0/000.p/4", "0/..%2f000", "x", "entries/001.p/1"):
        assert stranger.get(f"{place}/tile/{path}").status_code == 404


def test_whoever_is_logged_in_gets_the_same_bytes_to_be_kept_by_anyone(auntie, stranger, place):
    for path in ("checkpoint", "tile/0/000.p/3"):
        ours, theirs = auntie.get(f"{place}/{path}"), stranger.get(f"{place}/{path}")
        assert ours.content == theirs.content
        assert ours["Cache-Control"] == theirs["Cache-Control"]


def test_a_bundle_is_downloaded_and_never_opened(stranger, place):
    answer = stranger.get(f"{place}/bundle/a1.zip")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert json.loads(archive.read("bundle.json"))["opened"] is False
        assert "opened.jsonl" not in archive.namelist()
        assert SECRET.encode() not in b"".join(map(archive.read, archive.namelist()))
        assert len(archive.read("entries.jsonl").splitlines()) == 2
    assert stranger.get(f"{place}/bundle/none.zip").status_code == 404


def test_bundles_are_given_often_but_not_without_end(stranger, place):
    said = [stranger.get(f"{place}/bundle/a1.zip").status_code for _ in range(61)]
    assert said == [200] * 60 + [429]
    assert stranger.get(f"{place}/checkpoint").status_code == 200


def test_the_sheet_for_the_board_carries_the_signed_state(stranger, place, life):
    page = stranger.get(f"{place}/board").content.decode()
    card = ledger.get_checkpoint(viewer=ANYONE, community=life.estate.community)
    assert qr.drawn(card.plain, "账本现在的样子，已签名") in page
    assert " ".join(card.code[at : at + 4] for at in (0, 4, 8)) in page


def test_a_witness_is_named_and_how_it_stands(stranger, place, life):
    ledger.add_witness(
        by=life.estate.manager,
        community=life.estate.community,
        name="梧桐居委会",
        url="http://127.0.0.1:1/secret-path",
        vkey=str(Signer.make("juwei.example/1", 4).verifier),
    )
    text = stranger.get(place).content.decode()
    assert "梧桐居委会" in text and "还没有签" in text and "secret-path" not in text
