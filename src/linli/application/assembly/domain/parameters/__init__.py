"""What can be decided about an assembly: each value with its name, its meaning and its bounds.

A value is plain (int, bool, str or a list of str) so that it can stand in a pack's file, in a
community's own rules and in what is published; shares are written like “1/5”.
"""

from linli.application.assembly.domain.parameters.asking import RuleForm, rule_form
from linli.application.assembly.domain.parameters.choices import (
    Alternates,
    Body,
    ByWhat,
    NoProxy,
    NoticeReading,
    Partial,
)
from linli.application.assembly.domain.parameters.forms import Value
from linli.application.assembly.domain.parameters.parameter import Bound, Parameter, is_lawful
from linli.application.assembly.domain.parameters.saying import said_value
from linli.application.assembly.domain.parameters.table import GROUPS, PARAMETERS, parameter_of

__all__ = [
    "Alternates",
    "Body",
    "Bound",
    "ByWhat",
    "GROUPS",
    "NoProxy",
    "NoticeReading",
    "PARAMETERS",
    "Parameter",
    "Partial",
    "RuleForm",
    "Value",
    "is_lawful",
    "parameter_of",
    "rule_form",
    "said_value",
]
