"""What holds in one community: the law's packs with its own rules over them, value by value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.application.assembly.domain.packs import Pack, PackValue, load_pack
from linli.application.assembly.domain.parameters import (
    GROUPS,
    PARAMETERS,
    Bound,
    Parameter,
    Value,
    is_lawful,
    said_value,
)
from linli.application.assembly.domain.reading import read_rules
from linli.application.assembly.domain.rules import Rules
from linli.application.assembly.domain.stages import Convened
from linli.kernel import Actor, Refused, Role, Words

NATIONAL = "cn-base"
CONFIRMERS = 2
OWN = Words("业主大会议事规则", "the assembly's own rules")
_NOBODY = Words("还没有人定", "nobody has decided it")


class Standing(StrEnum):
    """What a community's values rest on: its adopted rules, a draft before them, the pack alone."""

    ADOPTED = "adopted"
    DRAFT = "draft"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One value of a community's own rules, with its clause and how many have confirmed it."""

    key: str
    value: Value
    clause: str
    page: str
    confirmed_by: tuple[str, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether two different people have compared it with the text."""
        return len(set(self.confirmed_by)) >= CONFIRMERS


@dataclass(frozen=True, slots=True)
class OwnRules:
    """A version of a community's own rules."""

    id: str
    version: int
    pack: str
    state: str
    motion: str
    adopted_at: datetime | None
    values: tuple[OwnRule, ...]


@dataclass(frozen=True, slots=True)
class EffectiveValue:
    """One value that holds, in words, and where it comes from.

    `value` None is decided by nobody. `layer` is the pack's key, or "own"; `article` the article,
    or the clause of the community's own rules, and `page` its page. What is not `is_checked`
    people alone see to.
    """

    key: str
    group: str
    name: Words
    value: Value | None
    said: Words
    meaning: Words
    layer: str
    source: Words
    article: str
    page: str
    date: str
    note: Words
    is_confirmed: bool
    is_checked: bool


@dataclass(frozen=True, slots=True)
class EffectiveRules:
    """All that can be decided, in reading order, and what of it holds in a community."""

    community: str
    standing: Standing
    version: int
    motion: str
    adopted_at: datetime | None
    pack: str
    pack_version: str
    pack_name: Words
    values: tuple[EffectiveValue, ...]

    def get(self, key: str) -> EffectiveValue:
        """One of them by its key."""
        return next(one for one in self.values if one.key == key)

    def plain(self) -> dict[str, Value]:
        """The confirmed values by key, as they are frozen and published with an assembly."""
        return {
            one.key: one.value for one in self.values if one.is_confirmed and one.value is not None
        }

    def groups(self) -> tuple[tuple[Words, tuple[EffectiveValue, ...]], ...]:
        """The values under their headings."""
        return tuple(
            (name, tuple(one for one in self.values if one.group == group))
            for group, name in GROUPS.items()
        )

    def lacking(self, convened: Convened, *, is_election: bool) -> tuple[EffectiveValue, ...]:
        """What such an assembly cannot run without, and nobody has decided or confirmed."""
        return tuple(
            one
            for one in self.values
            if not one.is_confirmed
            and PARAMETERS[one.key].is_needed(convened, is_election=is_election)
        )

    def counting(self, *, is_warned: bool = False) -> Rules:
        """The switches of the count; `is_warned` when the consequence of silence was published."""
        own = {key: value for key, value in self.plain().items() if PARAMETERS[key].is_count}
        silence = self.get("non_response")
        clause = {"clause": silence.article} if silence.layer == "own" else {}
        return read_rules({**own, **clause, "warning_published": is_warned}, Rules(), "rules")


def effective(community: str, pack: Pack, own: OwnRules | None) -> EffectiveRules:
    """The layers of one community put together."""
    ruled: Mapping[str, OwnRule] = {one.key: one for one in own.values} if own else {}
    return EffectiveRules(
        community=community,
        standing=Standing(own.state) if own else Standing.PACK,
        version=own.version if own else 0,
        motion=own.motion if own else "",
        adopted_at=own.adopted_at if own else None,
        pack=pack.key,
        pack_version=pack.version,
        pack_name=pack.name,
        values=tuple(
            _own(one, ruled[one.key])
            if one.key in ruled
            else _of_pack(one, pack.values.get(one.key))
            for one in PARAMETERS.values()
        ),
    )


def _own(parameter: Parameter, ruled: OwnRule) -> EffectiveValue:
    return EffectiveValue(
        key=parameter.key,
        group=parameter.group,
        name=parameter.name,
        value=ruled.value,
        said=said_value(ruled.value),
        meaning=parameter.in_words(ruled.value),
        layer="own",
        source=OWN,
        article=ruled.clause,
        page=ruled.page,
        date="",
        note=Words("", ""),
        is_confirmed=ruled.is_confirmed,
        is_checked=parameter.is_checked,
    )


def _of_pack(parameter: Parameter, known: PackValue | None) -> EffectiveValue:
    return EffectiveValue(
        key=parameter.key,
        group=parameter.group,
        name=parameter.name,
        value=known.value if known else None,
        said=said_value(known.value) if known else _NOBODY,
        meaning=parameter.in_words(known.value) if known else _NOBODY,
        layer=known.pack if known else "",
        source=Words(known.source, known.source) if known else Words("", ""),
        article=known.article if known else "",
        page="",
        date=known.date if known else "",
        note=known.note if known else Words("", ""),
        is_confirmed=bool(known and known.is_confirmed),
        is_checked=parameter.is_checked,
    )


def check_lawful(parameter: Parameter, own: Value, pack: str) -> None:
    """A community's own value keeps within what the law says where it lies.

    Raises:
        Refused: the law is stricter, with its article.
    """
    law = load_pack(pack).values.get(parameter.key)
    if law is None or not _binds(parameter, law) or is_lawful(parameter, own, law.value):
        return
    raise Refused(
        "invalid",
        "%(name)s: %(law)s says “%(said)s”; your own rules cannot go beyond it.",
        field="value",
        name=parameter.name,
        law=f"{law.source} {law.article}".strip(),
        said=said_value(law.value),
    )


def _binds(parameter: Parameter, law: PackValue) -> bool:
    """What was read binds; ways to vote bind where a city names them, even if only by hearsay."""
    if parameter.bound is Bound.WITHIN:
        return law.pack != NATIONAL
    return law.is_confirmed


def check_may_draft(by: Actor) -> None:
    """The council writes its rules down; before there is one, the street and the committee do."""
    _check_office(by, Role.COUNCIL, Role.STREET, Role.COMMITTEE)


def check_may_confirm(by: Actor, *, is_first: bool) -> None:
    """Members of the council confirm; for the first rules also street and residents' committee."""
    if is_first:
        _check_office(by, Role.COUNCIL, Role.STREET, Role.COMMITTEE)
    else:
        _check_office(by, Role.COUNCIL)
    if by.on_behalf_of:
        raise Refused("forbidden", "A rule is confirmed by oneself, not for somebody else.")


def check_may_adopt(by: Actor) -> None:
    """Whoever may draft, and the platform once the owners have decided."""
    if not by.is_system:
        check_may_draft(by)


def _check_office(by: Actor, *roles: Role) -> None:
    if not (by.community and by.person and by.has(*roles)):
        raise Refused(
            "forbidden",
            "Only the owners' council can do this; before the first one, the street office and "
            "the residents' committee.",
        )
