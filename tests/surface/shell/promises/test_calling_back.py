"""Whoever asks to be called back is called, without logging in and not without end."""

from linli.foundation.places.api import create_community
from linli.kernel import system
from linli.support.matters.api import get_matter, list_matters
from surface.shell.promises.visiting import resident, site, text


@site
def test_with_several_communities_one_chooses_whose_desk_to_see(client, community):
    other = create_community(by=system(""), name="银杏苑", phone="010-8888")
    assert 'href="tel:' not in text(client.get("/log-in"))
    assert "银杏苑" in text(client.get("/help"))
    client.post("/community", {"community": other, "next": "/help"})
    assert 'href="tel:0108888"' in text(client.get("/help"))


@site
def test_which_desk_is_shown_is_chosen_anew(client, community):
    other = create_community(by=system(""), name="银杏苑", phone="010-8888")
    seen = []
    for chosen in (community, other, community):
        client.post("/community", {"community": chosen, "next": "/help"})
        seen.append('href="tel:0108888"' in text(client.get("/help")))
    assert seen == [False, True, False]


def wishes(community: str) -> list[str]:
    page = list_matters(viewer=system(community))
    return [matter.category for matter in page]


@site
def test_help_is_asked_for_without_logging_in_and_carries_the_page(client, community):
    assert "028-1234-5678" in text(client.get("/help?page=/style"))
    empty = client.post("/help", {"phone": " ", "words": "灯不亮", "page": "/style"})
    assert empty.status_code == 422
    assert "灯不亮" in text(empty)
    assert wishes(community) == []
    form = {"phone": "8888 0000", "words": "灯不亮", "page": "/style", "once": "k1"}
    done = text(client.post("/help", form, follow=True))
    (matter,) = list_matters(viewer=system(community))
    assert matter.number in done
    assert (matter.category, matter.is_public) == ("call_back", False)
    again = text(client.post("/help", form, follow=True))
    assert matter.number in again
    assert wishes(community) == ["call_back"]
    sheet = get_matter(viewer=system(community), matter=matter.id)
    assert "灯不亮" in sheet.description
    assert "/style" in sheet.description


@site
def test_who_is_logged_in_need_not_type_anything_to_be_called_back(client, community, codes):
    person = resident(community, "张秀英", "13812345678")
    client.post("/log-in", {"phone": "13812345678"})
    client.post("/log-in/code", {"code": codes[0]})
    client.post("/help", {"once": "k2"})
    (matter,) = list_matters(viewer=system(community))
    assert (matter.category, matter.reporter, matter.is_public) == ("call_back", person, False)


@site
def test_a_phone_at_the_door_is_said_back_and_a_short_one_is_counted(client, community, codes):
    resident(community, "张秀英", "13812345678")
    short = client.post("/log-in", {"phone": "１３８１２３４５６７"})
    assert short.status_code == 422
    assert "少了1位" in text(short) and "１３８１２３４５６７" in text(short)
    assert codes == []
    page = text(client.post("/log-in", {"phone": "手机：+86 138-1234-5678"}, follow=True))
    assert "138 1234 5678" in page and len(codes) == 1


@site
def test_who_wants_a_call_hears_the_number_back(client, community):
    wrong = client.post("/help", {"phone": "3-2-401", "words": "x", "once": "k8"})
    assert wrong.status_code == 422 and wishes(community) == []
    page = client.post("/help", {"phone": "０２８ 8888-0000转12", "once": "k9"}, follow=True)
    assert "028-88880000 转 12" in text(page)


@site
def test_strangers_cannot_ask_without_end(client, community):
    from django.core.cache import cache

    cache.clear()
    answers = [
        client.post("/help", {"phone": "8888 0000", "words": str(n), "once": f"n{n}"}).status_code
        for n in range(22)
    ]
    cache.clear()
    assert answers == [302] * 20 + [422] * 2
