"""The community's rules as far as the procedure needs them, by the names of the rule packs."""

from fractions import Fraction

from linli.application.assembly.domain.effective import EffectiveRules
from linli.application.assembly.domain.packs import load_pack
from linli.application.assembly.domain.parameters import Body, ByWhat, Value
from linli.application.assembly.domain.preparing.bodies import BodyKind, Composition, Side
from linli.application.assembly.domain.preparing.candidates import Question
from linli.application.assembly.domain.preparing.requests import Needs, RequestKind, Threshold
from linli.application.assembly.domain.preparing.tables import questions_of
from linli.application.assembly.selectors.rules import effective_rules
from linli.kernel import Refused, system

CHAIR_DAYS = 7
RE_ELECTION_MONTHS = 3
_LEADERS = frozenset({Side.STREET, Side.RESIDENTS_COMMITTEE})


def days_of(community: str, key: str) -> int | None:
    """A number of days or years; None while nobody has decided or confirmed it."""
    return _number(_rules(community), key)


def needed_days(community: str, key: str) -> int:
    """A number of days nothing can go on without."""
    value = _needed(_rules(community), key)
    return int(str(value))


def threshold_of(community: str, kind: RequestKind) -> Threshold:
    """How many must ask for this; Refused("conflict") while nobody has decided it.

    A first assembly is asked for by that share of the owners or of the area; a recall by as many
    as an extraordinary assembly (业主大会指导规则 Article 44).
    """
    rules = _rules(community)
    if kind is RequestKind.FIRST:
        share = Fraction(str(_needed(rules, "first_request_share")))
        return Threshold(share, share, Needs.EITHER)
    share = Fraction(str(_needed(rules, "extraordinary_share")))
    by = ByWhat(str(_needed(rules, "extraordinary_by")))
    if by is ByWhat.HEADS:
        return Threshold(share, Fraction(0))
    return Threshold(share, share, Needs.BOTH if by is ByWhat.HEADS_AND_AREA else Needs.EITHER)


def composition_of(community: str) -> Composition:
    """Who may prepare the first assembly."""
    rules = _rules(community)
    return Composition(
        least=_number(rules, "preparation_min_members") or 1,
        most=_number(rules, "preparation_max_members"),
        is_odd=_needed(rules, "preparation_odd") is True,
        owners=Fraction(str(_needed(rules, "preparation_owners_share"))),
        leaders=_LEADERS,
    )


def body_of(community: str) -> BodyKind:
    """Which body prepares."""
    is_group = _needed(_rules(community), "preparation_body") == Body.PREPARATION_GROUP
    return BodyKind.GROUP if is_group else BodyKind.COMMITTEE


def questions_for(community: str) -> tuple[Question, ...]:
    """What the rules ask of a candidate here: the whole country's questions, then the city's."""
    packs: list[str] = []
    pack = _rules(community).pack
    while pack:
        packs.insert(0, pack)
        pack = load_pack(pack).base
    return questions_of(packs)


def _rules(community: str) -> EffectiveRules:
    return effective_rules(viewer=system(community))


def _number(rules: EffectiveRules, key: str) -> int | None:
    found = rules.get(key)
    return found.value if found.is_confirmed and isinstance(found.value, int) else None


def _needed(rules: EffectiveRules, key: str) -> Value:
    found = rules.get(key)
    if found.value is None or not found.is_confirmed:
        raise Refused(
            "conflict",
            "Nobody has decided or confirmed this rule yet: %(rule)s. The rules come first.",
            field="rules",
            rule=found.name,
        )
    return found.value
