"""Coming in as staff: a password and a second factor."""

import hmac
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction

from linli.foundation.facts.api import publish
from linli.foundation.people.domain import limits
from linli.foundation.people.domain.cards import Enrolment, SignIn
from linli.foundation.people.domain.contacts import clean_phone, looks_like_phone
from linli.foundation.people.facts import SignInReset
from linli.foundation.people.models import Credential, Person
from linli.foundation.people.models.sealing import PHONE, TOTP, close, reopen, trace
from linli.foundation.people.selectors.acting import communities_of
from linli.foundation.people.selectors.sign_ins import appoints
from linli.foundation.people.services.trying import check_tries, count_try, forget_tries
from linli.kernel import Actor, Refused, now

ISSUER = "Linli"
_MOST_CANDIDATES = 5


def set_password(
    *, by: Actor, person: str, password: str, login: str | None = None, current: str = ""
) -> None:
    """Give a staff member a password (and a staff name to sign in with, beside the phone).

    Oneself with the current password, or whoever appoints to all the roles this person holds.
    """
    if by.person == person and by.on_behalf_of is None:
        _prove(person, current, field="current")
        _check_other(password, current, field="password")
    else:
        check_appoints(by, person)
    with transaction.atomic():
        row = Person.objects.get(pk=person)
        found = Credential.objects.select_for_update().filter(pk=person).first()
        name = _clean_login(login) if login is not None else (found.login if found else None)
        limits.check_password(password, name or "", reopen(row.phone_sealed, PHONE))
        fresh = found or Credential(person=row)
        fresh.login = name
        _write(fresh, password)


def give_password(
    *, by: Actor, person: str, login: str | None = None, key: str | None = None
) -> str | None:
    """Make a one-time password for a member of staff and return it, this once; it lets them in for
    seven days, to choose one of their own. For whoever appoints to all the roles they hold.

    With the `key` of the last one nothing is made and None is returned.
    """
    check_appoints(by, person)
    with transaction.atomic():
        row = Person.objects.get(pk=person)
        found = Credential.objects.select_for_update().filter(pk=person).first()
        if key and found and found.one_time_key == key[:120]:
            return None
        fresh, password = found or Credential(person=row), limits.new_password()
        fresh.one_time_key = (key or "")[:120]
        if login is not None:
            fresh.login = _clean_login(login)
        _write(fresh, password, one_time_until=now() + limits.ONE_TIME_LASTS)
        publish(SignInReset(community=by.community, person=person))
        return password


def sign_in_staff(
    *, by: Actor, login: str, password: str, totp: str = "", address: str = ""
) -> SignIn:
    """Who a staff member is, after password and second factor; `login` is a staff name or phone.

    `must_enrol` when there is no second factor yet: then only `enrol_totp` and `confirm_totp` are
    open to them, with the same password. 10 wrong tries in 15 minutes, then one waits.
    """
    with transaction.atomic():  # a wrong try is counted even though it is refused
        answer = _sign_in(_key(login), password[: limits.LONGEST_PASSWORD], totp, address)
    if isinstance(answer, Refused):
        raise answer
    return answer


def enrol_totp(*, by: Actor, person: str, password: str = "") -> Enrolment:
    """Begin a second factor, with the password; whoever has one already asks for a reset first.

    The platform itself may do it without (setting up, the demo): then it counts at once.
    """
    if not by.is_system:
        _prove(person, password)
    with transaction.atomic():
        row = _credential(person)
        if row.totp_is_confirmed:
            raise Refused("conflict", "There is a second factor already; ask for a reset first.")
        secret = pyotp.random_base32()
        row.totp_sealed, row.totp_step = close(secret, TOTP), 0
        row.totp_is_confirmed = by.is_system
        row.save()
        account = row.login or row.person_id
        clock = pyotp.TOTP(secret, name=account, issuer=ISSUER)
        return Enrolment(secret, clock.provisioning_uri())


def confirm_totp(
    *, by: Actor, person: str, password: str, totp: str, new_password: str = ""
) -> None:
    """Finish a second factor by typing its first code; whoever came with a one-time password
    chooses their own (`new_password`) in the same step."""
    _prove(person, password)
    with transaction.atomic():
        row = _credential(person)
        step = _matching_step(row, totp)
        if step is None:
            raise Refused(
                "invalid", "This code is not right; is the clock of the phone right?", field="totp"
            )
        row.totp_is_confirmed, row.totp_step = True, step
        if row.one_time_until is None:
            row.save(update_fields=["totp_is_confirmed", "totp_step"])
            return
        _check_other(new_password, password, field="new_password")
        phone = reopen(row.person.phone_sealed, PHONE)
        limits.check_password(new_password, row.login or "", phone, field="new_password")
        _write(row, new_password)


def _check_other(new: str, current: str, *, field: str) -> None:
    """Refuse to change a password into itself."""
    if new == current:
        raise Refused("invalid", "Choose another password than the one you have now.", field=field)


def reset_totp(*, by: Actor, person: str) -> None:
    """Take a lost second factor away; for whoever appoints to all the roles of this person."""
    with transaction.atomic():
        row = _credential(person)
        check_appoints(by, person)
        if row.totp_sealed is None:
            return
        row.totp_sealed, row.totp_is_confirmed, row.totp_step = None, False, 0
        row.save(update_fields=["totp_sealed", "totp_is_confirmed", "totp_step"])
        publish(SignInReset(community=by.community, person=person))


def _sign_in(key: str, password: str, totp: str, address: str) -> SignIn | Refused:
    try:
        check_tries(limits.TRIES_PER_LOGIN, key)
        check_tries(limits.TRIES_PER_ADDRESS, address)
    except Refused as refused:
        return refused
    for row in _candidates(key):
        if not check_password(password, row.password):
            continue
        communities = communities_of(row.person_id)
        if not communities:
            break
        must_change = row.one_time_until is not None
        if _has_run_out(row):
            return _run_out()
        if not row.totp_is_confirmed:
            return SignIn(row.person_id, communities, must_enrol=True, must_change=must_change)
        step = _matching_step(row, totp)
        if step is None:
            break
        row.totp_step = step
        row.save(update_fields=["totp_step"])
        forget_tries(limits.TRIES_PER_LOGIN, key)
        return SignIn(row.person_id, communities, strong=True, must_change=must_change)
    count_try(limits.TRIES_PER_LOGIN, key)
    count_try(limits.TRIES_PER_ADDRESS, address)
    return Refused("invalid", "Name, password or code is not right.", field="login")


def _candidates(key: str) -> list[Credential]:
    """Whose sign-in this may be; a name nobody has costs as much time as one somebody has."""
    rows = Credential.objects.select_for_update()
    found = list(rows.filter(login=key))
    if looks_like_phone(key):
        hashed = trace(clean_phone(key), PHONE)
        found += rows.filter(person__phone_hash=hashed).order_by("pk")[:_MOST_CANDIDATES]
    if not found:
        make_password("nobody has this name")
    return found


def _matching_step(row: Credential, totp: str) -> int | None:
    """The time step a code belongs to, later than the last one used; None when it fits none."""
    secret, said = reopen(row.totp_sealed, TOTP), limits.clean_code(totp)
    if not secret or not said:
        return None
    present = int(now().timestamp()) // limits.TOTP_SECONDS
    clock = pyotp.TOTP(secret)
    for step in range(present - limits.TOTP_DRIFT, present + limits.TOTP_DRIFT + 1):
        if step > row.totp_step and hmac.compare_digest(clock.generate_otp(step), said):
            return step
    return None


def _prove(person: str, password: str, *, field: str = "password") -> None:
    """Refuse a wrong password, and count it."""
    check_tries(limits.TRIES_PER_LOGIN, person)
    row = Credential.objects.filter(pk=person).first()
    if row is None:
        raise _unknown()
    if not check_password(password[: limits.LONGEST_PASSWORD], row.password):
        count_try(limits.TRIES_PER_LOGIN, person)
        raise Refused("invalid", "The password is not right.", field=field)
    if _has_run_out(row):
        raise _run_out()


def _has_run_out(row: Credential) -> bool:
    return row.one_time_until is not None and row.one_time_until < now()


def _run_out() -> Refused:
    return Refused(
        "invalid",
        "This one-time password has run out. Whoever gave it to you can give you a new one.",
        field="password",
    )


def _credential(person: str) -> Credential:
    row = Credential.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> Refused:
    return Refused("not_found", "This person has no staff sign-in.", field="person")


def check_appoints(by: Actor, person: str) -> None:
    """Refuse anyone who could not appoint this person to every role they hold."""
    if not appoints(by, person):
        raise Refused("forbidden", "Only whoever appoints this person can do this.")


def _key(login: str) -> str:
    short = "".join(login.split())[:60].lower()
    return clean_phone(short) if looks_like_phone(short) else short


def _clean_login(login: str) -> str:
    name = "".join(login.split()).lower()
    if not 2 <= len(name) <= 40 or looks_like_phone(name) or not name.isprintable():
        raise Refused(
            "invalid",
            "A staff name has 2 to 40 letters or digits and is not a phone number.",
            field="login",
        )
    return name


def _write(row: Credential, password: str, *, one_time_until: datetime | None = None) -> None:
    row.password, row.changed_at = make_password(password), now()
    row.one_time_until = one_time_until
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("conflict", "This staff name is taken.", field="login") from error
