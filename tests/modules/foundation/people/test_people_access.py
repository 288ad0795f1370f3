"""Coming in is easy for those who live here and hard for everyone else."""

from datetime import timedelta

import pyotp
import pytest

from linli.foundation.people.api import (
    Relation,
    actor_for,
    confirm_totp,
    enrol_totp,
    get_sign_in,
    give_password,
    grant_role,
    register_person,
    request_code,
    reset_totp,
    revoke_role,
    set_password,
    settle,
    sign_in_staff,
    sweep_sign_ins,
    use_code_sender,
    verify_code,
)
from linli.foundation.people.models import Attempt, Credential, LoginCode
from linli.foundation.places.api import PlaceLine, create_community, lay_out, resolve_place
from linli.kernel import ANYONE, Refused, Role, now, system
from linli.kernel.clock import held

pytestmark = pytest.mark.django_db
PHONE = "13800001234"
PASSWORD = "correct horse battery"


@pytest.fixture
def box():
    """A letter box instead of SMS."""
    letters = []

    def send(**letter):
        letters.append(letter)

    use_code_sender(send)
    yield letters
    use_code_sender(None)


@pytest.fixture
def home():
    actor = system(create_community(by=system(""), name="邻里花园"))
    lay_out(by=actor, lines=[PlaceLine(building="3", entrance="2", dwelling="401")])
    return actor


@pytest.fixture
def owner(home):
    return living(home, "张三", PHONE)


def living(home, name, phone):
    person = register_person(by=home, name=name, phone=phone)
    flat = resolve_place(viewer=home, text="3-2-401")[0].id
    settle(by=home, person=person, dwelling=flat, relation=Relation.OWNER)
    return person


def ask(phone=PHONE, **given):
    return request_code(by=ANYONE, phone=phone, **given)


def verify(code, phone=PHONE, **given):
    return verify_code(by=ANYONE, phone=phone, code=code, **given)


def refused(code, act):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def test_a_code_opens_the_door_once(home, owner, box):
    ask("+86 138-0000-1234")
    (letter,) = box
    assert (letter["phone"], letter["person"], letter["minutes"]) == (PHONE, owner, 10)
    came_in = verify(" ".join(letter["code"]))
    assert came_in.person == owner and came_in.communities == (home.community,)
    assert not came_in.strong and came_in.others == ()
    refused("invalid", lambda: verify(letter["code"]))


def test_codes_are_not_kept_in_the_clear(home, owner, box):
    ask()
    stored = repr(list(LoginCode.objects.values()))
    assert box[0]["code"] not in stored and PHONE not in stored


def test_nobody_learns_whether_a_phone_is_known(home, owner, box):
    assert ask(PHONE) == ask("13999999999")
    assert [letter["phone"] for letter in box] == [PHONE]
    unknown = refused("invalid", lambda: verify("000000", "13999999999"))
    wrong = "000000" if box[0]["code"] != "000000" else "111111"
    known = refused("invalid", lambda: verify(wrong))
    assert (unknown.message, unknown.params) == (known.message, known.params)
    never = refused("invalid", lambda: verify("000000", "13777777777"))
    assert never.field == "code"


def test_someone_without_home_role_or_trust_is_as_unknown(home, box):
    register_person(by=home, name="路人", phone=PHONE)
    ask()
    assert box == []


def test_a_code_ends_after_ten_minutes_or_five_wrong_tries(home, owner, box):
    ask()
    with held(now() + timedelta(minutes=10, seconds=1)):
        refused("invalid", lambda: verify(box[0]["code"]))
    wrong = f"{(int(box[0]['code']) + 1) % 10**6:06}"
    for left in (4, 3, 2, 1, 0):
        assert refused("invalid", lambda: verify(wrong)).params == {"left": left}
    refused("invalid", lambda: verify(box[0]["code"]))
    ask()
    assert verify(box[1]["code"]).person == owner


def test_only_the_newest_code_counts(home, owner, box):
    start = now()
    with held(start):
        ask()
    with held(start + timedelta(seconds=1)):
        ask()
        if box[0]["code"] != box[1]["code"]:
            refused("invalid", lambda: verify(box[0]["code"]))
        assert verify(box[1]["code"]).person == owner


def test_too_many_codes_for_one_phone_are_explained_and_end(home, owner, box):
    start = now()
    with held(start):
        for _ in range(11):
            ask()
        stop = refused("too_many", ask)
        assert stop.params == {"most": 11, "minutes": 60} and "60 minutes" in str(stop)
        assert len(box) == 11 and LoginCode.objects.count() == 11
        ask("13900000000")
    with held(start + timedelta(minutes=61)):
        ask()


def test_unknown_phones_are_limited_just_the_same(home, box):
    for _ in range(11):
        ask()
    refused("too_many", ask)


def test_one_connection_cannot_ask_for_everybody(home, box):
    for number in range(60):
        ask(f"139{number:08}", address="203.0.113.5")
    refused("too_many", lambda: ask("13812345678", address="203.0.113.5"))
    ask("13812345678", address="203.0.113.6")
    ask("13812345678")


def test_without_a_sender_the_desk_is_named(home, owner):
    assert "desk" in refused("unavailable", ask).message
    assert not LoginCode.objects.exists()


def test_a_phone_shared_by_two_lets_them_choose(home, owner, box):
    wife = living(home, "李四", PHONE)
    ask()
    came_in = verify(box[0]["code"])
    assert {came_in.person, *(other.person for other in came_in.others)} == {owner, wife}


def test_a_phone_alone_never_opens_the_desk(home, owner, box):
    grant_role(by=home, person=owner, role=Role.MANAGER)
    ask()
    came_in = verify(box[0]["code"])
    actor = actor_for(person=came_in.person, community=home.community, strong=came_in.strong)
    assert actor.roles == {Role.OWNER, Role.RESIDENT}


@pytest.fixture
def manager(home):
    person = register_person(by=home, name="李经理", phone=PHONE)
    grant_role(by=home, person=person, role=Role.MANAGER)
    set_password(by=home, person=person, password=PASSWORD, login="Manager")
    return person


def sign_in(login="manager", password=PASSWORD, totp="", **given):
    return sign_in_staff(by=ANYONE, login=login, password=password, totp=totp, **given)


def totp_at(secret, moment):
    return pyotp.TOTP(secret).at(moment)


def test_staff_come_in_with_password_and_second_factor(home, manager):
    secret = enrol_totp(by=home, person=manager).secret
    start = now()
    for step, login in enumerate(("manager", " MANAGER ", "138 0000 1234", "+86 13800001234")):
        moment = start + timedelta(minutes=step + 1)
        with held(moment):
            came_in = sign_in(login, totp=totp_at(secret, moment))
        assert came_in.person == manager and came_in.strong
        assert came_in.communities == (home.community,)
    actor = actor_for(person=manager, community=home.community, strong=came_in.strong)
    assert actor.has(Role.MANAGER)


def test_a_second_factor_counts_once(home, manager):
    secret = enrol_totp(by=home, person=manager).secret
    moment = now()
    with held(moment):
        code = totp_at(secret, moment)
        sign_in(totp=code)
        refused("invalid", lambda: sign_in(totp=code))
        earlier = totp_at(secret, moment - timedelta(seconds=30))
        if earlier != code:
            refused("invalid", lambda: sign_in(totp=earlier))
    with held(moment + timedelta(seconds=60)):
        assert sign_in(totp=totp_at(secret, now())).strong


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_clock_a_little_off_is_forgiven(home, manager, drift):
    secret = enrol_totp(by=home, person=manager).secret
    moment = now()
    with held(moment):
        assert sign_in(totp=totp_at(secret, moment + timedelta(seconds=drift))).strong


def test_password_name_and_code_fail_alike(home, manager):
    secret = enrol_totp(by=home, person=manager).secret
    moment = now()
    with held(moment):
        good = totp_at(secret, moment)
        bad = f"{(int(good) + 1) % 10**6:06}"
        answers = [
            refused("invalid", lambda: sign_in("nobody", totp=good)),
            refused("invalid", lambda: sign_in("13999999999", totp=good)),
            refused("invalid", lambda: sign_in(password="wrong password", totp=good)),
            refused("invalid", lambda: sign_in(totp=bad)),
            refused("invalid", lambda: sign_in(totp="")),
            refused("invalid", lambda: sign_in(password="x" * 100_000, totp=good)),
        ]
    assert len({(a.message, a.field, str(a.params)) for a in answers}) == 1


def test_wrong_passwords_make_one_wait_but_lock_nobody_out(home, manager):
    secret = enrol_totp(by=home, person=manager).secret
    start = now()
    with held(start):
        for _ in range(10):
            refused("invalid", lambda: sign_in(password="wrong password"))
        stop = refused("too_many", lambda: sign_in(totp=totp_at(secret, start)))
        assert stop.params["minutes"] == 15
    later = start + timedelta(minutes=16)
    with held(later):
        assert sign_in(totp=totp_at(secret, later)).strong
        assert Attempt.objects.filter(kind="try_login", at__gte=later).count() == 0


def test_a_connection_that_guesses_must_wait(home, manager):
    for number in range(100):
        refused("invalid", lambda n=number: sign_in(f"name{n}", address="203.0.113.5"))
    refused("too_many", lambda: sign_in("fresh", address="203.0.113.5"))
    refused("invalid", lambda: sign_in("fresh", address="203.0.113.6"))


def test_without_a_second_factor_one_must_enrol_first(home, manager):
    came_in = sign_in()
    assert came_in.must_enrol and not came_in.strong
    weak = actor_for(person=manager, community=home.community, strong=came_in.strong)
    assert weak.roles == frozenset()
    refused("invalid", lambda: enrol_totp(by=weak, person=manager, password="wrong password"))
    enrolment = enrol_totp(by=weak, person=manager, password=PASSWORD)
    assert enrolment.secret in enrolment.uri and "Linli" in enrolment.uri
    assert sign_in().must_enrol
    moment = now()
    with held(moment):
        code = totp_at(enrolment.secret, moment)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        refused(
            "invalid",
            lambda: confirm_totp(by=weak, person=manager, password=PASSWORD, totp=wrong),
        )
        confirm_totp(by=weak, person=manager, password=PASSWORD, totp=code)
        refused("invalid", lambda: sign_in(totp=code))
    with held(moment + timedelta(seconds=60)):
        assert sign_in(totp=totp_at(enrolment.secret, now())).strong
    refused("conflict", lambda: enrol_totp(by=weak, person=manager, password=PASSWORD))


def test_guessing_the_password_by_enrolling_is_limited_too(home, manager):
    weak = actor_for(person=manager, community=home.community)
    for _ in range(10):
        refused("invalid", lambda: enrol_totp(by=weak, person=manager, password="wrong pass"))
    refused("too_many", lambda: enrol_totp(by=weak, person=manager, password=PASSWORD))


def test_secrets_lie_hashed_and_sealed(home, manager):
    secret = enrol_totp(by=home, person=manager).secret
    row = Credential.objects.get()
    assert PASSWORD not in row.password and secret.encode() not in bytes(row.totp_sealed)


def test_passwords_are_set_by_oneself_or_by_whoever_appoints(home, manager):
    worker = register_person(by=home, name="赵师傅")
    grant_role(by=home, person=worker, role=Role.WORKER)
    boss = actor_for(person=manager, community=home.community, strong=True)
    set_password(by=boss, person=worker, password="a long new password", login="zhao")
    own = actor_for(person=worker, community=home.community, strong=True)
    refused("forbidden", lambda: set_password(by=own, person=manager, password="taken over now"))
    refused("invalid", lambda: set_password(by=own, person=worker, password="another long one"))
    refused(
        "invalid",
        lambda: set_password(
            by=own, person=worker, password="short", current="a long new password"
        ),
    )
    set_password(by=own, person=worker, password="another long one", current="a long new password")
    assert sign_in("zhao", "another long one").person == worker
    refused("invalid", lambda: sign_in("zhao", "a long new password"))
    grant_role(by=home, person=worker, role=Role.KEEPER)
    refused("forbidden", lambda: set_password(by=boss, person=worker, password="taken over now"))
    refused("forbidden", lambda: reset_totp(by=boss, person=worker))
    refused("forbidden", lambda: set_password(by=ANYONE, person=worker, password="taken over now"))


def test_a_staff_name_is_taken_once_and_is_no_phone(home, manager):
    other = register_person(by=home, name="甲")
    grant_role(by=home, person=other, role=Role.CLERK)
    for login, code in (("MANAGER", "conflict"), ("13800001234", "invalid"), ("x", "invalid")):
        refused(
            code,
            lambda login=login: set_password(by=home, person=other, password=PASSWORD, login=login),
        )
    assert Credential.objects.count() == 1


def test_a_lost_second_factor_is_reset_by_whoever_appoints(home, manager):
    enrol_totp(by=home, person=manager)
    reset_totp(by=home, person=manager)
    assert sign_in().must_enrol


def test_who_no_longer_serves_cannot_come_in(home, manager):
    from linli.foundation.people.api import list_staff

    secret = enrol_totp(by=home, person=manager).secret
    revoke_role(by=home, grant=list_staff(viewer=home)[0].grant)
    moment = now()
    with held(moment):
        refused("invalid", lambda: sign_in(totp=totp_at(secret, moment)))


def test_tries_and_codes_are_swept_after_a_day(home, owner, box):
    ask(address="203.0.113.5")
    with held(now() + timedelta(days=2)):
        assert sweep_sign_ins(by=home) == 3
    assert not LoginCode.objects.exists() and not Attempt.objects.exists()
    refused("forbidden", lambda: sweep_sign_ins(by=ANYONE))


def test_staff_who_serve_elsewhere_too_come_in_there_as_well(home, manager):
    other = system(create_community(by=system(""), name="别处"))
    grant_role(by=other, person=manager, role=Role.STREET)
    assert sign_in().communities == (home.community, other.community)
    there = actor_for(person=manager, community=other.community, strong=True)
    assert there.roles == {Role.STREET}


def test_a_one_time_password_lets_in_once_to_choose_ones_own(home):
    person = register_person(by=home, name="新经理", phone=PHONE)
    grant_role(by=home, person=person, role=Role.MANAGER)
    given = give_password(by=home, person=person, key="form")
    assert give_password(by=home, person=person, key="form") is None
    came_in = sign_in(PHONE, given)
    assert came_in.must_change and came_in.must_enrol and not came_in.strong
    secret = enrol_totp(by=ANYONE, person=person, password=given).secret
    code = totp_at(secret, now())

    def confirm(new):
        confirm_totp(by=ANYONE, person=person, password=given, totp=code, new_password=new)

    for unfit in ("", "short", given):
        assert refused("invalid", lambda unfit=unfit: confirm(unfit)).field == "new_password"
    assert sign_in(PHONE, given).must_enrol
    confirm("a password of my own")
    refused("invalid", lambda: sign_in(PHONE, given))
    with held(now() + timedelta(minutes=1)):
        came_in = sign_in(PHONE, "a password of my own", totp_at(secret, now()))
    assert came_in.strong and not came_in.must_change


def test_a_one_time_password_runs_out(home, manager):
    given = give_password(by=home, person=manager)
    with held(now() + timedelta(days=8)):
        assert "run out" in str(refused("invalid", lambda: sign_in(password=given)))
        refused("invalid", lambda: enrol_totp(by=ANYONE, person=manager, password=given))
    assert sign_in(password=given).must_change


def test_only_whoever_appoints_everywhere_gives_a_one_time_password(home, manager):
    worker = register_person(by=home, name="赵师傅")
    boss = actor_for(person=manager, community=home.community, strong=True)
    refused("forbidden", lambda: give_password(by=boss, person=worker))
    grant_role(by=home, person=worker, role=Role.WORKER)
    refused("forbidden", lambda: give_password(by=boss, person=manager))
    assert get_sign_in(viewer=boss, person=worker).may_reset
    assert not get_sign_in(viewer=boss, person=manager).may_reset
    other = system(create_community(by=system(""), name="别处"))
    grant_role(by=other, person=worker, role=Role.CLERK)
    refused("forbidden", lambda: give_password(by=boss, person=worker))
    assert get_sign_in(viewer=boss, person=worker) is None
    assert Credential.objects.count() == 1
