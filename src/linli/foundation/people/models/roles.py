"""Who holds which role, and who may act for whom."""

from django.db import models

from linli.foundation.people.domain.cards import HelpScope
from linli.foundation.people.models.people import Person
from linli.kernel import Role, Via, new_id


class RoleGrant(models.Model):
    """A role of a person in a community, for a part of it (`place`) or all, until a date.

    `skills` are the trades of a worker ("水电", "电梯").
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=[(role, role) for role in Role])
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    skills = models.JSONField(default=list, blank=True)
    until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "people_role_grant"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "person", "role", "place"],
                condition=models.Q(revoked_at=None),
                name="one_grant_per_role_and_place",
            ),
            models.UniqueConstraint(
                fields=["community", "person", "role"],
                condition=models.Q(revoked_at=None, place=None),
                name="one_grant_per_role_everywhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["system", "owner", "resident", "helper"]),
                name="granted_roles_only",
            ),
        )


class Help(models.Model):
    """A helper (帮手) whom a person trusts to act for them, how far and how long.

    In force from `accepted_at`. An invitation is found by the keyed hash of its code and has no
    helper until somebody takes it up; `proof` is where the person's consent can be looked up.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    scope = models.CharField(max_length=10, choices=[(scope, scope) for scope in HelpScope])
    until = models.DateField()
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    proof = models.CharField(max_length=120, default="", blank=True)
    invited_by_code = models.CharField(  # noqa: DJ001  None: named by phone
        max_length=64, null=True, unique=True
    )
    invited_until = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001  None: not made by a form

    class Meta:
        db_table = "people_help"
        constraints = (
            models.UniqueConstraint(fields=["principal", "key"], name="one_help_per_key"),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("helper")),
                name="nobody_is_their_own_helper",
            ),
            models.UniqueConstraint(
                fields=["principal", "helper"],
                condition=models.Q(revoked_at=None),
                name="one_help_per_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(helper__isnull=False),
                name="only_somebody_can_accept",
            ),
        )


class Deed(models.Model):
    """Something done in a person's name, by a helper (`help`) or the desk; `what` is the name of
    the page. Told one by one or once a day; `told_at` says when."""

    community = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    help = models.ForeignKey(Help, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  None: no key

    class Meta:
        db_table = "people_deed"
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="one_deed_per_key"),)
        indexes = (
            models.Index(fields=["person", "id"], name="deeds_of_a_person"),
            models.Index(
                fields=["community", "person"],
                condition=models.Q(told_at=None),
                name="deeds_to_tell",
            ),
        )
