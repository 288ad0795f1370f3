"""A community's own rules 议事规则 as far as an assembly needs them, value by value."""

from django.db import models

from linli.kernel import new_id


class CommunityRules(models.Model):
    """A version of the rules; adopted by a motion, kept for good when a later one takes over."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    pack = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10,
        choices=[(one, one) for one in ("draft", "adopted", "superseded")],
        default="draft",
    )
    motion = models.CharField(max_length=20, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assembly_rules"
        constraints = (
            models.UniqueConstraint(fields=["community", "version"], name="one_rules_per_version"),
            models.UniqueConstraint(fields=["by", "key"], name="one_rules_per_key"),
            models.UniqueConstraint(
                fields=["community", "state"],
                condition=models.Q(state__in=["draft", "adopted"]),
                name="one_draft_and_one_adopted_rules",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", motion="", adopted_at=None)
                | (~models.Q(state="draft") & ~models.Q(motion="") & ~models.Q(adopted_at=None)),
                name="rules_are_adopted_by_a_motion",
            ),
        )


class OwnValue(models.Model):
    """One value of these rules, with the clause and page where it is written."""

    rules = models.ForeignKey(CommunityRules, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=40)
    value = models.JSONField()
    clause = models.CharField(max_length=80)
    page = models.CharField(max_length=20, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_own_value"
        constraints = (
            models.UniqueConstraint(fields=["rules", "name"], name="one_own_value_per_rule"),
        )


class ValueConfirmation(models.Model):
    """One person has compared a value with the text of the rules."""

    value = models.ForeignKey(OwnValue, on_delete=models.CASCADE, related_name="confirmations")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_value_confirmation"
        constraints = (
            models.UniqueConstraint(fields=["value", "by"], name="one_confirmation_per_person"),
        )
