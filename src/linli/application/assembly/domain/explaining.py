"""Why a motion ended as it did, and what would have changed it, in words and exact figures."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from linli.application.assembly.domain.counting import Count, Outcome
from linli.application.assembly.domain.kinds import Gate, Kind
from linli.application.assembly.domain.measures import Weight, written
from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that turns the outcome: so many heads and, or for `is_either`, or m².

    `what` is `more_taking_part`, `more_agreeing` or `fewer_agreeing`.
    """

    what: str
    heads: int
    area: Fraction
    is_either: bool


def change(kind: Kind, count: Count) -> Change | None:
    """What would have changed it; nothing to say of what is undetermined."""
    if count.outcome is Outcome.UNDETERMINED:
        return None
    if count.outcome is Outcome.NO_QUORUM and kind.participation is not None:
        lacking = _lacking(kind.participation, count.taking_part, count.electorate, count.step)
        return Change("more_taking_part", lacking.heads, _area(kind, lacking), is_either=False)
    whole = count.electorate if kind.participation is None else count.taking_part
    lacking = _lacking(kind.approval, count.agreeing, whole, count.step)
    if count.outcome is Outcome.FAILED:
        return Change("more_agreeing", lacking.heads, _area(kind, lacking), is_either=False)
    least = _least(kind.approval, whole, count.step)
    heads = count.agreeing.heads - least.heads + 1
    area = count.agreeing.area - least.area + count.step
    return Change("fewer_agreeing", heads, area if kind.by_area else Fraction(0), is_either=True)


def _area(kind: Kind, weight: Weight) -> Fraction:
    return weight.area if kind.by_area else Fraction(0)


def _least(gate: Gate, whole: Weight, step: Fraction) -> Weight:
    heads = gate.least(whole.heads, Fraction(1))
    return Weight(int(heads), gate.least(whole.area, step))


def _lacking(gate: Gate, part: Weight, whole: Weight, step: Fraction) -> Weight:
    least = _least(gate, whole, step)
    return Weight(max(0, least.heads - part.heads), max(Fraction(0), least.area - part.area))


_REASONS = {
    "no_majority_to_follow": Words(
        "有人选择“随多数”，但人数和面积的多数不一致，无从跟随",
        "some chose to follow the majority, but heads and area do not have the same one",
    ),
    "heads_and_area_lead_differ": Words(
        "按人数和按面积领先的不是同一方，未表态的不作推定",
        "it is not the same side that leads by heads and by area, so silence is no vote",
    ),
    "nobody_leads": Words(
        "同意和反对一样多，未表态的无从跟随",
        "neither side leads, so silence has nothing to follow",
    ),
    "never_deemed": Words(
        "这类事项必须明确表示同意，未表态不能推定",
        "for this kind of motion silence is never a vote",
    ),
    "no_clause": Words(
        "没有写明议事规则的条款，未表态不能推定",
        "no clause of the assembly's rules is named, so silence is no vote",
    ),
    "no_warning": Words(
        "没有事先公告不表态的后果，未表态不能推定",
        "the consequence of silence was not published, so silence is no vote",
    ),
    "unset:void": Words(
        "规则没有定废票算不算参加", "the rules do not say whether a void ballot takes part"
    ),
    "unset:blank": Words("规则没有定空白项怎么算", "the rules do not say what a blank item is"),
    "unset:duplicates": Words(
        "规则没有定同一业主几张票哪张有效", "the rules do not say which of an owner's ballots holds"
    ),
    "unset:differing_units": Words(
        "规则没有定同一业主几套房意见不一怎么算",
        "the rules do not say what holds when one owner votes differently with two units",
    ),
    "unset:side_units": Words(
        "规则没有定车位、储藏室算不算", "the rules do not say whether parking and storage count"
    ),
    "unset:tie": Words("规则没有定票数相同怎么办", "the rules do not say how a tie is decided"),
    "tie:lot": Words("票数相同，按规则抽签", "a tie; by the rules lots are drawn"),
    "tie:run_off": Words("票数相同，按规则再投一次", "a tie; by the rules there is a run-off"),
    "tie:equal_area": Words(
        "人数和面积都相同，规则只定了看面积",
        "a tie by heads and by area; the rules go by area alone",
    ),
}


def reason(code: str) -> Words:
    """A reason in words."""
    return _REASONS[code]


def why(kind: Kind, count: Count) -> Words:
    """The fractions that decided it, and what would make them others."""
    words, left = _decided_by(kind, count), noted(open_figures(count))
    return Words(words.zh + left.zh, words.en + left.en)


def open_figures(count: Count) -> tuple[str, ...]:
    """The undecided switches that change the figures of a count and not its outcome."""
    if count.outcome is Outcome.UNDETERMINED:
        return ()
    return tuple(code for code in count.reasons if code.startswith("unset:"))


def noted(codes: Collection[str]) -> Words:
    """Why figures may be others, behind the sentence that gives them; nothing when they may not."""
    if not codes:
        return Words("", "")
    reasons = [reason(code) for code in codes]
    zh, en = "；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons)
    return Words(
        f"另：{zh}，换一种算法数字不同，结果一样。",
        f" Note: {en}; counted otherwise the figures differ, and the outcome is the same.",
    )


def _decided_by(kind: Kind, count: Count) -> Words:
    """One sentence with the fractions that decided it."""
    if count.outcome is Outcome.UNDETERMINED:
        reasons = [reason(code) for code in count.reasons]
        return Words(
            "不能确定：" + "；".join(one.zh for one in reasons) + "。",
            "Undetermined: " + "; ".join(one.en for one in reasons) + ".",
        )
    part, whole = _fractions(count.taking_part, count.electorate, count.places)
    if count.outcome is Outcome.NO_QUORUM and kind.participation is not None:
        return Words(
            f"未达到参与比例（{kind.participation}）：人数 {part}，面积 {whole} 平方米。",
            f"Too few took part ({kind.participation} needed): {part} owners, {whole} m².",
        )
    base = count.electorate if kind.participation is None else count.taking_part
    heads, area = _fractions(count.agreeing, base, count.places)
    is_passed = count.outcome is Outcome.PASSED
    return Words(
        f"{'通过' if is_passed else '未通过'}：同意人数 {heads}，面积 {area} 平方米，"
        f"要求 {kind.approval}。",
        f"{'Passed' if is_passed else 'Not passed'}: {heads} owners and {area} m² agree,"
        f" {kind.approval} needed.",
    )


def _fractions(part: Weight, whole: Weight, places: int) -> tuple[str, str]:
    return (
        f"{part.heads}/{whole.heads}",
        f"{written(part.area, places)}/{written(whole.area, places)}",
    )
