"""`linli found`: open a community with its first manager; `linli readmit`: let staff in again."""

import argparse
import sys

import django

from linli.kernel import Actor, Refused, Role, Via, Words, system

_FOUNDER = (Role.MANAGER, Role.OPERATOR)
_DESK = Words("物业服务中心", "Service desk")


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the word; what is missing is asked for."""
    parser.add_argument("--name", help="what the community is called")
    parser.add_argument("--name-en", default="", metavar="NAME", help="the same in English")
    parser.add_argument("--timezone", default="Asia/Shanghai", help="the time on its clocks")
    parser.add_argument("--desk-phone", default="", metavar="PHONE", help="of the service desk")
    parser.add_argument("--manager", metavar="NAME", help="who runs it first, and appoints others")
    parser.add_argument("--manager-phone", metavar="PHONE", help="the phone they log in with")
    parser.add_argument("--keeper", metavar="NAME", help="who keeps the protected records")
    parser.add_argument("--keeper-phone", metavar="PHONE", help="the phone they log in with")


def run(options: argparse.Namespace) -> int:
    """Open the community once; run again, it adds what was not there and changes nothing else."""
    django.setup()
    name = options.name or _asked("name", "What is the community called?")
    manager = options.manager or _asked("manager", "Who manages it first?")
    phone = options.manager_phone or _asked("manager-phone", f"On which phone is {manager}?")
    if options.keeper and not options.keeper_phone:
        options.keeper_phone = _asked("keeper-phone", f"On which phone is {options.keeper}?")
    by = system(_open(options, name), via=Via.IMPORT)
    print(f"{name} is here; its community ID is {by.community}")
    _admit(by, "founder", manager, phone, _FOUNDER)
    if options.keeper:
        _admit(by, "first keeper", options.keeper, options.keeper_phone, (Role.KEEPER,))
    print("A one-time password lasts seven days. Log in at /log-in/staff with the phone and it;")
    print("there you choose your own and set up an authenticator. Next: ./linli up")
    return 0


def _asked(option: str, question: str) -> str:
    answer = input(f"{question} ").strip() if sys.stdin.isatty() else ""
    if not answer:
        raise Refused("invalid", "Say --%(option)s. %(why)s", option=option, why=question)
    return answer


def _open(options: argparse.Namespace, name: str) -> str:
    from linli.foundation.places.api import create_community

    return create_community(
        by=system(""),
        name=name,
        name_en=options.name_en,
        timezone=options.timezone,
        phone=options.desk_phone,
        desk=_DESK,
        key=f"founded {name}",
    )


def _admit(by: Actor, key: str, name: str, phone: str, roles: tuple[Role, ...]) -> None:
    from linli.foundation.people.api import (
        get_sign_in,
        give_password,
        grant_role,
        register_person,
    )

    person = register_person(by=by, name=name, phone=phone, key=key)
    for role in roles:
        grant_role(by=by, person=person, role=role)
    sign_in = get_sign_in(viewer=by, person=person)
    what = " and ".join(roles)
    if sign_in and sign_in.has_password:
        print(f"  {what}: {name} has a password already; ./linli readmit PHONE gives a new one")
    else:
        print(f"  {what}: {name}, one-time password {give_password(by=by, person=person)}")
