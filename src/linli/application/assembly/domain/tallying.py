"""From the plain values of an assembly to the plain values of its result (`linli tally`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linli.application.assembly.domain.ballots import Aside
from linli.application.assembly.domain.counting import (
    Count,
    Outcome,
    ReadOneWay,
    Verdict,
    count_readings,
)
from linli.application.assembly.domain.election import Seats, joined_seats, seat
from linli.application.assembly.domain.explaining import change, noted, open_figures, reason, why
from linli.application.assembly.domain.joining import verdict_of
from linli.application.assembly.domain.kinds import Kind
from linli.application.assembly.domain.measures import Weight, written
from linli.application.assembly.domain.packs import pack_of
from linli.application.assembly.domain.reading import Assembly, Ticket, read_assembly
from linli.application.assembly.domain.rules import Rules
from linli.kernel import Refused, Words


def tally(given: object) -> dict[str, Any]:
    """Count an assembly: `{"pack": …, "motions": [one result per motion, in order]}`.

    Raises:
        Refused: what cannot be used, with the row and the field.
    """
    return count(read(given))


def read(given: object) -> Assembly:
    """An assembly as it can be counted; Refused with the row and the field."""
    return read_assembly(given, pack_of)


def count(assembly: Assembly) -> dict[str, Any]:
    """Every motion of an assembly that was read."""
    return {
        "pack": assembly.pack,
        "motions": [_result(ticket, assembly) for ticket in assembly.tickets],
        "set_aside": _aside(assembly.over_cap),
    }


def _result(ticket: Ticket, assembly: Assembly) -> dict[str, Any]:
    found = {
        candidate: count_readings(
            ticket.motion,
            assembly.rolls,
            assembly.ballots[ticket.motion.id, candidate],
            assembly.rules,
            assembly.delivered,
        )
        for candidate in ticket.candidates or ("",)
    }
    first = next(iter(found.values()))
    if not first[0].strict.electorate.heads:
        raise Refused(
            "invalid",
            "%(where)s: nobody on the roll owns anything in the scope of this motion.",
            field=ticket.motion.id,
            where=ticket.motion.id,
        )
    if not ticket.candidates:
        return report(verdict_of(ticket.motion, first))
    return _election(ticket, found)


def report(verdict: Verdict) -> dict[str, Any]:
    """Both counts of a motion with their figures, articles and reasons."""
    motion, strict = verdict.motion, verdict.strict
    return {
        "id": motion.id,
        "title": motion.title,
        "kind": motion.kind.key,
        "strict": written_count(motion.kind, strict),
        "deemed": written_count(motion.kind, verdict.deemed),
        "participation": _fraction(strict.taking_part, strict.electorate, strict.places),
        "approval": _approval(motion.kind, strict),
        "articles": list(motion.kind.articles),
        **_both("why", why(motion.kind, strict)),
        "set_aside": _aside(strict.aside),
    }


def written_count(kind: Kind, count: Count) -> dict[str, Any]:
    """One count in plain values; areas are decimal strings."""
    return {
        "outcome": str(count.outcome),
        "participation": _fraction(count.taking_part, count.electorate, count.places),
        "approval": _approval(kind, count),
        "counts": {
            str(choice): _weight(weight, count.places) for choice, weight in count.said.items()
        },
        "deemed_votes": _weight(count.deemed, count.places),
        "reasons": [_reason(code) for code in count.reasons],
        "would_change": _change(kind, count),
        **_both("why", why(kind, count)),
    }


def _both(name: str, words: Words) -> dict[str, str]:
    return {name: words.en, f"{name}_zh": words.zh}


def _weight(weight: Weight, places: int) -> dict[str, Any]:
    return {"heads": weight.heads, "area": written(weight.area, places)}


def _fraction(part: Weight, whole: Weight, places: int) -> dict[str, list[Any]]:
    return {
        "heads": [part.heads, whole.heads],
        "area": [written(part.area, places), written(whole.area, places)],
    }


def _approval(kind: Kind, count: Count) -> dict[str, Any]:
    whole = count.electorate if kind.participation is None else count.taking_part
    return {
        **_fraction(count.agreeing, whole, count.places),
        "needed": str(kind.approval),
        "by_area": kind.by_area,
    }


def _change(kind: Kind, count: Count) -> dict[str, Any] | None:
    found = change(kind, count)
    if found is None:
        return None
    return {
        "what": found.what,
        "heads": found.heads,
        "area": written(found.area, count.places),
        "either": found.is_either,
    }


def _aside(found: Iterable[Aside]) -> list[dict[str, Any]]:
    return [{"row": one.row, "owner": one.owner, "code": one.code} for one in found]


def _election(ticket: Ticket, found: Mapping[str, Sequence[ReadOneWay]]) -> dict[str, Any]:
    verdicts = {name: verdict_of(ticket.motion, each) for name, each in found.items()}
    result = report(next(iter(verdicts.values())))
    seats = _seats(ticket, found)
    figures = dict.fromkeys(code for one in verdicts.values() for code in open_figures(one.strict))
    notes = [code for code in figures if code not in seats["strict"].reasons]
    for name in ("strict", "deemed"):
        result[name] = {
            **_written_seats(seats[name]),
            "candidates": {
                one: written_count(ticket.motion.kind, getattr(verdict, name))
                for one, verdict in verdicts.items()
            },
        }
    return {
        **result,
        **_both("why", _seats_in_words(seats["strict"], ticket.seats, notes)),
        "seats": ticket.seats,
    }


def _seats(ticket: Ticket, found: Mapping[str, Sequence[ReadOneWay]]) -> dict[str, Seats]:
    """Strict and deemed, each seated in every reading by itself before the readings are joined.

    An election ballot is void, blank or twice there on all candidates alike, so that all have been
    counted in the same readings.
    """
    strict, deemed = [], []
    for each in zip(*found.values(), strict=True):
        rules = each[0].rules
        of = dict(zip(found, each, strict=True))
        strict.append((rules, _seat(ticket, rules, {n: one.strict for n, one in of.items()})))
        deemed.append((rules, _seat(ticket, rules, {n: one.deemed for n, one in of.items()})))
    return {"strict": joined_seats(strict), "deemed": joined_seats(deemed)}


def _seat(ticket: Ticket, rules: Rules, counts: Mapping[str, Count]) -> Seats:
    return seat(counts, ticket.seats, rules.tie)


def _written_seats(seats: Seats) -> dict[str, Any]:
    return {
        "outcome": str(seats.outcome),
        "elected": list(seats.elected),
        "alternates": list(seats.alternates),
        "tied": list(seats.tied),
        "open": list(seats.open),
        "reasons": [_reason(code) for code in seats.reasons],
    }


def _reason(code: str) -> dict[str, Any]:
    return {"code": code, **_both("words", reason(code))}


def _seats_in_words(seats: Seats, wanted: int, notes: Sequence[str]) -> Words:
    zh, en = "、".join(seats.elected) or "无", ", ".join(seats.elected) or "nobody"
    if seats.tied:
        zh += f"；{'、'.join(seats.tied)} 票数相同"
        en += f"; {', '.join(seats.tied)} are tied"
    if seats.reasons and seats.outcome is not Outcome.UNDETERMINED:
        zh, en = f"{zh}；候补人选不能确定", f"{en}; who waits is undetermined"
    for each in map(reason, seats.reasons):
        zh, en = f"{zh}；{each.zh}", f"{en}; {each.en}"
    count, left = len(seats.elected), noted(notes)
    return Words(
        f"{wanted} 个名额，当选 {count} 人：{zh}。{left.zh}",
        f"{count} of {wanted} seats filled: {en}.{left.en}",
    )
