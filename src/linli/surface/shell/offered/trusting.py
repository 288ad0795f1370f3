"""Who may act for whom, and what one has agreed to."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.shapes import Ask, Service

TRUSTING: tuple[Service, ...] = (
    Service(
        key="helper",
        icon="hands",
        name=gettext_noop("Let someone act for me"),
        line=gettext_noop("Family or a neighbour may report and see matters for you, never vote."),
        page="/me/helpers",
        record=gettext_noop("The trust, with its end; everything they do shows both names."),
        routes=frozenset({"helpers", "helper-invite", "invited", "deeds-news"}),
        asks=(
            Ask(name="name", label=gettext_noop("Name of the helper"), kind="line"),
            Ask(name="phone", label=gettext_noop("Phone of the helper"), kind="phone"),
            Ask(
                name="days",
                label=gettext_noop("For how long?"),
                choices=(("30", gettext_noop("One month")), ("365", gettext_noop("One year"))),
            ),
            Ask(
                name="proof",
                label=gettext_noop("Where is the signed form, or the recorded call?"),
                kind="proof",
            ),
        ),
    ),
    Service(
        key="helper_stop",
        icon="hands",
        name=gettext_noop("Stop a helper"),
        line=gettext_noop("From that moment on they can do nothing for you."),
        page="/me",
        record=gettext_noop("The end of the trust, with day and hour."),
        routes=frozenset({"helper-stop", "helper-again"}),
        asks=(
            Ask(
                name="helper",
                label=gettext_noop("Who shall no longer act for you?"),
                kind="helper",
                hint=gettext_noop("Their name is enough."),
            ),
        ),
    ),
    Service(
        key="consent",
        icon="rule",
        name=gettext_noop("Agree, or no longer agree"),
        line=gettext_noop("To something you were asked about. You can change it at any time."),
        page="/me",
        record=gettext_noop("Your latest word on it; it counts from that moment on."),
        routes=frozenset({"consent", "card-on", "card-off", "card-tell"}),
        asks=(
            Ask(
                name="agreed",
                label=gettext_noop("What were you asked about?"),
                kind="agreed",
                hint=gettext_noop("As it stood in the question."),
            ),
            Ask(
                name="is_given",
                label=gettext_noop("What do you say?"),
                choices=(
                    ("yes", gettext_noop("I agree")),
                    ("no", gettext_noop("I no longer agree")),
                ),
            ),
        ),
    ),
)
