"""Announcements; the database itself keeps them: rows can be added and read, nothing else."""

import django.db.models.deletion
import linli.application.announcements.domain.cards
import linli.kernel.ids
from django.db import migrations, models


_TABLES = ("announcement", "audience", "version", "seen", "hung", "withdrawal")
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'what was announced is never edited'); END"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in _TABLES:
            for act in ("update", "delete"):
                schema_editor.execute(
                    f"CREATE TRIGGER announcements_{table}_no_{act} BEFORE {act.upper()} "
                    f"ON announcements_{table} {_REFUSE}"
                )
        return
    schema_editor.execute(
        "CREATE FUNCTION announcements_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was announced is never edited'; END $$"
    )
    for table in _TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER announcements_{table}_only_grows BEFORE UPDATE OR DELETE "
            f"ON announcements_{table} FOR EACH ROW EXECUTE FUNCTION announcements_only_grow()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in _TABLES:
            for act in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER announcements_{table}_no_{act}")
        return
    schema_editor.execute("DROP FUNCTION announcements_only_grow CASCADE")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0008_channels_by_news'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[(linli.application.announcements.domain.cards.Kind['ASSEMBLY'], linli.application.announcements.domain.cards.Kind['ASSEMBLY']), (linli.application.announcements.domain.cards.Kind['ROLL'], linli.application.announcements.domain.cards.Kind['ROLL']), (linli.application.announcements.domain.cards.Kind['CANDIDATES'], linli.application.announcements.domain.cards.Kind['CANDIDATES']), (linli.application.announcements.domain.cards.Kind['PRELIMINARY'], linli.application.announcements.domain.cards.Kind['PRELIMINARY']), (linli.application.announcements.domain.cards.Kind['RESULT'], linli.application.announcements.domain.cards.Kind['RESULT']), (linli.application.announcements.domain.cards.Kind['RULES'], linli.application.announcements.domain.cards.Kind['RULES']), (linli.application.announcements.domain.cards.Kind['ORDINARY'], linli.application.announcements.domain.cards.Kind['ORDINARY'])], max_length=12)),
                ('owners_only', models.BooleanField()),
                ('key', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'announcements_announcement',
            },
        ),
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'db_table': 'announcements_audience',
            },
        ),
        migrations.CreateModel(
            name='Hung',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('photo', models.CharField(blank=True, default='', max_length=20)),
                ('key', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'announcements_hung',
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'announcements_seen',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title_zh', models.CharField(max_length=40)),
                ('title_en', models.CharField(max_length=80)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField()),
                ('basis', models.CharField(blank=True, max_length=120)),
                ('hang_until', models.DateField(null=True)),
                ('why', models.CharField(blank=True, default='', max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'announcements_version',
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('announcement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='withdrawal', serialize=False, to='announcements.announcement')),
                ('why', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'announcements_withdrawal',
            },
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(fields=('community', 'key'), name='one_announcement_per_key'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['assembly', 'roll', 'candidates', 'preliminary', 'result', 'rules', 'ordinary'])), name='announcement_kind_known'),
        ),
        migrations.AddField(
            model_name='audience',
            name='announcement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='announcements.announcement'),
        ),
        migrations.AddField(
            model_name='audience',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='hung',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='hung',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place'),
        ),
        migrations.AddField(
            model_name='seen',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='version',
            name='announcement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='announcements.announcement'),
        ),
        migrations.AddField(
            model_name='version',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='seen',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='announcements.version'),
        ),
        migrations.AddField(
            model_name='hung',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hung', to='announcements.version'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.UniqueConstraint(fields=('announcement', 'place'), name='an_audience_names_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('announcement', 'number'), name='one_version_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('announcement', 'key'), name='one_version_per_key'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('why', ''), _negated=True), _connector='OR'), name='a_correction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='seen',
            constraint=models.UniqueConstraint(fields=('version', 'person'), name='a_version_is_seen_once'),
        ),
        migrations.AddConstraint(
            model_name='hung',
            constraint=models.UniqueConstraint(fields=('by', 'key'), name='one_hanging_per_key'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_withdrawal_says_why'),
        ),
        migrations.RunPython(make, drop),
    ]
