"""Tokens of programs, and the requests that were answered under a key."""

from django.db import models

from linli.foundation.people.models.people import Person
from linli.kernel import new_id


class ApiToken(models.Model):
    """What a program shows to act for a person; only its digest is kept.

    `is_strong` when it was made after password and second factor: without it, offices held are
    left out, as at log-in.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    is_strong = models.BooleanField(default=False)
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  None: no key
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "people_api_token"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_token_per_key"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("created_at")),
                name="a_token_holds_for_a_while",
            ),
        )


class ApiRequest(models.Model):
    """A request made under a key: what it asked (as a digest) and what was answered."""

    community = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_api_request"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "person", "key"], name="one_answer_per_request_key"
            ),
        )
        indexes = (models.Index(fields=["at"], name="api_requests_by_age"),)
