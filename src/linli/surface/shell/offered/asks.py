"""What several services ask, and what several leave in the record."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.shapes import Ask

WORDS = Ask(
    name="words",
    label=gettext_noop("In your own words"),
    kind="words",
    hint=gettext_noop("You may leave this empty."),
    is_needed=False,
)
SAID = Ask(name="words", label=gettext_noop("In your own words"), kind="words")
NEW = gettext_noop("A matter with a number, a person who answers for it, and clocks.")


def one_of(*choices: tuple[str, str]) -> Ask:
    """What one wants in the matter at hand."""
    return Ask(name="do", label=gettext_noop("What do you want?"), choices=choices)
