"""The database itself keeps the ledger: leaves, tiles and what was signed can be added and read,
nothing else."""

from django.db import migrations

_TABLES = ("ledger_leaf", "ledger_tile", "ledger_checkpoint")
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"


def _made(vendor):
    if vendor == "sqlite":
        for table in _TABLES:
            yield f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} {_REFUSE}"
            yield f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {_REFUSE}"
        return
    yield (
        "CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
    )
    for table in _TABLES:
        yield (
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
        )


def _dropped(vendor):
    if vendor == "sqlite":
        for table in _TABLES:
            yield f"DROP TRIGGER {table}_kept"
            yield f"DROP TRIGGER {table}_stays"
        return
    yield "DROP FUNCTION ledger_only_grows CASCADE"


def make(apps, schema_editor):
    for statement in _made(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in _dropped(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)

    operations = (migrations.RunPython(make, drop),)
