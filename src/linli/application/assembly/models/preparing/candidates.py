"""Who stands for the owners' committee, and what was found about it."""

from django.db import models

from linli.application.assembly.domain.preparing.candidates import CandidacyState, How
from linli.application.assembly.models.preparing.bodies import Preparation
from linli.kernel import Via, new_id


class Candidacy(models.Model):
    """One person who stands; `backers` are the owners who proposed them together.

    `proposer` is the body that recommended them, `consented_at` their own yes.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    preparation = models.ForeignKey(
        Preparation, on_delete=models.PROTECT, related_name="candidacies"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=11, choices=[(one, one) for one in How])
    backers = models.JSONField(default=list)
    proposer = models.CharField(max_length=120, default="", blank=True)
    statement = models.TextField(max_length=2000, default="", blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(one, one) for one in CandidacyState],
        default=CandidacyState.NOMINATED,
    )
    consented_at = models.DateTimeField(null=True)
    consented_via = models.CharField(
        max_length=8, choices=[(one, one) for one in Via], default="", blank=True
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "assembly_candidacy"
        constraints = (
            models.UniqueConstraint(
                fields=["preparation", "person"], name="one_candidacy_per_person"
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=[
                        CandidacyState.CONSENTED,
                        CandidacyState.ELIGIBLE,
                        CandidacyState.PUBLISHED,
                        CandidacyState.FINAL,
                    ]
                )
                | models.Q(consented_at__isnull=False),
                name="nobody_stands_without_consent",
            ),
        )


class Answer(models.Model):
    """What was found for one question of the rules, on what evidence; the newest counts."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    is_so = models.BooleanField()
    evidence = models.CharField(max_length=400)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_answer"
        constraints = (models.UniqueConstraint(fields=["by", "key"], name="one_answer_per_key"),)
