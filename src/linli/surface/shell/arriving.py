"""Who is logged in on this device: kept in the session, looked up again at every request."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from linli.foundation.people.api import SignIn, actor_for, get_person, set_language
from linli.kernel import ANYONE, Actor, Refused, Via
from linli.surface.shell.looks import bring_look

_OPTIONS = "options"
ENDED = "helping_ended"
_WAYS = frozenset({Via.WEB, Via.COUNTER, Via.PHONE, Via.PAPER})


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this session with the roles of today; ANYONE when nobody is logged in."""
    session = request.session
    if "person" not in session:
        return ANYONE
    try:
        return _actor(request, session.get("helping"))
    except Refused:
        if "helping" not in session:  # the person has left since
            session.flush()
            return ANYONE
    session[ENDED] = session.get("helping_name", "")
    stop_helping(request)  # the trust was taken back or has ended
    return actor_of(request)


def ended_trust(request: HttpRequest) -> str:
    """Whom one could act for until now, once: whatever was asked was asked in their name."""
    return str(request.session.pop(ENDED, ""))


def _actor(request: HttpRequest, helping: str | None) -> Actor:
    session = request.session
    return actor_for(
        person=session["person"],
        community=session["community"],
        via=Via(session.get("helping_via", Via.WEB)) if helping else Via.WEB,
        on_behalf_of=helping,
        strong=bool(session.get("strong")),
        login_pass=session.get("pass", ""),
    )


def help_person(
    request: HttpRequest, *, person: str, name: str, via: Via = Via.WEB, again_url: str = ""
) -> None:
    """From now on act for someone else, until `stop_helping`; a banner says so on every page.

    Staff give the way they were asked (counter, phone, paper); refused without trust or office.
    `again_url` is posted to by whoever stopped too early.
    """
    if via not in _WAYS:
        raise Refused("invalid", "One helps on the web, at the counter, by phone or from paper.")
    session = request.session
    actor_for(
        person=session["person"],
        community=session["community"],
        via=via,
        on_behalf_of=person,
        strong=bool(session.get("strong")),
        login_pass=session.get("pass", ""),
    )
    session.update({"helping": person, "helping_name": name, "helping_via": via.value})
    session["helping_again"] = again_url


def stop_helping(request: HttpRequest) -> str:
    """Act for oneself again; returns where one posts to begin once more, if there is a way."""
    for name in ("helping", "helping_name", "helping_via"):
        request.session.pop(name, None)
    return str(request.session.pop("helping_again", ""))


def options_of(signed: SignIn) -> list[tuple[str, str]]:
    """Every (person, community) a proof opens: one phone may be a couple's, in two estates."""
    everyone = (signed, *signed.others)
    return [(each.person, community) for each in everyone for community in each.communities]


def arrive(
    request: HttpRequest, options: list[tuple[str, str]], onward: str, *, strong: bool
) -> HttpResponse:
    """Enter, or choose first when there is more than one way to be."""
    if len(options) == 1:
        enter(request, options[0], strong=strong)
        return HttpResponseRedirect(onward)
    request.session.cycle_key()
    request.session[_OPTIONS] = {
        "among": [list(option) for option in options],
        "next": onward,
        "strong": strong,
    }
    return HttpResponseRedirect("/log-in/community")


def enter(
    request: HttpRequest, option: tuple[str, str], *, strong: bool, login_pass: str = ""
) -> None:
    """Begin a session of this person in this community; what was said before is forgotten."""
    request.session.flush()
    request.session.update({"person": option[0], "community": option[1], "strong": strong})
    if login_pass:
        request.session["pass"] = login_pass
    actor = actor_for(person=option[0], community=option[1])
    bring_look(request, actor)
    if (chosen := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) in dict(settings.LANGUAGES):
        set_language(by=actor, language=str(chosen))


def waiting_options(request: HttpRequest) -> dict[str, object] | None:
    """What there is to choose from, after a proof that opens several ways."""
    found: dict[str, object] | None = request.session.get(_OPTIONS)
    return found


def own_name(option: tuple[str, str]) -> str:
    """What the person at this option is called by themselves."""
    person, community = option
    return get_person(viewer=actor_for(person=person, community=community), person=person).name
