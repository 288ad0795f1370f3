"""People, what they are to dwellings and to the community, and how they come in."""

from linli.foundation.people.models.access import Attempt, Credential, LoginCode
from linli.foundation.people.models.entries import DeskEntry
from linli.foundation.people.models.lists import HeldRow, ListRun
from linli.foundation.people.models.passes import LoginPass, PassUsed
from linli.foundation.people.models.people import (
    Channel,
    Consent,
    Household,
    Keeping,
    Look,
    Person,
    Tenure,
    Wish,
)
from linli.foundation.people.models.roles import Deed, Help, RoleGrant
from linli.foundation.people.models.tokens import ApiRequest, ApiToken

__all__ = [
    "ApiRequest",
    "ApiToken",
    "Attempt",
    "Channel",
    "Consent",
    "Credential",
    "DeskEntry",
    "Deed",
    "HeldRow",
    "Help",
    "Household",
    "Keeping",
    "ListRun",
    "LoginCode",
    "LoginPass",
    "Look",
    "PassUsed",
    "Person",
    "RoleGrant",
    "Tenure",
    "Wish",
]
