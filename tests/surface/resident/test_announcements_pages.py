"""Announcements for residents: listed, read, compared with what stood there before, noted."""

from django.test import Client

from linli.application.announcements import api as announcements
from linli.foundation.facts import api as facts
from linli.kernel import Ref, Words, new_id
from linli.support.notify import api as notify
from surface.resident.community import session_of


def text(response) -> str:
    return response.content.decode()


def correct(life) -> None:
    announcements.correct_announcement(
        by=life.estate.manager,
        announcement=life.announcement,
        title=Words("关于召开第一次业主大会会议的公告", "The first assembly"),
        text=Words("会议定于12月27日召开。\n请各位业主参加。", "On 27 December. Please come."),
        why="日期写错了",
        basis="《民法典》第二百七十八条",
        hang_until=announcements.get_announcement(
            viewer=life.estate.manager, announcement=life.announcement
        ).shown.hang_until,
        key="2",
    )


def note(client, life, version: str = "1"):
    path = f"/announcements/{life.announcement}/seen"
    return client.post(path, {"version": version, "once": new_id()})


def seen_by(life, who) -> bool:
    page = announcements.get_announcement(viewer=who, announcement=life.announcement)
    return page.card.seen_at is not None


def test_it_is_reached_from_the_notices_and_read_in_both_faces(life, auntie):
    assert 'href="/announcements"' in text(auntie.get("/notices"))
    for face in ("standard", "elder"):
        auntie.cookies["face"] = face
        assert f'href="/announcements/{life.announcement}"' in text(auntie.get("/announcements"))
        page = text(auntie.get(f"/announcements/{life.announcement}"))
        assert "请各位业主参加" in page and "《民法典》第二百七十八条" in page


def test_the_message_leads_to_it(life, auntie):
    facts.deliver_all()
    while notify.spread_bulletins(by=life.estate.platform):
        pass
    assert f'href="/announcements/{life.announcement}"' in text(auntie.get("/notices"))


def test_i_have_read_it_is_noted_for_me_alone(life, auntie):
    facts.deliver_all()
    while notify.spread_bulletins(by=life.estate.platform):
        pass
    page = text(auntie.get(f"/announcements/{life.announcement}"))
    assert "我看过了" in page
    assert note(auntie, life)["Location"] == f"/announcements/{life.announcement}"
    assert "不等于同意" in text(auntie.get(f"/announcements/{life.announcement}"))
    assert seen_by(life, life.estate.auntie) and not seen_by(life, life.estate.neighbour)
    about = Ref("announcement", life.announcement)
    inbox = notify.list_inbox(viewer=life.estate.auntie)
    assert all(card.read_at for card in inbox if card.about == about)
    assert "您看过的公告" in text(auntie.get("/me/kept"))


def test_what_a_correction_changed_is_shown_word_by_word(life, auntie):
    correct(life)
    page = text(auntie.get(f"/announcements/{life.announcement}"))
    assert "<del>12月20日</del><ins>12月27日</ins>" in page
    assert "日期写错了" in page
    old = text(auntie.get(f"/announcements/{life.announcement}?version=1"))
    assert "这是旧的一版" in old and "12月20日" in old and "我看过了" not in old
    assert auntie.get(f"/announcements/{life.announcement}?version=9").status_code == 404
    assert note(auntie, life, "1").status_code == 409
    assert not seen_by(life, life.estate.auntie)


def test_a_language_switch_compares_the_english_words(life, auntie):
    correct(life)
    auntie.post("/language", {"language": "en"})
    page = text(auntie.get(f"/announcements/{life.announcement}"))
    assert "<del>20</del><ins>27</ins>" in page


def test_what_was_withdrawn_says_so_first(life, auntie):
    announcements.withdraw(by=life.estate.manager, announcement=life.announcement, why="改期")
    page = text(auntie.get(f"/announcements/{life.announcement}"))
    assert page.index("这份公告已撤回") < page.index("请各位业主参加")
    assert "我看过了" not in page
    assert "已撤回" in text(auntie.get("/announcements"))


def test_a_stranger_reads_what_hangs_on_the_board_and_notes_nothing(life):
    stranger = Client()
    page = text(stranger.get(f"/announcements/{life.announcement}"))
    assert "请各位业主参加" in page and "我看过了" not in page
    assert note(stranger, life).status_code == 302
    assert stranger.get("/announcements/nothing").status_code == 404
    assert stranger.get("/announcements").status_code == 302


def test_a_helper_reads_and_notes_nothing(life):
    helper = Client()
    helper.cookies["sessionid"] = session_of(life.estate.neighbour)
    helper.post(f"/me/helping/{life.trust}")
    assert "我看过了" not in text(helper.get(f"/announcements/{life.announcement}"))
    note(helper, life)
    assert not seen_by(life, life.estate.auntie) and not seen_by(life, life.estate.neighbour)
