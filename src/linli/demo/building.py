"""Makes the demo's data folder ready, once; and says who one can log in as."""

from dataclasses import dataclass

import pyotp

from linli.demo import loading, past, ruling, things, voting
from linli.demo.cast import DemoPerson, cast
from linli.demo.company import Company
from linli.demo.loading import Progress
from linli.demo.vault import open_vault
from linli.kernel import now, system

_STEP = 30  # seconds


@dataclass(frozen=True, slots=True)
class SecondKey:
    """The six digits a member of staff would read off their phone now."""

    login: str
    name: str
    code: str
    seconds_left: int


def prepare(progress: Progress, *, small: bool = False) -> None:
    """Build the estate where there is none, and the month before; again it changes nothing.

    What was interrupted is gone on with. `small` builds four buildings, for tests.
    """
    vault = open_vault()
    community = loading.build(progress, small=small)
    platform = system(community)
    loading.engage(platform, vault, progress)
    things.install(platform, vault, progress)
    company = Company(community)
    ruling.lay_down(company.manager, progress)
    past.tell(company, progress, number=24 if small else past.MATTERS)
    voting.hold(platform, progress)
    progress("the estate is ready; everything and everyone in it is invented")


def people() -> tuple[DemoPerson, ...]:
    """Who one can log in as, how, and what to try."""
    return cast()


def second_keys() -> tuple[SecondKey, ...]:
    """The staff's six digits at this moment, for the demo's mailbox page."""
    moment = now()
    names = {one.login: one.name for one in cast() if one.login}
    left = _STEP - int(moment.timestamp()) % _STEP
    keys = open_vault().second_keys
    return tuple(
        SecondKey(login, name, pyotp.TOTP(keys[login]).at(moment), left)
        for login, name in names.items()
        if login in keys
    )
