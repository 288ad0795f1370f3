"""A published tally: its sums lie within the scope, and its outcome follows from the rules."""

from dataclasses import dataclass
from itertools import product

from recount.counting import Count, Ending, Motion, agreed, ended
from recount.holding import WORDS
from recount.judging import KINDS, NEVER_DEEMED, NOTHING, OUTCOMES, Said, Sum, nobody_follows
from recount.leaves import Assembly, Published
from recount.plain import Fields, clip, metres
from recount.rules import SWITCHES, Reading, Rules
from recount.wrong import Place, Wrong

_HIDDEN = ("duplicates", "differing_units", "side_units")  # sums do not show what these do


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tally prints about one motion."""

    fields: Fields
    said: dict[str, Said]
    deemed: Sum
    strict: str
    deemed_outcome: str
    elected: tuple[str, ...]


def figures_of(found: Assembly, tally: Published) -> dict[str, Figures]:
    """Read a tally: every motion of the agenda once, nothing else."""
    printed: dict[str, Figures] = {}
    for each in tally.entry.leaf.each("motions", 1000):
        motion = found.motions.get(each.text("id"))
        if motion is None or motion.id in printed:
            raise Wrong(
                each.at("id"),
                "this motion is not on the agenda, or is here twice.",
                "议程中没有这一事项，或出现了两次。",
            )
        if each.one_of("kind", KINDS) != motion.kind:
            raise Wrong(
                each.at("kind"),
                f"the agenda says “{motion.kind}”.",
                f"议程中是“{motion.kind}”。",
            )
        printed[motion.id] = _figures(each, motion)
    for name in found.motions:
        if name not in printed:
            raise Wrong(
                tally.entry.leaf.at("motions"),
                f"motion “{clip(name)}” is missing.",
                f"缺少事项“{clip(name)}”。",
            )
    return printed


def _figures(each: Fields, motion: Motion) -> Figures:
    everybody = _sum(each)
    silent = _sum(each.inner("deemed")) if each.has("deemed") else NOTHING
    election = motion.kind == "election"
    elected = each.texts("elected") if election else []
    said = {
        name: Said(everybody, _said(fields), silent)
        for name, fields in _parts(each, motion).items()
    }
    for name in elected:
        if name not in motion.candidates:
            raise Wrong(
                each.at("elected"),
                f"“{clip(name)}” is no candidate.",
                f"“{clip(name)}”不是候选人。",
            )
    return Figures(
        each,
        said,
        silent,
        each.inner("strict").one_of("outcome", OUTCOMES),
        each.one_of("deemed_outcome", OUTCOMES),
        tuple(elected),
    )


def _parts(each: Fields, motion: Motion) -> dict[str, Fields]:
    if motion.kind != "election":
        return {"": each.inner("said")}
    parts = each.inner("candidates")
    for name in (*motion.candidates, *parts.value):
        if name not in parts.value or name not in motion.candidates:
            raise Wrong(
                parts.place,
                f"“{clip(name)}” is missing or no candidate.",
                f"“{clip(name)}”缺失，或不是候选人。",
            )
    return {name: parts.inner(name) for name in motion.candidates}


def _said(fields: Fields) -> dict[str, Sum]:
    for name in fields.value:
        if name not in WORDS:
            raise Wrong(fields.at(clip(name)), "nobody can say this.", "没有这种选择。")
    return {name: _sum(fields.inner(name)) for name in fields.value}


def _sum(fields: Fields) -> Sum:
    found = Sum(fields.whole("heads"), fields.area("area"))
    if bool(found.heads) != bool(found.area):
        raise Wrong(
            fields.at("area"),
            "heads without area, or area without heads.",
            "有人数没有面积，或有面积没有人数。",
        )
    return found


def within(printed: Figures, most: int, roll: Sum) -> None:
    """What was said lies within the scope, the scope within the roll, and each has a ballot."""
    for name, said in printed.said.items():
        fields = printed.fields
        place = fields.at("candidates").at(name) if name else fields.at("said")
        total = sum(said.by_choice.values(), NOTHING)
        whole = total + printed.deemed
        if whole.heads > said.everybody.heads or whole.area > said.everybody.area:
            raise Wrong(
                place,
                f"{_both(whole)[0]} in all, and the scope has {_both(said.everybody)[0]}.",
                f"合计 {_both(whole)[1]}，而范围内只有 {_both(said.everybody)[1]}。",
            )
        if total.heads > most:
            raise Wrong(
                place,
                f"{total.heads} heads have spoken, and only {most} have a ballot in the log.",
                f"有 {total.heads} 人表态，而账本中只有 {most} 人有票。",
            )
        if said.everybody.heads > roll.heads or said.everybody.area > roll.area:
            raise Wrong(
                fields.at("heads"),
                f"the scope has {_both(said.everybody)[0]}, and the roll {_both(roll)[0]}.",
                f"范围内有 {_both(said.everybody)[1]}，而名册上只有 {_both(roll)[1]}。",
            )


def follows(printed: Figures, motion: Motion, rules: Rules) -> None:
    """The printed outcomes follow from the printed sums."""
    strictly = _judged(printed, motion, rules, "not_participating")
    with_silence = _judged(printed, motion, rules, rules.silence)
    open_ = any(name not in rules.switches for name in _HIDDEN)
    tied = rules.silence != "not_participating" and motion.kind not in NEVER_DEEMED
    tied = tied and not printed.deemed.heads
    tied = tied and any(nobody_follows(said, rules.silence) for said in printed.said.values())
    fields = printed.fields
    _same(fields.inner("strict").at("outcome"), printed.strict, strictly.outcome, open_)
    place = fields.at("deemed_outcome")
    _same(place, printed.deemed_outcome, with_silence.outcome, open_ or tied)
    first = next(iter(rules.readings()))
    if ended(motion, printed.said, first, rules, rules.silence)[1] != printed.deemed:
        raise Wrong(
            fields.at("deemed"),
            "by the rules nobody may be deemed to have voted here.",
            "按规则，这里不得把任何人视为已表态。",
        )
    if not open_ or printed.deemed_outcome == "passed":
        _same_elected(printed, with_silence)


def _judged(printed: Figures, motion: Motion, rules: Rules, silence: str) -> Ending:
    open_ = [
        (rules.switches[name],) if name in rules.switches else SWITCHES[name]
        for name in ("void", "blank")
    ]
    first = next(iter(rules.readings()))
    endings = []
    for void, blank in product(*open_):
        reading = Reading(void, blank, first.duplicates, first.differing_units, first.side_units)
        endings.append(ended(motion, printed.said, reading, rules, silence)[0])
    return agreed(endings)


def _same(place: Place, printed: str, follows_: str, may_be_open: bool) -> None:
    if printed != follows_ and not (printed == "undetermined" and may_be_open):
        raise Wrong(
            place,
            f"“{printed}” is printed, and “{follows_}” follows from the rules.",
            f"写的是“{printed}”，按规则应为“{follows_}”。",
        )


def _same_elected(printed: Figures, ending: Ending) -> None:
    if ending.outcome == "undetermined" and set(printed.elected) <= set(ending.elected):
        return
    if set(printed.elected) != set(ending.elected):
        names = ", ".join(map(clip, ending.elected)) or "–"
        raise Wrong(
            printed.fields.at("elected"),
            f"elected by the rules: {names}.",
            f"按规则当选的是：{names}。",
        )


def exactly(printed: Figures, counted: Count) -> None:
    """The tally says what the ballots themselves give."""
    for name, said in counted.said.items():
        fields = printed.fields
        place = fields.at("candidates").at(name) if name else fields.at("said")
        _same_sum(fields.at("heads"), printed.said[name].everybody, said.everybody)
        for word in WORDS:
            _same_sum(place.at(word), printed.said[name].of(word), said.of(word))
    fields = printed.fields
    _same_sum(fields.at("deemed"), printed.deemed, counted.silent)
    _same(fields.inner("strict").at("outcome"), printed.strict, counted.strict.outcome, False)
    _same(fields.at("deemed_outcome"), printed.deemed_outcome, counted.deemed.outcome, False)
    _same_elected(printed, counted.deemed)


def _same_sum(place: Place, printed: Sum, counted: Sum) -> None:
    if printed != counted:
        (en, zh), (en2, zh2) = _both(printed), _both(counted)
        raise Wrong(
            place,
            f"{en} are printed, and the ballots give {en2}.",
            f"写的是 {zh}，按票数得出 {zh2}。",
        )


def _both(amount: Sum) -> tuple[str, str]:
    area = metres(amount.area)
    return f"{amount.heads} heads, {area} m²", f"{amount.heads} 人、{area} 平方米"
