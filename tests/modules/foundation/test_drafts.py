"""What somebody has begun is theirs alone, sealed, and gone when its time is up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from linli.foundation.drafts import api as drafts
from linli.foundation.drafts.domain import MOST_DRAFTS, MOST_FILE_BYTES
from linli.foundation.drafts.models import Draft, Parked, ParkedBytes
from linli.foundation.files.api import keep_file, list_files
from linli.kernel import ANYONE, Actor, Refused, Role, system
from linli.kernel.clock import held

HOME = "c" * 20
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
AUNTIE = Actor(person="auntie", roles=frozenset({Role.RESIDENT}), community=HOME)
NEIGHBOUR = Actor(person="neighbour", roles=frozenset({Role.RESIDENT}), community=HOME)
HELPER = Actor(
    person="neighbour", roles=frozenset({Role.RESIDENT}), community=HOME, on_behalf_of="auntie"
)
PLATFORM = system("")
SECRET = "厨房的水管夜里漏水"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with held(NOW):
        yield


def begin(by=AUNTIE, slot="report", **values):
    return drafts.keep_draft(by=by, slot=slot, values=values or {"words": SECRET})


def at(**later):
    return held(NOW + timedelta(**later))


def refused(code, act):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code


def everything_stored():
    with connection.cursor() as cursor:
        cursor.execute("select * from drafts_draft")
        rows = cursor.fetchall()
        cursor.execute("select * from drafts_parked")
        rows += cursor.fetchall()
        cursor.execute("select * from drafts_parked_bytes")
        return repr([tuple(map(bytes_of, row)) for row in rows + cursor.fetchall()])


def bytes_of(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_answers_are_added_to_one_draft_and_the_rest_stays():
    first = begin()
    second = begin(photos=["f1"])
    assert second.id == first.id
    assert second.values == {"words": SECRET, "photos": ["f1"]}
    assert drafts.get_draft(viewer=AUNTIE, slot="report") == second


@pytest.mark.parametrize("other", [NEIGHBOUR, HELPER])
def test_nobody_else_sees_it_not_even_a_helper_or_the_one_it_is_for(other):
    kept = begin()
    assert drafts.get_draft(viewer=other, slot="report") is None
    assert drafts.list_drafts(viewer=other) == ()
    for act in (
        lambda: drafts.find_draft(viewer=other, draft=kept.id),
        lambda: drafts.throw_away_draft(by=other, draft=kept.id),
        lambda: drafts.bring_back_draft(by=other, draft=kept.id),
    ):
        refused("not_found", act)
    assert drafts.get_draft(viewer=AUNTIE, slot="report") == kept
    refused("not_signed_in", lambda: begin(by=ANYONE))


def test_what_was_written_is_not_readable_in_the_database():
    begin()
    drafts.park_form(
        by=ANYONE,
        page="/report/details",
        form="k" * 40,
        values={"words": [SECRET]},
        files=[drafts.ParkedFile("photos", "身份证.jpg", "image/jpeg", b"face of someone")],
    )
    stored = everything_stored()
    for plain in (SECRET, "身份证", "face of someone", "/report/details"):
        assert plain not in stored and repr(plain.encode())[2:-1] not in stored


def test_a_draft_of_one_row_does_not_open_in_another():
    from cryptography.exceptions import InvalidTag

    mine, other = begin(), begin(by=NEIGHBOUR)
    Draft.objects.filter(pk=other.id).update(sealed=Draft.objects.get(pk=mine.id).sealed)
    with pytest.raises(InvalidTag):
        drafts.get_draft(viewer=NEIGHBOUR, slot="report")


def test_it_waits_for_thirty_days_after_the_last_word_and_not_longer():
    begin()
    with at(days=29):
        begin(words="还在写")
    with at(days=58):
        assert drafts.sweep_drafts(by=PLATFORM) == 0
        assert drafts.get_draft(viewer=AUNTIE, slot="report")
    with at(days=59, seconds=1):
        assert drafts.get_draft(viewer=AUNTIE, slot="report") is None
        assert drafts.sweep_drafts(by=PLATFORM) == 1
        assert Draft.objects.count() == 0


def test_the_photos_of_a_forgotten_draft_go_with_it():
    kept = begin()
    keep_file(by=AUNTIE, name="a.pdf", content=b"%PDF-1.4\n%%EOF", about=kept.about)
    with at(days=31):
        drafts.sweep_drafts(by=PLATFORM)
        assert list_files(viewer=AUNTIE, about=kept.about) == ()


def test_thrown_away_it_can_be_brought_back_for_a_day():
    kept = begin()
    drafts.throw_away_draft(by=AUNTIE, draft=kept.id)
    drafts.throw_away_draft(by=AUNTIE, draft=kept.id)
    assert drafts.list_drafts(viewer=AUNTIE) == ()
    assert [one.id for one in drafts.list_drafts(viewer=AUNTIE, thrown_away=True)] == [kept.id]
    with at(hours=23):
        again = drafts.bring_back_draft(by=AUNTIE, draft=kept.id)
        assert (again.values, again.turn) == (kept.values, 1)
        drafts.throw_away_draft(by=AUNTIE, draft=kept.id)
    with at(hours=47, seconds=1):
        refused("gone", lambda: drafts.bring_back_draft(by=AUNTIE, draft=kept.id))
        assert drafts.sweep_drafts(by=PLATFORM) == 1


def test_what_was_begun_meanwhile_is_set_aside_and_not_lost():
    old = begin()
    drafts.throw_away_draft(by=AUNTIE, draft=old.id)
    new = begin(words="另一件事")
    drafts.bring_back_draft(by=AUNTIE, draft=old.id)
    assert drafts.get_draft(viewer=AUNTIE, slot="report").id == old.id
    assert [one.id for one in drafts.list_drafts(viewer=AUNTIE, thrown_away=True)] == [new.id]


def test_handed_in_it_is_found_by_what_it_became():
    kept = begin()
    drafts.throw_away_draft(by=AUNTIE, draft=kept.id, became="matter-1")
    assert drafts.draft_that_became(viewer=AUNTIE, became="matter-1").id == kept.id
    assert drafts.draft_that_became(viewer=NEIGHBOUR, became="matter-1") is None
    assert drafts.list_drafts(viewer=AUNTIE, thrown_away=True) == ()


def test_drafts_are_bounded():
    refused("too_large", lambda: begin(words="长" * 30_000))
    for number in range(MOST_DRAFTS):
        begin(slot=f"message:{number}")
    refused("too_many", lambda: begin(slot="message:one-more"))
    assert Draft.objects.count() == MOST_DRAFTS


def park(form="k" * 40, content=b"photo"):
    return drafts.park_form(
        by=ANYONE,
        page="/report/details",
        form=form,
        values={"words": [SECRET]},
        files=[drafts.ParkedFile("photos", "a.jpg", "image/jpeg", content)],
    )


def test_a_parked_form_is_there_whole_for_a_day():
    parked = park()
    found = drafts.find_parked(viewer=AUNTIE, parked=parked)
    assert (found.page, found.values, found.files) == (
        "/report/details",
        {"words": [SECRET]},
        ("a.jpg",),
    )
    assert drafts.read_parked_files(viewer=AUNTIE, parked=parked)[0].content == b"photo"
    with at(hours=24):
        assert drafts.find_parked(viewer=AUNTIE, parked=parked) is None
        assert drafts.read_parked_files(viewer=AUNTIE, parked=parked) == ()
        assert drafts.sweep_drafts(by=PLATFORM) == 1
    assert (Parked.objects.count(), ParkedBytes.objects.count()) == (0, 0)


def test_the_same_form_is_parked_once_and_too_large_files_are_left_out():
    park()
    parked = park(content=b"x" * (MOST_FILE_BYTES + 1))
    assert Parked.objects.count() == 1
    found = drafts.find_parked(viewer=AUNTIE, parked=parked)
    assert (found.values, found.files) == ({"words": [SECRET]}, ())


def test_only_the_platform_sweeps():
    refused("forbidden", lambda: drafts.sweep_drafts(by=AUNTIE))
