"""Reads an assembly from plain JSON values; every mistake is named with its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Any, TypeVar

from linli.application.assembly.domain.ballots import (
    CODES,
    ONLINE,
    PAPER,
    Aside,
    Ballot,
    Choice,
    Filed,
)
from linli.application.assembly.domain.counting import Motion, Rolls
from linli.application.assembly.domain.filing import NOTHING, Box
from linli.application.assembly.domain.kinds import ELECTION, kind_of
from linli.application.assembly.domain.measures import read_area
from linli.application.assembly.domain.roll import Owner, Scope, Source, Unit, Use
from linli.application.assembly.domain.rules import SWITCHES, NonResponse, Rules
from linli.kernel import Refused

MOST_OWNERS = 1_000_000
MOST_MOTIONS = 200
MOST_BALLOTS = 20_000_000
MOST_SEATS = 100
MOST_LETTERS = 200
_CHINA = timezone(timedelta(hours=8))
_PLAIN, _PLAIN_FIELDS = itemgetter("owner", "motion", "choice", "channel", "at"), 5
_CHANNELS = PAPER | ONLINE | {"phone"}
_WORDS = {choice.value: code for choice, code in CODES.items()}
_Member = TypeVar("_Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A motion to count: for an election its candidates and seats, else neither."""

    motion: Motion
    candidates: tuple[str, ...] = ()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Assembly:
    """All that a count needs; `ballots` by motion and, in an election, candidate.

    `over_cap` are ballots of proxies beyond what one holder may carry: kept, not counted.
    """

    rules: Rules
    rolls: Rolls
    tickets: tuple[Ticket, ...]
    ballots: Mapping[tuple[str, str], Filed]
    delivered: frozenset[str]
    pack: str = ""
    over_cap: tuple[Aside, ...] = ()


def read_assembly(given: object, pack_of: Callable[[str], Mapping[str, Any]]) -> Assembly:
    """The assembly of a JSON value; `pack_of` finds the values of a named rule pack.

    Raises:
        Refused: what cannot be used, with the row and the field.
    """
    top = _mapping(given, "file")
    _known(top, "file", {"rules", "pack", "scope", "owners", "motions", "ballots", "deliveries"})
    rules, pack = _rules(top, pack_of)
    scope = read_scope(top.get("scope"), "scope")
    owners = _owners(_sequence(top.get("owners"), "owners", MOST_OWNERS))
    tickets = _tickets(_sequence(top.get("motions"), "motions", MOST_MOTIONS), scope)
    rows = _sequence(top.get("ballots", []), "ballots", MOST_BALLOTS)
    rolls = Rolls(owners)
    ballots, over_cap = _ballots(rows, tickets, rolls, rules)
    rows = _sequence(top.get("deliveries", []), "deliveries", MOST_BALLOTS)
    delivered = _delivered(rows, {one.id: one for one in owners})
    return Assembly(rules, rolls, tickets, ballots, delivered, pack, over_cap)


def _mapping(given: object, field: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Refused(
            "invalid", "%(where)s: names and values in braces are needed.", field=field, where=field
        )
    return given


def _sequence(given: object, field: str, most: int) -> Sequence[Any]:
    if not isinstance(given, list):
        raise Refused(
            "invalid", "%(where)s: a list in square brackets is needed.", field=field, where=field
        )
    if len(given) > most:
        raise Refused(
            "too_large", "%(where)s: at most %(most)s entries.", field=field, where=field, most=most
        )
    return given


def _known(given: Mapping[str, Any], field: str, known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise Refused(
                "invalid",
                "%(where)s: nobody knows “%(name)s”; the names are %(known)s.",
                field=field,
                where=field,
                name=str(name)[:40],
                known=", ".join(sorted(known)),
            )


def text_of(given: object, field: str, *, may_lack: bool = False) -> str:
    """A short text; refused when it is missing, too long or no text."""
    if given is None and may_lack:
        return ""
    if isinstance(given, str) and given.strip() and len(given) <= MOST_LETTERS:
        return given
    raise Refused(
        "invalid",
        "%(where)s: a text of 1 to %(most)s letters is needed.",
        field=field,
        where=field,
        most=MOST_LETTERS,
    )


def _member(kind: type[_Member], given: object, field: str) -> _Member:
    try:
        return kind(str(given))
    except ValueError:
        raise Refused(
            "invalid",
            "%(where)s: “%(given)s” is not one of %(known)s.",
            field=field,
            where=field,
            given=str(given)[:40],
            known=", ".join(kind),
        ) from None


def _rules(
    top: Mapping[str, Any], pack_of: Callable[[str], Mapping[str, Any]]
) -> tuple[Rules, str]:
    pack = text_of(top.get("pack", "cn-base"), "pack")
    base = read_rules({name: one["value"] for name, one in pack_of(pack).items()}, Rules(), "pack")
    own = _mapping(top.get("rules", {}), "rules")
    return read_rules(own, base, "rules"), pack


def read_rules(given: Mapping[str, Any], base: Rules, field: str) -> Rules:
    """Rules over others: what is given replaces, what is missing or null stays."""
    _known(given, field, {*SWITCHES, "non_response", "clause", "warning_published", "proxy_cap"})
    values: dict[str, Any] = {
        name: _member(kind, given[name], f"{field}.{name}")
        for name, kind in SWITCHES.items()
        if given.get(name) is not None
    }
    if (policy := given.get("non_response")) is not None:
        values |= _non_response(policy, f"{field}.non_response")
    if "clause" in given:
        values["clause"] = text_of(given["clause"], f"{field}.clause")
    if "warning_published" in given:
        values["is_warned"] = _truth(given["warning_published"], f"{field}.warning_published")
    if (cap := given.get("proxy_cap")) is not None:
        values["proxy_cap"] = _number(cap, f"{field}.proxy_cap", 0, MOST_OWNERS)
    return replace(base, **values)


def _non_response(policy: object, field: str) -> dict[str, Any]:
    """Either the policy alone, or with its clause and warning in braces."""
    if not isinstance(policy, dict):
        return {"non_response": _member(NonResponse, policy, field)}
    _known(policy, field, {"policy", "clause", "warning_published"})
    values: dict[str, Any] = {
        "non_response": _member(NonResponse, policy.get("policy"), f"{field}.policy")
    }
    if "clause" in policy:
        values["clause"] = text_of(policy["clause"], f"{field}.clause")
    if "warning_published" in policy:
        values["is_warned"] = _truth(policy["warning_published"], f"{field}.warning_published")
    return values


def _truth(given: object, field: str) -> bool:
    """True or false; a date or the notice's number also says that it was published."""
    if isinstance(given, bool):
        return given
    return bool(text_of(given, field))


def _number(given: object, field: str, least: int, most: int) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
        return given
    raise Refused(
        "invalid",
        "%(where)s: a whole number from %(least)s to %(most)s is needed.",
        field=field,
        where=field,
        least=least,
        most=most,
    )


def read_scope(given: object, field: str) -> Scope:
    """Buildings, entrances and units; nothing named is the whole community."""
    if given is None:
        return Scope()
    named = _mapping(given, field)
    _known(named, field, {"buildings", "entrances", "units", "community"})
    return Scope(
        **{
            name: frozenset(
                text_of(one, f"{field}.{name}[{number}]")
                for number, one in enumerate(
                    _sequence(named.get(name, []), f"{field}.{name}", MOST_OWNERS)
                )
            )
            for name in ("buildings", "entrances", "units")
        }
    )


def _owners(rows: Sequence[Any]) -> tuple[Owner, ...]:
    owners: list[Owner] = []
    seen: set[str] = set()
    owned: dict[str, str] = {}
    for number, row in enumerate(rows):
        owner = _owner(row, f"owners[{number}]")
        if owner.id in seen:
            raise _twice(f"owners[{number}].id", owner.id)
        seen.add(owner.id)
        for place, unit in enumerate(owner.units):
            if owned.setdefault(unit.id, owner.id) != owner.id or _repeats(owner, unit, place):
                raise _twice(f"owners[{number}].units[{place}].id", unit.id)
        owners.append(owner)
    return tuple(owners)


def _repeats(owner: Owner, unit: Unit, place: int) -> bool:
    return any(other.id == unit.id for other in owner.units[:place])


def _twice(field: str, name: str) -> Refused:
    return Refused(
        "invalid",
        "%(where)s: “%(name)s” stands on the roll twice; joint owners are one entry.",
        field=field,
        where=field,
        name=name[:40],
    )


def _owner(row: object, field: str) -> Owner:
    given = _mapping(row, field)
    joint = tuple(
        text_of(one, f"{field}.joint[{number}]")
        for number, one in enumerate(_sequence(given.get("joint", []), f"{field}.joint", 100))
    )
    representative = text_of(given.get("representative"), f"{field}.representative", may_lack=True)
    if representative and representative not in joint:
        raise Refused(
            "invalid",
            "%(where)s: the representative is none of the joint owners.",
            field=f"{field}.representative",
            where=f"{field}.representative",
        )
    rows = _sequence(given.get("units"), f"{field}.units", MOST_OWNERS)
    return Owner(
        text_of(given.get("id"), f"{field}.id"),
        tuple(_unit(one, f"{field}.units[{number}]") for number, one in enumerate(rows)),
        _truth(given.get("developer", False), f"{field}.developer"),
        joint,
        representative,
    )


def _unit(row: object, field: str) -> Unit:
    given = _mapping(row, field)
    area, source = _area(given, field)
    return Unit(
        text_of(given.get("id"), f"{field}.id"),
        area,
        source,
        _member(Use, given.get("use", "home"), f"{field}.use"),
        text_of(given.get("building"), f"{field}.building", may_lack=True),
        text_of(given.get("entrance"), f"{field}.entrance", may_lack=True),
    )


def _area(given: Mapping[str, Any], field: str) -> tuple[Decimal, Source]:
    """The area and its source; of several `areas` the registry's, else the survey's."""
    if "areas" in given:
        several = _mapping(given["areas"], f"{field}.areas")
        _known(several, f"{field}.areas", set(Source))
        for source in Source:
            if source in several:
                return _some(several[source], f"{field}.areas.{source}"), source
        raise Refused(
            "invalid",
            "%(where)s: no area is given.",
            field=f"{field}.areas",
            where=f"{field}.areas",
        )
    source = _member(Source, given.get("source", "registry"), f"{field}.source")
    return _some(given.get("area"), f"{field}.area"), source


def _some(given: object, field: str) -> Decimal:
    area = read_area(given, field)
    if not area:
        raise Refused(
            "invalid", "%(where)s: an area must be more than 0.", field=field, where=field
        )
    return area


def _tickets(rows: Sequence[Any], scope: Scope) -> tuple[Ticket, ...]:
    tickets: list[Ticket] = []
    for number, row in enumerate(rows):
        field = f"motions[{number}]"
        ticket = _ticket(row, field, scope)
        if any(one.motion.id == ticket.motion.id for one in tickets):
            raise Refused(
                "invalid",
                "%(where)s: there are two motions “%(name)s”.",
                field=f"{field}.id",
                where=f"{field}.id",
                name=ticket.motion.id[:40],
            )
        tickets.append(ticket)
    return tuple(tickets)


def _ticket(row: object, field: str, scope: Scope) -> Ticket:
    given = _mapping(row, field)
    kind = kind_of(given.get("kind"), f"{field}.kind")
    own = read_scope(given["scope"], f"{field}.scope") if "scope" in given else scope
    name = text_of(given.get("id"), f"{field}.id")
    title = text_of(given.get("title", name), f"{field}.title")
    motion = Motion(name, title, kind, own)
    if kind is not ELECTION:
        return Ticket(motion)
    rows = _sequence(given.get("candidates"), f"{field}.candidates", MOST_MOTIONS)
    candidates = tuple(
        text_of(one, f"{field}.candidates[{number}]") for number, one in enumerate(rows)
    )
    if len(set(candidates)) != len(candidates):
        raise Refused(
            "invalid",
            "%(where)s: a candidate is named twice.",
            field=f"{field}.candidates",
            where=f"{field}.candidates",
        )
    return Ticket(motion, candidates, _number(given.get("seats"), f"{field}.seats", 1, MOST_SEATS))


def _ballots(
    rows: Sequence[Any], tickets: Sequence[Ticket], rolls: Rolls, rules: Rules
) -> tuple[Mapping[tuple[str, str], Filed], tuple[Aside, ...]]:
    by_motion = {one.motion.id: one for one in tickets}
    boxes = {
        name: Box(one.candidates, rolls.certain(one.motion.scope))
        for name, one in by_motion.items()
    }
    carried: list[tuple[str, Sequence[Ballot]]] = []
    for number in _not_plain(rows, rolls.places, boxes):
        motion, ballots = read_ballot(rows[number], number, by_motion)
        if ballots[0].is_proxy:
            carried.append((motion, ballots))
        else:
            boxes[motion].add(rolls.places.get(ballots[0].owner), ballots)
    within, over_cap = _capped(carried, rules.proxy_cap)
    for motion, ballots in within:
        boxes[motion].add(rolls.places.get(ballots[0].owner), ballots)
    for box in boxes.values():
        for number in box.doubled:
            box.keep(read_ballot(rows[number], number, by_motion)[1])
    found = {
        (motion, candidate): filed
        for motion, box in boxes.items()
        for candidate, filed in box.filed().items()
    }
    return found, over_cap


def _not_plain(
    rows: Sequence[Any], places: Mapping[str, int], boxes: Mapping[str, Box]
) -> Iterator[int]:
    """File each plain row that is its owner's first on a motion; the numbers of all others.

    Of millions of rows nearly all are plain. They are checked here in one go; `read_ballot` checks
    the same field by field, and has the sentence for what is wrong.
    """
    columns = {name: (box.rows, box.codes[""]) for name, box in boxes.items() if "" in box.codes}
    for number, row in enumerate(rows):
        try:
            owner, motion, choice, channel, at = _PLAIN(row)
            place, code, (filed, codes) = places[owner], _WORDS[choice], columns[motion]
            is_plain = len(row) == _PLAIN_FIELDS and channel in _CHANNELS
            if is_plain and filed[place] == NOTHING and _is_moment(at):
                filed[place], codes[place] = number, code
                continue
        except (KeyError, TypeError, ValueError):
            pass
        yield number


def _is_moment(text: str) -> bool:
    """Whether it is a time; ValueError when it cannot even be one."""
    return len(text) <= MOST_LETTERS and MINYEAR < datetime.fromisoformat(text).year < MAXYEAR


def _capped(
    carried: list[tuple[str, Sequence[Ballot]]], cap: int | None
) -> tuple[list[tuple[str, Sequence[Ballot]]], tuple[Aside, ...]]:
    """The ballots carried by proxy within the cap, and those beyond; who came first is within."""
    carried.sort(key=lambda each: (each[1][0].at, each[1][0].row))
    held: dict[str, set[str]] = {}
    within, over = [], []
    for motion, ballots in carried:
        first = ballots[0]
        if _is_over_cap(first, held, cap):
            over.append(Aside(first.row, first.owner, "proxy_over_cap"))
        else:
            within.append((motion, ballots))
    return within, tuple(sorted(over, key=lambda one: one.row))


def _is_over_cap(ballot: Ballot, held: dict[str, set[str]], cap: int | None) -> bool:
    """Whether the holder of this proxy speaks for more owners than the rules allow."""
    principals = held.setdefault(ballot.by, set())
    if cap is not None and ballot.owner not in principals and len(principals) >= cap:
        return True
    principals.add(ballot.owner)
    return False


def read_ballot(
    row: object, number: int, by_motion: Mapping[str, Ticket]
) -> tuple[str, Sequence[Ballot]]:
    """The motion of a row, and its ballot: one for each candidate, one where there are none."""
    field = f"ballots[{number}]"
    given = _mapping(row, field)
    name = given.get("motion")
    ticket = by_motion.get(name) if isinstance(name, str) else None
    if ticket is None:
        raise Refused(
            "invalid",
            "%(where)s: there is no motion “%(name)s”.",
            field=f"{field}.motion",
            where=f"{field}.motion",
            name=str(name)[:40],
        )
    proxy = text_of(given.get("proxy"), f"{field}.proxy", may_lack=True)
    choice, candidates = given.get("choice"), ticket.candidates
    ballot = Ballot(
        owner=text_of(given.get("owner"), f"{field}.owner"),
        choice=Choice.BLANK,
        channel=text_of(given.get("channel", "paper"), f"{field}.channel"),
        at=_moment(given.get("at"), f"{field}.at"),
        by=proxy or text_of(given.get("by"), f"{field}.by", may_lack=True),
        unit=text_of(given.get("unit"), f"{field}.unit", may_lack=True),
        is_proxy=bool(proxy),
        row=number,
        whole=whole_of(choice, candidates, ticket.seats),
    )
    said = (
        on_candidate(choice, one, candidates, ticket.seats, f"{field}.choice")
        for one in candidates or ("",)
    )
    return ticket.motion.id, tuple(replace(ballot, choice=one) for one in said)


def whole_of(choice: object, candidates: Sequence[str], seats: int) -> str:
    """All that an election ballot says, in one order; "" for one that is a single word."""
    if not candidates or not isinstance(choice, list):
        return ""
    too_many = len(choice) > seats
    return str(Choice.VOID) if too_many else "\n".join(sorted(map(str, choice)))


def _moment(given: object, field: str) -> str:
    """A time as one that sorts; without a zone it is the time of China."""
    text = text_of(given, field, may_lack=True)
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=_CHINA)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Refused(
            "invalid",
            "%(where)s: “%(text)s” is no time; write it like 2026-11-26T10:00:00+08:00.",
            field=field,
            where=field,
            text=text[:40],
        ) from None


def on_candidate(
    choice: object, candidate: str, candidates: Sequence[str], seats: int, field: str
) -> Choice:
    """What a ballot says on one candidate: those it lists it is for, of others it says nothing.

    Without candidates it is what the ballot says on the motion itself.
    """
    if not candidates or not isinstance(choice, list):
        return _member(Choice, choice, field)
    for one in choice:
        if one not in candidates:
            raise Refused(
                "invalid",
                "%(where)s: “%(name)s” is no candidate.",
                field=field,
                where=field,
                name=str(one)[:40],
            )
    if len(choice) > seats:
        return Choice.VOID
    return Choice.FOR if candidate in choice else Choice.ABSTAIN


def _delivered(rows: Sequence[Any], owners: Mapping[str, Owner]) -> frozenset[str]:
    """The units with evidence that a ballot reached them; by owner, all that owner's units."""
    found: set[str] = set()
    for number, row in enumerate(rows):
        field = f"deliveries[{number}]"
        given = _mapping(row, field)
        if "owner" in given and "unit" not in given:
            owner = owners.get(text_of(given["owner"], f"{field}.owner"))
            found |= {unit.id for unit in owner.units} if owner else set()
        else:
            found.add(text_of(given.get("unit"), f"{field}.unit"))
    return frozenset(found)
