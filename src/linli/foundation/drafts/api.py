"""Drafts 草稿: what somebody has begun to write and not sent yet, sealed, for 30 days; and forms
that were sent after their session had ended, for a day, until their writer is back."""

from linli.foundation.drafts.domain import DraftCard, ParkedFile, ParkedForm
from linli.foundation.drafts.selectors import (
    draft_that_became,
    find_draft,
    find_parked,
    get_draft,
    list_drafts,
    list_kept,
    read_parked_files,
)
from linli.foundation.drafts.services import (
    bring_back_draft,
    forget_parked,
    keep_draft,
    park_form,
    sweep_drafts,
    throw_away_draft,
)

__all__ = [
    "DraftCard",
    "ParkedFile",
    "ParkedForm",
    "bring_back_draft",
    "draft_that_became",
    "find_draft",
    "find_parked",
    "forget_parked",
    "get_draft",
    "keep_draft",
    "list_drafts",
    "list_kept",
    "park_form",
    "read_parked_files",
    "sweep_drafts",
    "throw_away_draft",
]
