"""Ballots on every channel; all are kept, and one per head and motion counts."""

from django.db import models
from django.db.models import Q

from linli.application.assembly.domain.stages import Channel
from linli.application.assembly.models.assembly import Assembly, Motion
from linli.application.assembly.models.roll import RollHead, RollUnit
from linli.kernel import new_id


class Proxy(models.Model):
    """A written proxy 授权委托书, its instruction sealed; the owner's own ballot revokes it."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="proxies")
    principal = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    evidence = models.CharField(max_length=20)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_proxy"
        constraints = (
            models.UniqueConstraint(
                fields=["assembly", "principal"],
                condition=Q(revoked_at=None),
                name="one_live_proxy_per_head",
            ),
            models.UniqueConstraint(fields=["assembly", "by", "key"], name="one_proxy_per_key"),
        )


class PaperBallot(models.Model):
    """A printed ballot 纸质表决票: its serial is on the sheet, its token in the QR."""

    serial = models.CharField(max_length=20, primary_key=True)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="papers")
    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="papers")
    token = models.CharField(max_length=32, unique=True)
    printed_at = models.DateTimeField()
    key = models.CharField(max_length=80)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    class Meta:
        db_table = "assembly_paper_ballot"
        constraints = (
            models.UniqueConstraint(
                fields=["head"], condition=Q(replaced_by=None), name="one_live_paper_per_head"
            ),
            models.UniqueConstraint(fields=["head", "key"], name="one_paper_per_head_and_key"),
        )


class PaperEntry(models.Model):
    """What one clerk read from a paper ballot; two different people must agree. Sealed.

    `returned_at` is when the ballot was handed in, which may be long before it is entered;
    `void_why` why the whole of it is void, if it is.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    paper = models.ForeignKey(PaperBallot, on_delete=models.PROTECT, related_name="entries")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    scan = models.CharField(max_length=20)
    returned_at = models.DateTimeField()
    void_why = models.CharField(max_length=16, default="", blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assembly_paper_entry"
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "by"],
                condition=Q(withdrawn_at=None),
                name="one_entry_per_clerk_and_paper",
            ),
        )


class Sheet(models.Model):
    """A returned ballot with all it says, sealed; only added, never changed.

    `number` is its place in the assembly, `seq` that of its leaf in the public ledger; `evidence`
    the file behind it (scan, recording), `known_by` how its owner was known. `at` is when it was
    handed in, `received_at` when it was written down here.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="sheets")
    channel = models.CharField(max_length=8, choices=[(one, one) for one in Channel])
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    signer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proxy = models.ForeignKey(Proxy, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(PaperBallot, on_delete=models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    witnessed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    known_by = models.CharField(max_length=80, default="", blank=True)
    evidence = models.CharField(max_length=64, default="", blank=True)
    sealed = models.BinaryField()
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_sheet"
        constraints = (
            models.UniqueConstraint(fields=["assembly", "number"], name="one_sheet_per_number"),
            models.UniqueConstraint(fields=["assembly", "head", "key"], name="one_sheet_per_key"),
        )


class Effective(models.Model):
    """The one ballot that counts for a head on a motion; the pack's policy chooses it.

    `takes_part` is false when it is void or blank there and the rules do not count that.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="+")
    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    takes_part = models.BooleanField(default=True)

    class Meta:
        db_table = "assembly_effective"
        constraints = (
            models.UniqueConstraint(
                fields=["motion", "head"], name="one_ballot_per_head_and_motion"
            ),
        )


class Struck(models.Model):
    """A ballot that does not count although it was returned, since an objection was upheld."""

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, primary_key=True, related_name="struck"
    )
    why = models.CharField(max_length=400)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_struck"


class Delivery(models.Model):
    """Evidence that a ballot reached a unit: how, when, through whom."""

    unit = models.ForeignKey(RollUnit, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8)
    evidence = models.CharField(max_length=200)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_delivery"
        constraints = (
            models.UniqueConstraint(fields=["unit", "channel"], name="one_delivery_per_channel"),
        )
