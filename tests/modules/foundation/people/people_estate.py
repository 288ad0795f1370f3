"""People of a small community, and what the tests of them ask again and again."""

import pytest

from linli.foundation.people.api import Relation, actor_for, grant_role, register_person, settle
from linli.foundation.places.api import resolve_place
from linli.kernel import Refused


def flat_at(home, number):
    return resolve_place(viewer=home, text=f"3-2-{number}")[0].id


def new_person(home, name="张三丰", phone="13800001234", **given):
    return register_person(by=home, name=name, phone=phone, **given)


def staff(home, role, name="李经理"):
    person = register_person(by=home, name=name)
    grant_role(by=home, person=person, role=role)
    return actor_for(person=person, community=home.community, strong=True)


def living(home, name, phone, flat, relation=Relation.OWNER):
    person = new_person(home, name, phone)
    settle(by=home, person=person, dwelling=flat, relation=relation)
    return actor_for(person=person, community=home.community)


def refused(code, ask):
    with pytest.raises(Refused) as caught:
        ask()
    assert caught.value.code == code
    return caught.value
