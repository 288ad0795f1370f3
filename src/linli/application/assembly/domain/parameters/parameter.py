"""One thing that can be decided, and how far a community may go from what the law says."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from linli.application.assembly.domain.parameters.forms import Form, Value
from linli.application.assembly.domain.parameters.saying import said_value
from linli.application.assembly.domain.stages import Convened
from linli.kernel import Words


class Bound(StrEnum):
    """How a community's own value may differ from what the law says."""

    FREE = "free"
    LEAST = "least"
    MOST = "most"
    SAME = "same"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be decided; `needed` are the assemblies that cannot run without it.

    `is_election` when an election cannot either, `is_count` when the count itself uses it;
    `sentence` says it with `%(value)s` in it. People alone see to one that is not `is_checked`.
    """

    key: str
    group: str
    name: Words
    sentence: Words
    form: Form
    needed: frozenset[Convened] = frozenset()
    is_election: bool = False
    is_count: bool = False
    bound: Bound = Bound.FREE
    is_checked: bool = True

    def read(self, given: object, field: str = "value") -> Value:
        """The value somebody wrote; Refused("invalid") when it cannot be one."""
        return self.form.read(given, field)

    def in_words(self, value: Value) -> Words:
        """The value in a sentence."""
        said = said_value(value)
        return Words(self.sentence.zh % {"value": said.zh}, self.sentence.en % {"value": said.en})

    def is_needed(self, convened: Convened, *, is_election: bool) -> bool:
        """Whether an assembly cannot run while this is decided by nobody."""
        return convened in self.needed or (self.is_election and is_election)


def is_lawful(parameter: Parameter, own: Value, law: Value) -> bool:
    """Whether a community may decide this where the law says that."""
    match parameter.bound:
        case Bound.LEAST:
            return Fraction(str(own)) >= Fraction(str(law))
        case Bound.MOST:
            return Fraction(str(own)) <= Fraction(str(law))
        case Bound.SAME:
            return own == law
        case Bound.WITHIN:
            return isinstance(own, list) and isinstance(law, list) and set(own) <= set(law)
        case _:
            return True
