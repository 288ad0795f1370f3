"""The matter itself, what caused it and what followed from it."""

from django.db import models

from linli.kernel import Via, new_id
from linli.support.matters.domain.catalogue import Nature, Severity
from linli.support.matters.domain.sentences import JUDGEMENTS
from linli.support.matters.domain.states import State


class Matter(models.Model):
    """What someone must see to.

    The labels, `path` and `contact` are kept as they were when it was reported; `contact` (how
    to reach the reporter, and where, on two lines) lies sealed. `path` is
    "/community/…/place/cell/" so that a branch can be found; `home` is where the reporter lives,
    so that figures can leave a household out. `order_at` sorts the queue (`clocks.stands_at`).
    `held_from` and `left_from` say where it stood before a hold, or before it was withdrawn or
    merged.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    nature = models.CharField(max_length=8, choices=[(one, one) for one in Nature])
    category = models.CharField(max_length=40)
    title = models.CharField(max_length=120, default="", blank=True)
    description = models.TextField(default="", blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    place_label = models.CharField(max_length=400)
    place_label_en = models.CharField(max_length=400)
    building = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    building_label = models.CharField(max_length=400, default="", blank=True)
    building_label_en = models.CharField(max_length=400, default="", blank=True)
    dwelling = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    home = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200)
    severity = models.CharField(max_length=8, choices=[(one, one) for one in Severity])
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    reporter = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    contact = models.BinaryField(null=True)
    is_public = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=[(state, state) for state in State], default=State.REPORTED
    )
    held_from = models.CharField(max_length=12, default="", blank=True)
    left_from = models.CharField(max_length=12, default="", blank=True)
    hold = models.CharField(max_length=20, default="", blank=True)
    assignee = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolver = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    survivor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    reopened = models.PositiveSmallIntegerField(default=0)
    supervision = models.PositiveSmallIntegerField(default=0)
    judgement = models.CharField(
        max_length=12, choices=[(one, one) for one in JUDGEMENTS], default="", blank=True
    )
    confirmed_how = models.CharField(
        max_length=12,
        choices=[(how, how) for how in ("resident", "silence", "check")],
        default="",
        blank=True,
    )
    fingerprint = models.CharField(max_length=64, default="", blank=True)
    key = models.CharField(max_length=160, null=True, blank=True)  # noqa: DJ001  None: no key
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    order_at = models.DateTimeField()

    class Meta:
        db_table = "matters_matter"
        constraints = (
            models.UniqueConstraint(fields=["community", "number"], name="one_matter_per_number"),
            models.UniqueConstraint(fields=["community", "key"], name="one_matter_per_key"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="matter_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["assigned", "in_progress", "resolved"])
                | models.Q(assignee__isnull=False),
                name="work_has_someone_responsible",
            ),
            models.CheckConstraint(
                condition=models.Q(state="confirmed") ^ models.Q(confirmed_how=""),
                name="only_a_confirmation_counts_as_solved",
            ),
            models.CheckConstraint(
                condition=models.Q(state="on_hold") ^ models.Q(held_from="")
                | models.Q(left_from="on_hold"),
                name="a_hold_remembers_where_it_was",
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged") ^ models.Q(survivor=None),
                name="a_merged_matter_has_a_survivor",
            ),
        )
        indexes = (
            models.Index(fields=["community", "state", "order_at"], name="matters_by_due"),
            models.Index(fields=["community", "order_at", "id"], name="matters_queue"),
            models.Index(fields=["assignee", "state", "order_at"], name="matters_of_assignee"),
            models.Index(fields=["reporter", "opened_at"], name="matters_of_reporter"),
            models.Index(fields=["community", "category", "state"], name="matters_by_category"),
            models.Index(fields=["community", "opened_at"], name="matters_by_age"),
            models.Index(fields=["community", "closed_at"], name="matters_by_end"),
        )


class Counter(models.Model):
    """The last running number of a community's day."""

    community = models.CharField(max_length=20)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "matters_counter"
        constraints = (
            models.UniqueConstraint(fields=["community", "day"], name="one_counter_per_day"),
        )


class CauseRow(models.Model):
    """One thing a matter came from: an event, a span of readings, an earlier matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="causes")
    ref = models.CharField(max_length=80)
    words_zh = models.CharField(max_length=400)
    words_en = models.CharField(max_length=400)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "matters_cause"
        constraints = (models.UniqueConstraint(fields=["matter", "ref"], name="one_cause_per_ref"),)
        indexes = (models.Index(fields=["ref"], name="causes_by_ref"),)


class Effect(models.Model):
    """One thing that changed because of a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="effects")
    ref = models.CharField(max_length=80)
    words_zh = models.CharField(max_length=400)
    words_en = models.CharField(max_length=400)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_effect"
        constraints = (
            models.UniqueConstraint(fields=["matter", "ref"], name="one_effect_per_ref"),
        )
        indexes = (models.Index(fields=["ref"], name="effects_by_ref"),)
