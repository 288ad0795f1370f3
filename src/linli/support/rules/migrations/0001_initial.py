import django.db.models.deletion
import linli.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('devices', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MaintenanceWindow',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=80, null=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('reason', models.CharField(max_length=500)),
                ('opened_by', models.CharField(max_length=20)),
                ('opened_via', models.CharField(max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('closed_by', models.CharField(blank=True, default='', max_length=20)),
                ('closed_at', models.DateTimeField(null=True)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='devices.device')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'rules_maintenance',
                'indexes': [models.Index(fields=['community', 'until'], name='maintenance_by_end')],
                'constraints': [models.UniqueConstraint(fields=('community', 'key'), name='one_maintenance_per_key'), models.CheckConstraint(condition=models.Q(('place__isnull', True), ('device__isnull', True), _connector='XOR'), name='maintenance_at_a_place_or_device'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='maintenance_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('opened_by', ''), _negated=True)), name='maintenance_by_whom_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('key', models.CharField(max_length=80, null=True)),
                ('is_safety', models.BooleanField()),
                ('floor_percent', models.PositiveSmallIntegerField(default=50)),
                ('floor_verdicts', models.PositiveSmallIntegerField(default=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('version_on', models.PositiveIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'rules_rule',
                'constraints': [models.UniqueConstraint(fields=('community', 'key'), name='one_rule_per_key'), models.CheckConstraint(condition=models.Q(('floor_percent__lte', 100)), name='rule_floor_is_a_share'), models.CheckConstraint(condition=models.Q(('version_on__isnull', True), ('version_on__lte', models.F('version')), _connector='OR'), name='rule_runs_a_version_it_has')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('real', models.PositiveIntegerField()),
                ('false_alarms', models.PositiveIntegerField()),
                ('unclear', models.PositiveIntegerField()),
                ('floor_percent', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('kept', 'Kept'), ('changed', 'Changed'), ('switched_off', 'Switched Off')], default='', max_length=12)),
                ('decided_by', models.CharField(blank=True, default='', max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('judged_then', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.rule')),
            ],
            options={
                'db_table': 'rules_review',
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('rule',), name='one_open_review_per_rule'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='review_decided_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('alarm', models.CharField(max_length=64)),
                ('name_zh', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('reason_zh', models.CharField(max_length=500)),
                ('reason_en', models.CharField(max_length=500)),
                ('severity', models.CharField(choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('critical', 'Critical')], max_length=8)),
                ('definition', models.JSONField()),
                ('test', models.JSONField(null=True)),
                ('escalate_after', models.JSONField(default=list)),
                ('made_by', models.CharField(blank=True, default='', max_length=20)),
                ('made_via', models.CharField(max_length=10)),
                ('made_at', models.DateTimeField()),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.rule')),
            ],
            options={
                'db_table': 'rules_version',
                'constraints': [models.UniqueConstraint(fields=('rule', 'number'), name='one_version_per_number'), models.CheckConstraint(condition=models.Q(('severity__in', ['low', 'normal', 'high', 'critical'])), name='rule_severity_known')],
            },
        ),
        migrations.CreateModel(
            name='Switch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('is_on', models.BooleanField()),
                ('by', models.CharField(max_length=20)),
                ('via', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.rule')),
            ],
            options={
                'db_table': 'rules_switch',
                'constraints': [models.CheckConstraint(condition=models.Q(('by', ''), _negated=True), name='rule_switched_by_a_person'), models.CheckConstraint(condition=models.Q(('is_on', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='rule_switched_off_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('originator', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=64)),
                ('path', models.CharField(blank=True, default='', max_length=300)),
                ('severity', models.CharField(choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('critical', 'Critical')], max_length=8)),
                ('is_safety', models.BooleanField()),
                ('is_active', models.BooleanField(default=True)),
                ('raised_at', models.DateTimeField()),
                ('cleared_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledged_by', models.CharField(blank=True, default='', max_length=20)),
                ('acknowledged_via', models.CharField(blank=True, default='', max_length=10)),
                ('last_transition_at', models.DateTimeField()),
                ('repeats', models.PositiveIntegerField(default=0)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('escalates_at', models.DateTimeField(null=True)),
                ('value', models.FloatField(null=True)),
                ('series', models.PositiveBigIntegerField(null=True)),
                ('sources', models.JSONField(default=dict)),
                ('why_raised', models.JSONField(default=list)),
                ('why_cleared', models.JSONField(default=list)),
                ('matter', models.CharField(max_length=100, null=True)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('rule_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.ruleversion')),
            ],
            options={
                'db_table': 'rules_alarm',
                'indexes': [models.Index(fields=['community', 'is_active', '-id'], name='alarms_by_state'), models.Index(fields=['community', 'originator', 'kind', '-last_transition_at'], name='alarms_by_what'), models.Index(fields=['rule_version', 'is_active'], name='alarms_by_version'), models.Index(condition=models.Q(('escalates_at__isnull', False)), fields=['escalates_at'], name='alarms_to_escalate')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('community', 'originator', 'kind'), name='one_active_alarm_per_originator'), models.CheckConstraint(condition=models.Q(models.Q(('cleared_at__isnull', True), ('is_active', True)), models.Q(('cleared_at__isnull', False), ('is_active', False)), _connector='OR'), name='alarm_cleared_at_a_moment'), models.CheckConstraint(condition=models.Q(('severity__in', ['low', 'normal', 'high', 'critical'])), name='alarm_severity_known')],
            },
        ),
        migrations.CreateModel(
            name='Suppressed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('originator', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('path', models.CharField(blank=True, default='', max_length=300)),
                ('trace', models.JSONField()),
                ('maintenance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.maintenancewindow')),
                ('rule_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.ruleversion')),
            ],
            options={
                'db_table': 'rules_suppressed',
                'indexes': [models.Index(fields=['community', '-at'], name='suppressed_by_time')],
                'constraints': [models.UniqueConstraint(fields=('rule_version', 'originator', 'at'), name='suppressed_once')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(choices=[('real', 'Real'), ('false_alarm', 'False Alarm'), ('unclear', 'Unclear')], max_length=11)),
                ('by', models.CharField(max_length=20)),
                ('via', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('is_current', models.BooleanField(default=True)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.alarm')),
            ],
            options={
                'db_table': 'rules_verdict',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('alarm',), name='one_current_verdict_per_alarm'), models.CheckConstraint(condition=models.Q(('finding__in', ['real', 'false_alarm', 'unclear'])), name='verdict_known')],
            },
        ),
    ]
