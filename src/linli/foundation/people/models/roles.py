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
    """A helper (帮手) whom a person trusts to act for them, how far and how long."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=[(scope, scope) for scope in HelpScope])
    until = models.DateField(null=True, blank=True)
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "people_help"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("helper")),
                name="nobody_is_their_own_helper",
            ),
            models.UniqueConstraint(
                fields=["principal", "helper"],
                condition=models.Q(revoked_at=None),
                name="one_help_per_pair",
            ),
        )
