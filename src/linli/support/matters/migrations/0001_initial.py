import django.db.models.deletion
import linli.kernel.actor
import linli.kernel.ids
import linli.support.matters.domain.catalogue
import linli.support.matters.domain.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'matters_counter',
                'constraints': [models.UniqueConstraint(fields=('community', 'day'), name='one_counter_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=20)),
                ('nature', models.CharField(choices=[(linli.support.matters.domain.catalogue.Nature['DEMAND'], linli.support.matters.domain.catalogue.Nature['DEMAND']), (linli.support.matters.domain.catalogue.Nature['ALARM'], linli.support.matters.domain.catalogue.Nature['ALARM']), (linli.support.matters.domain.catalogue.Nature['TASK'], linli.support.matters.domain.catalogue.Nature['TASK'])], max_length=8)),
                ('category', models.CharField(max_length=40)),
                ('title', models.CharField(blank=True, default='', max_length=120)),
                ('description', models.TextField(blank=True, default='')),
                ('place_label', models.CharField(max_length=400)),
                ('building_label', models.CharField(blank=True, default='', max_length=400)),
                ('path', models.CharField(max_length=200)),
                ('severity', models.CharField(choices=[(linli.support.matters.domain.catalogue.Severity['MINOR'], linli.support.matters.domain.catalogue.Severity['MINOR']), (linli.support.matters.domain.catalogue.Severity['NORMAL'], linli.support.matters.domain.catalogue.Severity['NORMAL']), (linli.support.matters.domain.catalogue.Severity['URGENT'], linli.support.matters.domain.catalogue.Severity['URGENT']), (linli.support.matters.domain.catalogue.Severity['DANGER'], linli.support.matters.domain.catalogue.Severity['DANGER'])], max_length=8)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('contact', models.BinaryField(null=True)),
                ('is_public', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[(linli.support.matters.domain.states.State['REPORTED'], linli.support.matters.domain.states.State['REPORTED']), (linli.support.matters.domain.states.State['ACCEPTED'], linli.support.matters.domain.states.State['ACCEPTED']), (linli.support.matters.domain.states.State['ASSIGNED'], linli.support.matters.domain.states.State['ASSIGNED']), (linli.support.matters.domain.states.State['IN_PROGRESS'], linli.support.matters.domain.states.State['IN_PROGRESS']), (linli.support.matters.domain.states.State['ON_HOLD'], linli.support.matters.domain.states.State['ON_HOLD']), (linli.support.matters.domain.states.State['RESOLVED'], linli.support.matters.domain.states.State['RESOLVED']), (linli.support.matters.domain.states.State['REOPENED'], linli.support.matters.domain.states.State['REOPENED']), (linli.support.matters.domain.states.State['CONFIRMED'], linli.support.matters.domain.states.State['CONFIRMED']), (linli.support.matters.domain.states.State['DECLINED'], linli.support.matters.domain.states.State['DECLINED']), (linli.support.matters.domain.states.State['WITHDRAWN'], linli.support.matters.domain.states.State['WITHDRAWN']), (linli.support.matters.domain.states.State['MERGED'], linli.support.matters.domain.states.State['MERGED'])], default=linli.support.matters.domain.states.State['REPORTED'], max_length=12)),
                ('held_from', models.CharField(blank=True, default='', max_length=12)),
                ('left_from', models.CharField(blank=True, default='', max_length=12)),
                ('hold', models.CharField(blank=True, default='', max_length=20)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('supervision', models.PositiveSmallIntegerField(default=0)),
                ('judgement', models.CharField(blank=True, choices=[('real', 'real'), ('false_alarm', 'false_alarm'), ('unclear', 'unclear')], default='', max_length=12)),
                ('confirmed_how', models.CharField(blank=True, choices=[('resident', 'resident'), ('silence', 'silence'), ('check', 'check')], default='', max_length=12)),
                ('fingerprint', models.CharField(blank=True, default='', max_length=64)),
                ('key', models.CharField(blank=True, max_length=160, null=True)),
                ('opened_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('promised_at', models.DateTimeField(null=True)),
                ('order_at', models.DateTimeField()),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('building', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('dwelling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('home', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('resolver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('survivor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_matter',
                'indexes': [models.Index(fields=['community', 'state', 'order_at'], name='matters_by_due'), models.Index(fields=['community', 'order_at', 'id'], name='matters_queue'), models.Index(fields=['assignee', 'state', 'order_at'], name='matters_of_assignee'), models.Index(fields=['reporter', 'opened_at'], name='matters_of_reporter'), models.Index(fields=['community', 'category', 'state'], name='matters_by_category'), models.Index(fields=['community', 'opened_at'], name='matters_by_age'), models.Index(fields=['community', 'closed_at'], name='matters_by_end')],
                'constraints': [models.UniqueConstraint(fields=('community', 'number'), name='one_matter_per_number'), models.UniqueConstraint(fields=('community', 'key'), name='one_matter_per_key'), models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'accepted', 'assigned', 'in_progress', 'on_hold', 'resolved', 'reopened', 'confirmed', 'declined', 'withdrawn', 'merged'])), name='matter_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['assigned', 'in_progress', 'resolved']), _negated=True), ('assignee__isnull', False), _connector='OR'), name='work_has_someone_responsible'), models.CheckConstraint(condition=models.Q(('state', 'confirmed'), ('confirmed_how', ''), _connector='XOR'), name='only_a_confirmation_counts_as_solved'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'on_hold'), ('held_from', ''), _connector='XOR'), ('left_from', 'on_hold'), _connector='OR'), name='a_hold_remembers_where_it_was'), models.CheckConstraint(condition=models.Q(('state', 'merged'), ('survivor', None), _connector='XOR'), name='a_merged_matter_has_a_survivor')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('community', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('windows', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_working_hours',
            },
        ),
        migrations.CreateModel(
            name='ClockRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('category', models.CharField(max_length=40)),
                ('severity', models.CharField(choices=[(linli.support.matters.domain.catalogue.Severity['MINOR'], linli.support.matters.domain.catalogue.Severity['MINOR']), (linli.support.matters.domain.catalogue.Severity['NORMAL'], linli.support.matters.domain.catalogue.Severity['NORMAL']), (linli.support.matters.domain.catalogue.Severity['URGENT'], linli.support.matters.domain.catalogue.Severity['URGENT']), (linli.support.matters.domain.catalogue.Severity['DANGER'], linli.support.matters.domain.catalogue.Severity['DANGER'])], max_length=8)),
                ('clock', models.CharField(choices=[(linli.support.matters.domain.catalogue.ClockKind['ACCEPT'], linli.support.matters.domain.catalogue.ClockKind['ACCEPT']), (linli.support.matters.domain.catalogue.ClockKind['ANSWER'], linli.support.matters.domain.catalogue.ClockKind['ANSWER']), (linli.support.matters.domain.catalogue.ClockKind['RESOLVE'], linli.support.matters.domain.catalogue.ClockKind['RESOLVE']), (linli.support.matters.domain.catalogue.ClockKind['CONFIRM'], linli.support.matters.domain.catalogue.ClockKind['CONFIRM'])], max_length=8)),
                ('span', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_clock_rule',
                'constraints': [models.UniqueConstraint(fields=('community', 'category', 'severity', 'clock'), name='one_rule_per_clock')],
            },
        ),
        migrations.CreateModel(
            name='Hand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('executor', 'executor'), ('watcher', 'watcher')], max_length=8)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_hand',
                'indexes': [models.Index(fields=['person'], name='hands_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('matter', 'person'), name='one_part_per_hand')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=24)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('params', models.JSONField(blank=True, default=dict)),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_entry',
                'indexes': [models.Index(fields=['matter', 'id'], name='entries_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80)),
                ('words_zh', models.CharField(max_length=400)),
                ('words_en', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_effect',
                'indexes': [models.Index(fields=['ref'], name='effects_by_ref')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'ref'), name='one_effect_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[(linli.support.matters.domain.catalogue.ClockKind['ACCEPT'], linli.support.matters.domain.catalogue.ClockKind['ACCEPT']), (linli.support.matters.domain.catalogue.ClockKind['ANSWER'], linli.support.matters.domain.catalogue.ClockKind['ANSWER']), (linli.support.matters.domain.catalogue.ClockKind['RESOLVE'], linli.support.matters.domain.catalogue.ClockKind['RESOLVE']), (linli.support.matters.domain.catalogue.ClockKind['CONFIRM'], linli.support.matters.domain.catalogue.ClockKind['CONFIRM'])], max_length=8)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('minutes', models.PositiveIntegerField()),
                ('working', models.BooleanField()),
                ('used', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('running_since', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('running', 'running'), ('held', 'held'), ('met', 'met'), ('missed', 'missed'), ('void', 'void')], default='running', max_length=8)),
                ('is_warned', models.BooleanField(default=False)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('is_certain', models.BooleanField(default=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_clock',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='clocks_to_wake')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'held'])), fields=('matter', 'kind'), name='one_live_clock_of_a_kind'), models.CheckConstraint(condition=models.Q(('state', 'running'), ('running_since', None), _connector='XOR'), name='a_running_clock_runs_since'), models.CheckConstraint(condition=models.Q(('state', 'running'), ('next_at', None), _connector='OR'), name='only_running_clocks_wake')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed', models.BooleanField()),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_check',
            },
        ),
        migrations.CreateModel(
            name='CauseRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80)),
                ('words_zh', models.CharField(max_length=400)),
                ('words_en', models.CharField(max_length=400)),
                ('since', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='causes', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_cause',
                'indexes': [models.Index(fields=['ref'], name='causes_by_ref')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'ref'), name='one_cause_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('purpose', models.CharField(default='message', max_length=12)),
                ('text', models.TextField(blank=True, default='')),
                ('is_note', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('key', models.CharField(blank=True, max_length=160, null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='matters.matter')),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_message',
                'indexes': [models.Index(fields=['matter', 'at', 'id'], name='messages_in_order')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'key'), name='one_message_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('role', models.CharField(blank=True, default='', max_length=12)),
                ('organisation', models.CharField(blank=True, default='', max_length=120)),
                ('task', models.CharField(blank=True, default='', max_length=400)),
                ('called_at', models.DateTimeField()),
                ('came_at', models.DateTimeField(null=True)),
                ('called_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='matters.matter')),
            ],
            options={
                'db_table': 'matters_party',
                'indexes': [models.Index(fields=['role'], name='parties_by_role')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'role', 'organisation'), name='one_call_per_party'), models.CheckConstraint(condition=models.Q(('organisation', ''), ('role', ''), _negated=True), name='a_party_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_marks', to='matters.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_read_mark',
                'constraints': [models.UniqueConstraint(fields=('matter', 'person'), name='one_mark_per_reader')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.PositiveIntegerField()),
                ('round', models.PositiveSmallIntegerField()),
                ('solved', models.BooleanField()),
                ('stars', models.PositiveSmallIntegerField(null=True)),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='matters.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_verdict',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('matter', 'round'), name='one_verdict_per_round'), models.CheckConstraint(condition=models.Q(('stars', None), ('stars__range', (1, 5)), _connector='OR'), name='one_to_five_stars')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='matters.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'matters_voice',
                'indexes': [models.Index(fields=['person'], name='voices_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'person'), name='one_voice_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=20, unique=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='matters.matter')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='matters.message')),
            ],
            options={
                'db_table': 'matters_photo',
            },
        ),
    ]
