"""The database itself keeps the roll, the ballots and the results: added and read, nothing else."""

from django.db import migrations

_KEPT = (
    "assembly_roll",
    "assembly_roll_head",
    "assembly_roll_voter",
    "assembly_roll_unit",
    "assembly_sheet",
    "assembly_struck",
    "assembly_result",
    "assembly_leaf",
    "assembly_ballot_look",
)
_WORDS = "what is frozen stays as it is"


def _making(vendor):
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        for table in _KEPT:
            yield f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} {refuse}"
            yield f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}"
        return
    yield (
        "CREATE FUNCTION assembly_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
    )
    for table in _KEPT:
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION assembly_stays()"
        )


def _dropping(vendor):
    if vendor == "sqlite":
        for table in _KEPT:
            yield f"DROP TRIGGER {table}_kept"
            yield f"DROP TRIGGER {table}_stays"
        return
    yield "DROP FUNCTION assembly_stays CASCADE"


def make(apps, schema_editor):
    for statement in _making(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in _dropping(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("assembly", "0002_community_rules"),)

    operations = (migrations.RunPython(make, drop),)
