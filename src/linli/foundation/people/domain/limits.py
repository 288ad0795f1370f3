"""How often one may try to come in: generous, and explained when it is too often."""

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel import Refused

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
TOTP_SECONDS = 30
TOTP_DRIFT = 1
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
ONE_TIME_LASTS = timedelta(days=7)
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another on paper


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in a window of time."""

    kind: str
    most: int
    window: timedelta
    message: str


CODES_PER_PHONE = Limit(
    "code_phone",
    11,  # one, and ten times ten minutes more
    timedelta(hours=1),
    "A phone gets at most %(most)s codes an hour. Please wait %(minutes)s minutes, "
    "or come to the service desk.",
)
CODES_PER_ADDRESS = Limit(
    "code_address",
    60,
    timedelta(hours=1),
    "Too many codes were asked for from this connection. Please wait %(minutes)s minutes, "
    "or come to the service desk.",
)
TRIES_PER_ADDRESS = Limit(
    "try_address",
    100,
    timedelta(minutes=15),
    "Too many wrong codes or passwords came from this connection. Please wait %(minutes)s minutes.",
)
TRIES_PER_LOGIN = Limit(
    "try_login",
    10,
    timedelta(minutes=15),
    "There were %(most)s wrong passwords or codes in a short time. "
    "Please wait %(minutes)s minutes; nothing is locked.",
)
EXPORTS_PER_PERSON = Limit(
    "export",
    3,
    timedelta(days=1),
    "You can take your data along %(most)s times a day. Please wait %(minutes)s minutes.",
)
LISTS_PER_PERSON = Limit(
    "list",
    30,
    timedelta(days=1),
    "One can try or take in at most %(most)s lists a day. Please wait %(minutes)s minutes.",
)


def check_limit(limit: Limit, count: int, oldest: datetime | None, moment: datetime) -> None:
    """Refuse when `count` reaches the limit; `oldest` is the first try still in the window."""
    if count < limit.most or oldest is None:
        return
    wait = max(oldest + limit.window - moment, timedelta(seconds=1))
    raise Refused(
        "too_many",
        limit.message,
        most=limit.most,
        minutes=math.ceil(wait.total_seconds() / 60),
    )


def new_code() -> str:
    """Six digits nobody can foresee."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def new_password() -> str:
    """A one-time password nobody can foresee (79 bits), easy to read out: "k7mq-x2vd-9fhr-t4wn"."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))


def clean_code(text: str) -> str:
    """A code as it may be typed: full width, with spaces."""
    digits = "".join(str(int(char)) for char in text[:30] if char.isdecimal())
    return digits if len(digits) == CODE_DIGITS else ""


def check_password(password: str, *about: str, field: str = "password") -> None:
    """A password is long, not monotonous, and not the login or phone itself."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            "invalid",
            "A password has at least %(least)s characters.",
            field=field,
            least=SHORTEST_PASSWORD,
        )
    if len(set(password)) < 5 or any(len(word) > 3 and word in password for word in about):
        raise Refused(
            "invalid",
            "Choose a password that is harder to guess: not your phone or name, "
            "not the same few characters.",
            field=field,
        )
