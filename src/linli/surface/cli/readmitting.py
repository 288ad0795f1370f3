"""`linli readmit PHONE`: let a member of staff in again whom nobody at the desk can."""

import argparse

import django

from linli.kernel import Refused, Via, system
from linli.surface.cli.importing import community_of


def describe(parser: argparse.ArgumentParser) -> None:
    """Who, and where."""
    parser.add_argument("phone", metavar="PHONE", help="the phone they are known by")
    parser.add_argument("--community", metavar="ID", help="which one, when there are several")
    parser.add_argument(
        "--second-key", action="store_true", help="take their lost authenticator away as well"
    )


def run(options: argparse.Namespace) -> int:
    """Give a one-time password; the one before is worthless then."""
    django.setup()
    from linli.foundation.people.api import (
        get_sign_in,
        give_password,
        list_people,
        reset_totp,
    )

    by = system(community_of(options.community), via=Via.IMPORT)
    found = list_people(viewer=by, search=options.phone)
    staff = [one for one in found if get_sign_in(viewer=by, person=one.id)]
    if len(staff) != 1:
        raise Refused("not_found", "No member of staff, or more than one, has this phone.")
    (person,) = staff
    print(f"{person.name}, one-time password {give_password(by=by, person=person.id)}")
    if options.second_key:
        reset_totp(by=by, person=person.id)
    return 0
