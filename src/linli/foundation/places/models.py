"""The real community: a tree of places, and what a community says of itself."""

from django.db import models

from linli.foundation.places.domain import PlaceKind
from linli.kernel import new_id


class Place(models.Model):
    """One place; `label`, `path`, `order` and `cell` follow from its place in the tree.

    `area` is a decimal number as text, so that no digit is ever lost; `footprint` holds rings of
    whole centimetres from the community's own origin.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in PlaceKind])
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=120, default="", blank=True)
    name_en = models.CharField(max_length=120, default="", blank=True)
    label = models.CharField(max_length=400)
    label_en = models.CharField(max_length=400)
    path = models.CharField(max_length=200, db_index=True)
    order = models.CharField(max_length=400)
    area = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001  None: not known
    cell = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    footprint = models.JSONField(null=True, blank=True)
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  None: no key
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "places_place"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PlaceKind]),
                name="place_kind_known",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(kind="community", parent=None, community=models.F("id"))
                    | (~models.Q(kind="community") & models.Q(parent__isnull=False))
                ),
                name="only_a_community_is_a_root",
            ),
            models.CheckConstraint(
                condition=models.Q(cell=None) | ~models.Q(kind__in=["community", "cell"]),
                name="communities_and_cells_lie_in_no_cell",
            ),
            models.CheckConstraint(
                condition=models.Q(area=None) | ~models.Q(area=""), name="area_is_known_or_none"
            ),
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(parent=models.F("id")),
                name="place_has_a_number_and_is_not_its_own_parent",
            ),
            models.UniqueConstraint(
                fields=["parent", "kind", "number"],
                condition=models.Q(retired_at=None),
                name="one_number_per_parent_and_kind",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(kind="community"),
                name="one_number_per_community",
            ),
            models.UniqueConstraint(fields=["community", "key"], name="one_place_per_key"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(kind="community"),
                name="one_community_per_key",
            ),
        )
        indexes = (
            models.Index(fields=["community", "kind", "order"], name="places_in_order"),
            models.Index(fields=["community", "kind", "number"], name="places_by_number"),
        )


class Community(models.Model):
    """What a community says of itself; `origin` is where its metre grid begins (never shown)."""

    place = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    timezone = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, default="", blank=True)
    desk_zh = models.CharField(max_length=200, default="", blank=True)
    desk_en = models.CharField(max_length=200, default="", blank=True)
    hours_zh = models.CharField(max_length=200, default="", blank=True)
    hours_en = models.CharField(max_length=200, default="", blank=True)
    is_invented = models.BooleanField(default=False)
    origin = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        db_table = "places_community"
