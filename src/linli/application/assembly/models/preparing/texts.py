"""Drafts of the rules and the covenant, and what owners say to them."""

from django.db import models

from linli.application.assembly.domain.preparing.texts import TextKind
from linli.application.assembly.models.preparing.bodies import Preparation
from linli.kernel import new_id


class DraftText(models.Model):
    """One version of a text; a new version never changes an old one."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in TextKind])
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=60000)
    note = models.CharField(max_length=400, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_draft_text"
        constraints = (
            models.UniqueConstraint(
                fields=["preparation", "kind", "number"], name="one_draft_per_number"
            ),
            models.UniqueConstraint(fields=["by", "key"], name="one_draft_per_key"),
        )


class Comment(models.Model):
    """What an owner says to a draft, and what the body answers."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    draft = models.ForeignKey(DraftText, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    answer = models.TextField(max_length=2000, default="", blank=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_comment"
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="one_comment_per_key"),
        )
