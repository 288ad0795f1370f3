"""Whom the pages meet, and what the tests of them ask again and again."""

import pytest

from linli.foundation.people.api import register_person, settle
from linli.foundation.places.api import PlaceKind, add_place
from linli.kernel import system

BANNED = ("非法", "无效", "错误代码", "参数", "系统异常", "格式错误", "必填项")
site = pytest.mark.usefixtures("community", "urls")


def text(response) -> str:
    return response.content.decode()


def resident(community: str, name: str, phone: str) -> str:
    desk = system(community)
    building = add_place(by=desk, kind=PlaceKind.BUILDING, parent=community, number=str(len(name)))
    home = add_place(by=desk, kind=PlaceKind.DWELLING, parent=building, number="101")
    person = register_person(by=desk, name=name, phone=phone)
    settle(by=desk, person=person, dwelling=home, relation="owner")
    return person
