"""How the value of a rule is asked for on a page."""

from dataclasses import dataclass

from linli.application.assembly.domain.parameters.forms import OneOf, Several, Share, Truth, Whole
from linli.application.assembly.domain.parameters.saying import said_value
from linli.application.assembly.domain.parameters.table import parameter_of
from linli.kernel import Words

_YES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class RuleForm:
    """How a value is asked for: `kind` is whole, share, one, several or truth; `choices` are the
    words of a value with their sense, empty for numbers."""

    kind: str
    least: int
    most: int
    choices: tuple[tuple[str, Words], ...]


def rule_form(key: str) -> RuleForm:
    """How the value of a rule is asked for; Refused("not_found") when there is no such rule."""
    match parameter_of(key, "name").form:
        case Whole(least, most):
            return RuleForm("whole", least, most, ())
        case Share():
            return RuleForm("share", 0, 0, ())
        case Truth():
            return RuleForm("truth", 0, 0, tuple((one, said_value(one == "yes")) for one in _YES))
        case OneOf(kind):
            return RuleForm("one", 0, 0, tuple((str(one), said_value(str(one))) for one in kind))
        case Several(kind):
            many = tuple((str(one), said_value(str(one))) for one in kind)
            return RuleForm("several", 0, 0, many)
