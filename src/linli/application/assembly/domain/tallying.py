"""From the plain values of an assembly to the plain values of its result (`linli tally`)."""

from collections.abc import Iterable, Mapping
from typing import Any

from linli.application.assembly.domain.ballots import Aside
from linli.application.assembly.domain.counting import Count, Outcome, Verdict, count_motion
from linli.application.assembly.domain.election import Seats, seat
from linli.application.assembly.domain.explaining import change, reason, why
from linli.application.assembly.domain.kinds import Kind
from linli.application.assembly.domain.measures import Weight, written
from linli.application.assembly.domain.packs import pack_of
from linli.application.assembly.domain.reading import Assembly, Ticket, read_assembly
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
    verdicts = {
        candidate: count_motion(
            ticket.motion,
            assembly.rolls,
            assembly.ballots[ticket.motion.id, candidate],
            assembly.rules,
            assembly.delivered,
        )
        for candidate in ticket.candidates or ("",)
    }
    first = next(iter(verdicts.values()))
    if not first.strict.electorate.heads:
        raise Refused(
            "invalid",
            "%(where)s: nobody on the roll owns anything in the scope of this motion.",
            field=ticket.motion.id,
            where=ticket.motion.id,
        )
    if not ticket.candidates:
        return report(first)
    return _election(ticket, verdicts, assembly)


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
        "reasons": [{"code": code, **_both("words", reason(code))} for code in count.reasons],
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


def _election(
    ticket: Ticket, verdicts: Mapping[str, Verdict], assembly: Assembly
) -> dict[str, Any]:
    strict = {name: one.strict for name, one in verdicts.items()}
    deemed = {name: one.deemed for name, one in verdicts.items()}
    first = next(iter(verdicts.values()))
    found = report(first)
    for name, counts in (("strict", strict), ("deemed", deemed)):
        seats = seat(counts, ticket.seats, assembly.rules.tie)
        found[name] = {
            "outcome": str(_outcome(counts, seats)),
            "elected": list(seats.elected),
            "alternates": list(seats.alternates),
            "tied": list(seats.tied),
            "reasons": [{"code": seats.reason, **_both("words", reason(seats.reason))}]
            if seats.reason
            else [],
            "candidates": {
                one: written_count(ticket.motion.kind, count) for one, count in counts.items()
            },
        }
    words = _seats_in_words(seat(strict, ticket.seats, assembly.rules.tie), ticket.seats)
    return {**found, **_both("why", words), "seats": ticket.seats}


def _outcome(counts: Mapping[str, Count], seats: Seats) -> Outcome:
    """Passed when somebody is elected and nothing is left open."""
    outcomes = {count.outcome for count in counts.values()}
    if seats.tied or Outcome.UNDETERMINED in outcomes:
        return Outcome.UNDETERMINED
    if outcomes == {Outcome.NO_QUORUM}:
        return Outcome.NO_QUORUM
    return Outcome.PASSED if seats.elected else Outcome.FAILED


def _seats_in_words(seats: Seats, wanted: int) -> Words:
    zh, en = "、".join(seats.elected) or "无", ", ".join(seats.elected) or "nobody"
    if seats.tied:
        zh += f"；{'、'.join(seats.tied)} 票数相同"
        en += f"; {', '.join(seats.tied)} are tied"
    count = len(seats.elected)
    return Words(
        f"{wanted} 个名额，当选 {count} 人：{zh}。", f"{count} of {wanted} seats filled: {en}."
    )
