"""Requests for an assembly and who signed them."""

from django.db import models

from linli.application.assembly.domain.preparing.requests import RequestKind, RequestState
from linli.kernel import Via, new_id


class Request(models.Model):
    """What owners ask for; `threshold` is the rule as it was when the request was begun.

    `motions` are proposed items (kind, title, text), `accused` the office holders a recall is
    about; the four figures are those of the moment it was reached (areas as decimal text).
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=13, choices=[(one, one) for one in RequestKind])
    state = models.CharField(
        max_length=10,
        choices=[(one, one) for one in RequestState],
        default=RequestState.COLLECTING,
    )
    title = models.CharField(max_length=80)
    reason = models.TextField(max_length=4000)
    motions = models.JSONField(default=list)
    accused = models.JSONField(default=list)
    threshold = models.JSONField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    heads = models.PositiveIntegerField(null=True)
    all_heads = models.PositiveIntegerField(null=True)
    area = models.CharField(max_length=40, default="", blank=True)
    all_area = models.CharField(max_length=40, default="", blank=True)
    answer = models.TextField(max_length=4000, default="", blank=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    assembly = models.ForeignKey(
        "assembly.Assembly", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "assembly_request"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_request_per_key"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[RequestState.REACHED, RequestState.ACCEPTED])
                | models.Q(reached_at__isnull=False, heads__isnull=False),
                name="a_reached_request_has_its_figures",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[RequestState.ACCEPTED, RequestState.REFUSED])
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="an_answered_request_has_its_reason",
            ),
        )
        indexes = (models.Index(fields=["community", "created_at"], name="requests_by_age"),)


class Signature(models.Model):
    """An owner's own name under a request; on paper `scan` is the file of the signed sheet."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=[(one, one) for one in Via])
    scan = models.CharField(max_length=20, default="", blank=True)
    entry = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assembly_signature"
        constraints = (
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=models.Q(withdrawn_at=None),
                name="one_signature_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(entry=None) | ~models.Q(scan=""),
                name="a_signature_on_paper_has_a_scan",
            ),
        )
