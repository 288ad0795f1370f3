"""A code on paper: readable by a camera and by those who cannot see it, with no script or style."""

import segno
from pytest import raises

from linli.surface.shell import qr


def test_a_code_says_where_it_leads_and_smuggles_nothing_in():
    drawn = qr.drawn("http://linli.test/report", '3号楼 "报修" <b>')
    assert 'aria-label="3号楼 &quot;报修&quot; &lt;b&gt;"' in drawn
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_it_holds_the_whole_address_with_room_for_damage():
    code = segno.make("http://linli.test/report", error="m", micro=False)
    assert code.error in {"M", "Q", "H"}
    side = code.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in qr.drawn("http://linli.test/report", "x")


def test_too_long_an_address_is_a_mistake_of_ours():
    with raises(ValueError, match="401"):
        qr.drawn("x" * 401, "x")
