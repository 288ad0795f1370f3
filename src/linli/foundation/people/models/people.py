"""Persons, their homes and households, and who looked at them."""

from django.db import models

from linli.foundation.people.domain.cards import ChannelKind, News, PersonKind, Relation
from linli.foundation.people.domain.helping import DeedNews
from linli.foundation.people.domain.languages import DEFAULT_LANGUAGE
from linli.kernel import Via, new_id


class Person(models.Model):
    """A person or company on the books of one community.

    Phone and ID number lie sealed; their keyed hashes find them without opening them.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in PersonKind])
    name = models.CharField(max_length=120)
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.CharField(max_length=64, default="", blank=True)
    id_sealed = models.BinaryField(null=True)
    id_hash = models.CharField(max_length=64, default="", blank=True)
    language = models.CharField(max_length=10, default=DEFAULT_LANGUAGE)
    habits = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  None: no key
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_person"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PersonKind]),
                name="person_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=(
                    models.Q(phone_hash="", phone_sealed=None)
                    | (~models.Q(phone_hash="") & models.Q(phone_sealed__isnull=False))
                )
                & (
                    models.Q(id_hash="", id_sealed=None)
                    | (~models.Q(id_hash="") & models.Q(id_sealed__isnull=False))
                ),
                name="what_is_sealed_can_be_found",
            ),
            models.UniqueConstraint(fields=["community", "key"], name="one_person_per_key"),
        )
        indexes = (
            models.Index(fields=["phone_hash"], name="people_by_phone"),
            models.Index(fields=["community", "id_hash"], name="people_by_id_number"),
            models.Index(fields=["community", "name"], name="people_by_name"),
        )


class Household(models.Model):
    """Those who live in one dwelling during one occupancy.

    `is_private` is the household's own wish, `is_confidential` the keeper's mark; nobody but the
    keeper can tell one from the other.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    dwelling = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    is_private = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)

    class Meta:
        db_table = "people_household"
        constraints = (
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=models.Q(until=None),
                name="one_household_per_dwelling",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="a_household_ends_after_it_begins",
            ),
        )
        indexes = (
            models.Index(
                fields=["community"],
                condition=models.Q(until=None, is_confidential=True),
                name="households_confidential",
            ),
        )


class Tenure(models.Model):
    """What a person is to a dwelling, from when until when; `household` when they live there."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=8, choices=[(kind, kind) for kind in Relation])
    share = models.CharField(max_length=24, default="", blank=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "people_tenure"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "dwelling", "relation"],
                condition=models.Q(until=None),
                name="one_tenure_per_person_dwelling_relation",
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=[kind.value for kind in Relation]),
                name="tenure_relation_known",
            ),
            models.CheckConstraint(
                condition=models.Q(relation="owner") | models.Q(share=""),
                name="only_owners_have_shares",
            ),
            models.CheckConstraint(
                condition=models.Q(relation="owner") | models.Q(household__isnull=False),
                name="tenants_and_family_live_there",
            ),
        )


class Keeping(models.Model):
    """What the keeper did to a household's mark, and why; only keepers see these rows."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    is_confidential = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_keeping"


class Consent(models.Model):
    """A consent given or withdrawn; the latest row for a purpose counts."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=80)
    is_given = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    at = models.DateTimeField()

    class Meta:
        db_table = "people_consent"
        indexes = (models.Index(fields=["person", "purpose", "at"], name="consents_of_a_person"),)


class Channel(models.Model):
    """A way a person wants to be reached with one kind of news (empty: with all that has no way of
    its own); the lowest rank is tried first."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ChannelKind])
    rank = models.PositiveSmallIntegerField()
    news = models.CharField(
        max_length=9, choices=[(news, news) for news in News], default=News.ALL, blank=True
    )

    class Meta:
        db_table = "people_channel"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "news", "kind"], name="one_channel_of_a_kind_and_news"
            ),
            models.UniqueConstraint(
                fields=["person", "news", "rank"], name="one_channel_per_news_and_rank"
            ),
        )


class Wish(models.Model):
    """What a person wants of how they are told things, beyond their channels; empty: the usual."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    deeds = models.CharField(
        max_length=6, choices=[(news, news) for news in DeedNews], default="", blank=True
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        db_table = "people_wish"


class Look(models.Model):
    """Someone opened a person's contact data: who, whose, why, when, through what."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    looker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=80)
    reason = models.CharField(max_length=400)
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    at = models.DateTimeField()

    class Meta:
        db_table = "people_look"
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_look_has_a_reason"),
        )
        indexes = (models.Index(fields=["person", "id"], name="looks_at_a_person"),)
