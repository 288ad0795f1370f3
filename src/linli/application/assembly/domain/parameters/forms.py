"""What a value may look like: each form reads what somebody wrote, or names what is wrong."""

from dataclasses import dataclass
from enum import StrEnum

from linli.application.assembly.domain.plain import list_of, member_of, number_of
from linli.kernel import Refused

Value = int | bool | str | list[str]
MOST_CHOSEN = 20


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int
    most: int

    def read(self, given: object, field: str) -> Value:
        if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit():
            given = int(given.strip()[:12])
        return number_of(given, field, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of all, more than nothing and at most all, written as a fraction."""

    def read(self, given: object, field: str) -> Value:
        above, _, below = str(given).strip().partition("/")
        is_one = all(one.isascii() and one.isdigit() and len(one) <= 6 for one in (above, below))
        if is_one and 0 < int(above) <= int(below):
            return f"{int(above)}/{int(below)}"
        raise Refused(
            "invalid",
            "%(where)s: a share is written like “1/5”, more than nothing and at most all.",
            field=field,
            where=field,
        )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several words."""

    kind: type[StrEnum]

    def read(self, given: object, field: str) -> Value:
        return str(member_of(self.kind, given, field))


@dataclass(frozen=True, slots=True)
class Several:
    """Some of several words, in their own order."""

    kind: type[StrEnum]

    def read(self, given: object, field: str) -> Value:
        if isinstance(given, str):
            given = [one.strip() for one in given.split(",") if one.strip()]
        chosen = {member_of(self.kind, one, field) for one in list_of(given, field, MOST_CHOSEN)}
        return [str(one) for one in self.kind if one in chosen]


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no."""

    def read(self, given: object, field: str) -> Value:
        known = {"true": True, "yes": True, "false": False, "no": False}
        found = given if isinstance(given, bool) else known.get(str(given).strip().lower())
        if found is None:
            raise Refused(
                "invalid", "%(where)s: “yes” or “no” is needed.", field=field, where=field
            )
        return found


Form = Whole | Share | OneOf | Several | Truth
