"""Questions about people, answered as far as the one who asks may know."""

from linli.foundation.people.selectors.acting import actor_for, list_help, list_staff
from linli.foundation.people.selectors.homes import (
    homes_of,
    list_homes,
    list_own_dwellings,
    list_owners_of,
    list_residents_of,
)
from linli.foundation.people.selectors.keeping import (
    countable_dwellings,
    countable_homes,
    hidden_people,
    is_confidential,
    is_dwelling_closed_to_devices,
    is_person_confidential,
    is_private,
    list_closed_dwellings,
    list_confidential,
    list_held_rows,
    list_hidden_dwellings,
    list_keepings,
    list_list_runs,
    list_own_private,
)
from linli.foundation.people.selectors.people import get_people, get_person, list_people
from linli.foundation.people.selectors.reaching import (
    get_language,
    get_phone,
    has_consent,
    list_channels,
    list_consents,
    list_looks,
)
from linli.foundation.people.selectors.sign_ins import get_sign_in
from linli.foundation.people.selectors.tokens import list_tokens, read_token

__all__ = [
    "actor_for",
    "countable_dwellings",
    "countable_homes",
    "get_people",
    "get_person",
    "get_language",
    "get_phone",
    "get_sign_in",
    "has_consent",
    "hidden_people",
    "is_confidential",
    "is_dwelling_closed_to_devices",
    "is_person_confidential",
    "is_private",
    "list_channels",
    "list_closed_dwellings",
    "list_confidential",
    "list_consents",
    "list_held_rows",
    "list_help",
    "list_hidden_dwellings",
    "homes_of",
    "list_homes",
    "list_keepings",
    "list_list_runs",
    "list_own_private",
    "list_looks",
    "list_own_dwellings",
    "list_owners_of",
    "list_people",
    "list_residents_of",
    "list_staff",
    "list_tokens",
    "read_token",
]
