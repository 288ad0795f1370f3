"""What may be done with a matter as small forms: one act each, its questions, its button."""

from linli.surface.desk.forms.acts import forms_of, refused_form
from linli.surface.desk.forms.fields import (
    JUDGEMENTS,
    MOST_WORDS,
    named,
    rests,
    select,
    staff_choices,
)
from linli.surface.desk.forms.form import Form

__all__ = [
    "Form",
    "JUDGEMENTS",
    "MOST_WORDS",
    "forms_of",
    "named",
    "refused_form",
    "rests",
    "select",
    "staff_choices",
]
