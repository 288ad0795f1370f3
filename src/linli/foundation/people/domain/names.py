"""People's names: cleaned when they come in, masked when they go out."""

import unicodedata

from linli.foundation.people.domain.cards import PersonCard, PersonKind
from linli.kernel import Refused
from linli.kernel.masking import masked

LONGEST = 80
NEUTRAL_NAME = "住户"


def clean_name(text: str) -> str:
    """A name on one line, without invisible characters; a formula is not a name."""
    name = unicodedata.normalize("NFC", text[:400])
    name = "".join(" " if unicodedata.category(char).startswith("C") else char for char in name)
    name = " ".join(name.split())
    if not name:
        raise Refused("invalid", "Give a name.", field="name")
    if len(name) > LONGEST:
        raise Refused(
            "invalid", "A name has at most %(most)s characters.", field="name", most=LONGEST
        )
    if name[0] in "=+-@":
        raise Refused("invalid", "A name cannot begin with =, +, - or @.", field="name")
    return name


def mask_name(name: str, kind: PersonKind) -> str:
    """What neighbours see: the family name and two stars; companies are public."""
    if kind is not PersonKind.NATURAL:
        return name
    return masked(name)


def neutral(person: str = "") -> PersonCard:
    """The one mask of every person whose data a viewer may not see, for whatever reason."""
    return PersonCard(
        id=person,
        name=NEUTRAL_NAME,
        kind=PersonKind.NATURAL,
        phone_masked="",
        roles=(),
        is_masked=True,
    )
