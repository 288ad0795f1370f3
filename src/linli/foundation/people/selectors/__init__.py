"""Questions about people, answered as far as the one who asks may know."""

from linli.foundation.people.selectors.acting import actor_for, list_staff
from linli.foundation.people.selectors.entries import get_desk_entry, list_desk_entries
from linli.foundation.people.selectors.helping import (
    get_deed_news,
    get_deeds,
    list_deeds,
    list_help,
    read_invitation,
)
from linli.foundation.people.selectors.homes import (
    dwellings_of,
    list_homes,
    list_living,
    list_own_dwellings,
    list_owners_of,
    list_residents_of,
)
from linli.foundation.people.selectors.keeping import (
    countable_branches,
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
from linli.foundation.people.selectors.kept import list_kept, list_names_around
from linli.foundation.people.selectors.passes import check_pass, get_pass
from linli.foundation.people.selectors.people import get_people, get_person, list_people
from linli.foundation.people.selectors.reaching import (
    get_habits,
    get_language,
    get_phone,
    has_consent,
    list_channels,
    list_consents,
    list_first_channels,
    list_looks,
)
from linli.foundation.people.selectors.sign_ins import get_sign_in
from linli.foundation.people.selectors.tokens import list_tokens, read_token

__all__ = [
    "actor_for",
    "check_pass",
    "countable_branches",
    "countable_dwellings",
    "countable_homes",
    "dwellings_of",
    "get_deed_news",
    "get_deeds",
    "get_desk_entry",
    "get_habits",
    "get_language",
    "get_pass",
    "get_people",
    "get_person",
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
    "list_deeds",
    "list_desk_entries",
    "list_first_channels",
    "list_held_rows",
    "list_help",
    "list_hidden_dwellings",
    "list_homes",
    "list_keepings",
    "list_kept",
    "list_list_runs",
    "list_living",
    "list_looks",
    "list_names_around",
    "list_own_dwellings",
    "list_own_private",
    "list_owners_of",
    "list_people",
    "list_residents_of",
    "list_staff",
    "list_tokens",
    "read_invitation",
    "read_token",
]
