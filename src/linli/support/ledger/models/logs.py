"""The ledger as it is stored: leaves, whole tiles, and what was signed. All three only grow."""

from django.db import models

from linli.kernel import new_id


class Log(models.Model):
    """The one ledger of a community; `size` counts its leaves, `sealed_key` signs for it."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, unique=True)
    origin = models.CharField(max_length=80, unique=True)
    vkey = models.CharField(max_length=200)
    sealed_key = models.BinaryField()
    size = models.PositiveBigIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_log"


class Leaf(models.Model):
    """One entry; `text` is its canonical JSON, `sealed` the salt and the private record."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    assembly = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    text = models.BinaryField()
    hash = models.BinaryField()
    sealed = models.BinaryField(null=True)
    key = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_leaf"
        constraints = (
            models.UniqueConstraint(fields=["log", "index"], name="one_leaf_per_index"),
            models.UniqueConstraint(fields=["log", "assembly", "seq"], name="one_leaf_per_seq"),
            models.UniqueConstraint(fields=["log", "key"], name="one_leaf_per_key"),
        )


class Tile(models.Model):
    """256 hashes in a row, once they are complete, and the hash over them."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        db_table = "ledger_tile"
        constraints = (
            models.UniqueConstraint(fields=["log", "level", "index"], name="one_tile_per_place"),
        )


class Checkpoint(models.Model):
    """A state of the ledger that was signed; `note` has the ledger's own signature only."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"
        constraints = (
            models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_per_size"),
        )
