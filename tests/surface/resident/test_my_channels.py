"""How I am told things: one choice, or one for each kind of news, and a message to try it."""

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, News
from linli.kernel import new_id
from linli.support.notify import api as notify


def text(response) -> str:
    return response.content.decode()


def first_of(life, news: News = News.ALL) -> ChannelKind:
    auntie = life.estate.auntie
    return people.list_channels(viewer=auntie, person=auntie.person, news=news)[0].kind


def test_each_kind_of_news_gets_its_own_way_and_gives_it_back(life, auntie):
    form = {"urgent": "phone", "matters": "sms", "community": "", "rest": "noon"}
    assert auntie.post("/me/channels/each", {**form, "once": new_id()}).status_code == 302
    assert first_of(life, News.URGENT) is ChannelKind.PHONE
    assert first_of(life, News.MATTERS) is ChannelKind.SMS
    assert first_of(life, News.COMMUNITY) is first_of(life)
    page = text(auntie.get("/me/channels/each"))
    assert '<option value="phone" selected>' in page and 'value="noon"' in page
    auntie.post("/me/channels/each", {"once": new_id()})
    assert first_of(life, News.URGENT) is first_of(life)
    viewer = life.estate.auntie
    assert people.get_quiet(viewer=viewer, person=viewer.person) is None


def test_who_has_a_landline_or_none_is_offered_what_works(life, auntie):
    estate = life.estate
    for phone, offered in (("02155501234", {"app", "phone", "paper"}), ("", {"app", "paper"})):
        people.change_person(by=estate.platform, person=estate.auntie.person, phone=phone)
        page = text(auntie.get("/me/channels"))
        assert {kind for kind in ChannelKind if f'name="first" value="{kind}"' in page} == offered
        assert auntie.post("/me/channels", {"first": "sms", "once": new_id()}).status_code == 422


def test_one_press_sends_me_one_to_try(life, auntie):
    before = len(notify.list_inbox(viewer=life.estate.auntie))
    for _ in range(2):
        assert auntie.post("/me/channels/try", {"once": new_id()}).status_code == 302
    assert len(notify.list_inbox(viewer=life.estate.auntie)) == before + 1
