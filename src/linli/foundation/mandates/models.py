"""Which decision allows which data: a mandate, who granted it, and how it ended."""

from django.db import models

from linli.foundation.mandates.domain import Basis, State
from linli.kernel import new_id


class Mandate(models.Model):
    """One grant; never changed afterwards except by taking it back."""

    class BasisKind(models.TextChoices):
        RESOLUTION = Basis.RESOLUTION.value
        LAW = Basis.LAW.value
        CONSENT = Basis.CONSENT.value
        CONTRACT = Basis.CONTRACT.value

    class Standing(models.TextChoices):
        ACTIVE = State.ACTIVE.value
        REVOKED = State.REVOKED.value

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    purpose_zh = models.CharField(max_length=200)
    purpose_en = models.CharField(max_length=200)
    series = models.JSONField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", null=True)
    retention_days = models.PositiveIntegerField()
    recipients = models.JSONField()
    basis_kind = models.CharField(max_length=10, choices=BasisKind)
    basis_text = models.CharField(max_length=500)
    basis_date = models.DateField()
    decision = models.CharField(max_length=20, default="", blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=Standing, default=Standing.ACTIVE)
    granted_by = models.CharField(max_length=20, default="", blank=True)
    granted_for = models.CharField(max_length=20, default="", blank=True)
    granted_via = models.CharField(max_length=10)
    granted_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=20, default="", blank=True)
    revoked_via = models.CharField(max_length=10, default="", blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "mandates_mandate"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_mandate_per_key"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="mandate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=False)
                | models.Q(basis_kind=Basis.LAW.value),
                name="mandate_without_end_only_by_law",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="") | models.Q(basis_kind=Basis.RESOLUTION.value),
                name="mandate_names_a_decision_of_the_owners",
            ),
            models.CheckConstraint(
                condition=models.Q(retention_days__gt=0), name="mandate_keeps_for_some_days"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ACTIVE.value, revoked_at__isnull=True)
                | models.Q(state=State.REVOKED.value, revoked_at__isnull=False),
                name="mandate_revoked_at_a_moment",
            ),
        )
        indexes = (models.Index(fields=["community", "valid_until"], name="mandates_by_end"),)
