"""To say that something is wrong, and to be called back about it."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.asks import NEW, WORDS
from linli.surface.shell.offered.shapes import Ask, Service

_PHONE = Ask(
    name="contact",
    label=gettext_noop("How can we reach you?"),
    kind="phone",
    hint=gettext_noop("Empty means the phone we know."),
    is_needed=False,
)

REPORTING: tuple[Service, ...] = (
    Service(
        key="report",
        icon="fix",
        name=gettext_noop("Report a problem"),
        line=gettext_noop("Something is broken, dirty, loud or dangerous; or you want to say so."),
        page="/report",
        record=NEW,
        clock="water",
        routes=frozenset(
            {
                *("report", "report-where", "report-elsewhere", "report-details"),
                *("report-reach", "report-check", "report-start-over", "draft-photo-remove"),
                *("draft-keep", "draft-back", "draft-photo-back", "draft-throw-away"),
            }
        ),
        asks=(
            Ask(name="category", label=gettext_noop("What is it about?"), kind="what"),
            Ask(name="place", label=gettext_noop("Where is it?"), kind="place"),
            WORDS,
            _PHONE,
        ),
    ),
    Service(
        key="call_back",
        icon="phone",
        name=gettext_noop("Have somebody call me"),
        line=gettext_noop("Hard to say or hard to write: we ring you and do it together."),
        page="/help",
        record=NEW,
        clock="call_back",
        routes=frozenset({"help", "report-call-me", "ring-me"}),
        asks=(
            replace(_PHONE, label=gettext_noop("Which number shall we ring?")),
            WORDS,
        ),
    ),
)
