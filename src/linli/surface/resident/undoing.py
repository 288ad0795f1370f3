"""Everything a resident can do here, each with the way back and how long it is open.

A test walks the addresses: what is not named here may not be posted to.
"""

from dataclasses import dataclass
from datetime import timedelta

_HALF_HOUR = timedelta(minutes=30)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Way:
    """The address that undoes an act and for how long (None: at any time), or why there is none."""

    undo: str = ""
    within: timedelta | None = None
    why: str = ""

    @property
    def can_be_undone(self) -> bool:
        """Whether there is a way back."""
        return bool(self.undo)


def _same(name: str) -> Way:
    return Way(name)


UNDOABLE: dict[str, Way] = {
    # a report and what is written: drafts first, then for half an hour
    "resident:report": _same("resident:report"),
    "resident:report-where": _same("resident:report-where"),
    "resident:report-elsewhere": _same("resident:report-where"),
    "resident:report-details": _same("resident:report-details"),
    "resident:report-reach": _same("resident:report-reach"),
    "resident:report-check": Way("resident:take-back"),
    "resident:take-back": Way("resident:restore", _A_DAY),
    "resident:report-join": Way("resident:unfollow"),
    "resident:report-start-over": Way("resident:draft-back", _A_DAY),
    "resident:draft-photo-remove": Way("resident:draft-photo-back"),
    "resident:draft-photo-back": Way("resident:draft-photo-remove"),
    "resident:draft-keep": Way("resident:draft-throw-away"),
    "resident:draft-throw-away": Way("resident:draft-back", _A_DAY),
    "resident:draft-back": Way("resident:draft-throw-away"),
    "resident:report-call-me": Way("resident:take-back"),
    # lessons, and what may be useful
    **{
        f"resident:practice-{page}": _same("resident:practice")
        for page in ("report", "where", "details", "reach", "check", "vote", "ballot", "press")
    },
    # figures of a notice that are checked and not kept
    **{
        f"resident:{page}": _same("resident:notice-check")
        for page in ("notice-check", "notice-figures", "notice-result")
    },
    "resident:card-off": Way("resident:card-on"),
    "resident:card-on": Way("resident:card-off"),
    "resident:card-tell": _same("resident:card-tell"),
    # a matter
    "resident:ring-me": Way("resident:withdraw"),
    "resident:write": Way("resident:message-take-back", _HALF_HOUR),
    "resident:message-take-back": Way("resident:write"),
    "resident:solved": Way("resident:verdict-undo", _A_DAY),
    "resident:not-solved": Way("resident:verdict-undo", _A_DAY),
    "resident:verdict-undo": Way("resident:solved"),
    "resident:contest": Way("resident:contest-undo", _HALF_HOUR),
    "resident:contest-undo": Way("resident:contest"),
    "resident:dispute": Way("resident:dispute-undo", _A_DAY),
    "resident:dispute-undo": Way("resident:dispute"),
    "resident:urge": Way(why="They have been told, once a day; nothing else is changed by it."),
    "resident:withdraw": Way("resident:restore", _A_DAY),
    "resident:restore": Way("resident:withdraw"),
    "resident:follow": Way("resident:unfollow"),
    "resident:unfollow": Way("resident:follow"),
    # the owners' assembly
    "resident:assembly-item": _same("resident:assembly-item"),
    "resident:assembly-check": Way(
        why="A ballot stays as it is; which of two counts the rules say, and the page before it."
    ),
    "resident:assembly-mine": Way(why="It shows something to oneself and changes nothing."),
    "resident:assembly-object": Way("resident:assembly-object-back"),
    "resident:assembly-object-back": Way("resident:assembly-object"),
    "resident:assembly-paper": Way("resident:take-back"),
    # notices
    "resident:notice-seen": Way("resident:notice-unseen", _A_DAY),
    "resident:notice-unseen": Way("resident:notice-seen"),
    "resident:notices-seen": Way("resident:notices-unseen", _A_DAY),
    "resident:notices-unseen": Way("resident:notices-seen"),
    "resident:announcement-seen": Way(why="It says what was read, once; nothing is agreed to."),
    # the owners' assembly
    "resident:request-ask": Way("resident:request-withdraw"),
    "resident:request-withdraw": Way("resident:request-ask"),
    "resident:request-sign": Way("resident:request-unsign"),
    "resident:request-unsign": Way("resident:request-sign"),
    "resident:candidate-stand": Way("resident:candidate-out"),
    "resident:candidate-propose": Way(why="They are only asked, and decide themselves."),
    "resident:candidate-out": Way("resident:candidate-stand"),
    "resident:handover-sign": Way(why="Two people have signed for a thing; it stays signed."),
    "resident:preparing-do": Way(
        why="What the body has shown or answered is public; it says a new word instead."
    ),
    "resident:list-doubt": Way("resident:concern-back"),
    "resident:concern-back": Way("resident:list-doubt"),
    "resident:draft-text": Way("resident:comment-back"),
    "resident:comment-back": Way("resident:draft-text"),
    # what concerns oneself
    "resident:channels": Way("resident:channels-back"),
    "resident:channels-back": Way("resident:channels"),
    "resident:channels-each": _same("resident:channels-each"),
    "resident:channels-try": Way(why="It is a message to oneself and changes nothing."),
    "resident:consent": _same("resident:consent"),
    "resident:helpers": Way("resident:helper-stop"),
    "resident:helper-invite": Way("resident:helper-stop"),
    "resident:invited": Way("resident:helper-stop"),
    "resident:deeds-news": _same("resident:deeds-news"),
    "resident:card-stop": Way("resident:card-restore", _HALF_HOUR),
    "resident:card-restore": Way("resident:card-stop"),
    "resident:entry-dispute": Way(why="The desk calls back first; nothing is changed by it."),
    "resident:correct": Way("resident:take-back"),
    "resident:object": Way("resident:take-back"),
    "resident:take": Way(why="It is a copy for oneself and changes nothing."),
    "resident:erase": Way(why="What is erased is gone; the page says so before one chooses."),
    "resident:helper-stop": Way("resident:helper-again", _HALF_HOUR),
    "resident:helper-again": Way("resident:helper-stop"),
    "resident:helping-begin": Way("shell:stop-helping"),
    "resident:token-make": Way("resident:token-revoke"),
    "resident:token-revoke": Way("resident:token-restore", _HALF_HOUR),
    "resident:token-restore": Way("resident:token-revoke"),
    "resident:home-hide": Way("resident:home-show"),
    "resident:home-show": Way("resident:home-hide"),
    # the shell
    "shell:help": Way("shell:help-take-back", _HALF_HOUR),
    "shell:help-take-back": Way("resident:restore", _A_DAY),
    "shell:stop-helping": Way("resident:helping-begin"),
    "shell:face": _same("shell:face"),
    "shell:language": _same("shell:language"),
    "shell:community": _same("shell:community"),
    "shell:log-in": Way(why="A code that was sent cannot be unsent; it runs out by itself."),
    "shell:log-in-code": Way("shell:log-out"),
    "shell:log-in-again": Way(why="A code that was sent cannot be unsent; the new one counts."),
    "shell:log-in-community": Way("shell:log-out"),
    "shell:log-out": Way(why="One logs in again; what was begun is there."),
}
"""By the names of addresses; the desk, where staff work, answers for its own acts."""
