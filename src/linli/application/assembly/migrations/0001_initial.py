import django.db.models.deletion
import linli.application.assembly.domain.money
import linli.application.assembly.domain.roll
import linli.application.assembly.domain.stages
import linli.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0008_channels_by_news'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assembly',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('convened', models.CharField(choices=[(linli.application.assembly.domain.stages.Convened['FIRST'], linli.application.assembly.domain.stages.Convened['FIRST']), (linli.application.assembly.domain.stages.Convened['REGULAR'], linli.application.assembly.domain.stages.Convened['REGULAR']), (linli.application.assembly.domain.stages.Convened['EXTRAORDINARY'], linli.application.assembly.domain.stages.Convened['EXTRAORDINARY'])], max_length=13)),
                ('mode', models.CharField(choices=[(linli.application.assembly.domain.stages.Mode['OWN'], linli.application.assembly.domain.stages.Mode['OWN']), (linli.application.assembly.domain.stages.Mode['OFFICIAL'], linli.application.assembly.domain.stages.Mode['OFFICIAL']), (linli.application.assembly.domain.stages.Mode['PAPER'], linli.application.assembly.domain.stages.Mode['PAPER'])], max_length=8)),
                ('stage', models.CharField(choices=[(linli.application.assembly.domain.stages.Stage['DRAFT'], linli.application.assembly.domain.stages.Stage['DRAFT']), (linli.application.assembly.domain.stages.Stage['ANNOUNCED'], linli.application.assembly.domain.stages.Stage['ANNOUNCED']), (linli.application.assembly.domain.stages.Stage['VOTING'], linli.application.assembly.domain.stages.Stage['VOTING']), (linli.application.assembly.domain.stages.Stage['CLOSED'], linli.application.assembly.domain.stages.Stage['CLOSED']), (linli.application.assembly.domain.stages.Stage['PRELIMINARY'], linli.application.assembly.domain.stages.Stage['PRELIMINARY']), (linli.application.assembly.domain.stages.Stage['FINAL'], linli.application.assembly.domain.stages.Stage['FINAL']), (linli.application.assembly.domain.stages.Stage['ARCHIVED'], linli.application.assembly.domain.stages.Stage['ARCHIVED']), (linli.application.assembly.domain.stages.Stage['CANCELLED'], linli.application.assembly.domain.stages.Stage['CANCELLED'])], default=linli.application.assembly.domain.stages.Stage['DRAFT'], max_length=11)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(max_length=160)),
                ('scope', models.JSONField(default=list)),
                ('rules', models.JSONField(null=True)),
                ('request', models.CharField(blank=True, default='', max_length=20)),
                ('announced_at', models.DateTimeField(null=True)),
                ('opens_at', models.DateTimeField(null=True)),
                ('closes_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('objections_until', models.DateTimeField(null=True)),
                ('final_at', models.DateTimeField(null=True)),
                ('challenge_until', models.DateTimeField(null=True)),
                ('keep_until', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_why', models.CharField(blank=True, default='', max_length=400)),
                ('extended', models.PositiveSmallIntegerField(default=0)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('key', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_assembly',
                'indexes': [models.Index(fields=['community', 'created_at'], name='assemblies_by_age'), models.Index(condition=models.Q(('stage__in', [linli.application.assembly.domain.stages.Stage['ANNOUNCED'], linli.application.assembly.domain.stages.Stage['VOTING']])), fields=['opens_at', 'closes_at'], name='assemblies_to_open_or_close')],
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_assembly_per_key'), models.CheckConstraint(condition=models.Q(('opens_at', None), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='an_assembly_opens_before_it_closes'), models.CheckConstraint(condition=models.Q(('stage__in', [linli.application.assembly.domain.stages.Stage['DRAFT'], linli.application.assembly.domain.stages.Stage['CANCELLED']]), models.Q(('opens_at__isnull', False), ('rules__isnull', False)), _connector='OR'), name='an_announced_assembly_has_rules_and_dates')],
            },
        ),
        migrations.CreateModel(
            name='UnitFigures',
            fields=[
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='places.place')),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('area', models.CharField(blank=True, default='', max_length=40)),
                ('source', models.CharField(choices=[(linli.application.assembly.domain.roll.Source['REGISTRY'], linli.application.assembly.domain.roll.Source['REGISTRY']), (linli.application.assembly.domain.roll.Source['SURVEY'], linli.application.assembly.domain.roll.Source['SURVEY']), (linli.application.assembly.domain.roll.Source['CONTRACT'], linli.application.assembly.domain.roll.Source['CONTRACT'])], max_length=8)),
                ('use', models.CharField(choices=[(linli.application.assembly.domain.roll.Use['HOME'], linli.application.assembly.domain.roll.Use['HOME']), (linli.application.assembly.domain.roll.Use['SHOP'], linli.application.assembly.domain.roll.Use['SHOP']), (linli.application.assembly.domain.roll.Use['PARKING'], linli.application.assembly.domain.roll.Use['PARKING']), (linli.application.assembly.domain.roll.Use['STORAGE'], linli.application.assembly.domain.roll.Use['STORAGE'])], default=linli.application.assembly.domain.roll.Use['HOME'], max_length=7)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_unit_figures',
            },
        ),
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('assembly', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='roll', serialize=False, to='assembly.assembly')),
                ('frozen_at', models.DateTimeField()),
                ('heads', models.PositiveIntegerField()),
                ('area', models.CharField(max_length=40)),
            ],
            options={
                'db_table': 'assembly_roll',
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=16)),
                ('subject', models.CharField(blank=True, default='', max_length=20)),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='assembly.assembly')),
            ],
            options={
                'db_table': 'assembly_leaf',
                'constraints': [models.UniqueConstraint(fields=('assembly', 'seq'), name='one_assembly_leaf_per_seq')],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('title_zh', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=240)),
                ('text_zh', models.TextField(max_length=8000)),
                ('text_en', models.TextField(blank=True, default='', max_length=16000)),
                ('scope', models.JSONField(default=list)),
                ('candidates', models.JSONField(default=list)),
                ('seats', models.PositiveSmallIntegerField(default=0)),
                ('amount_fen', models.BigIntegerField(null=True)),
                ('fund', models.CharField(blank=True, choices=[(linli.application.assembly.domain.money.Fund['FROM_MAINTENANCE'], linli.application.assembly.domain.money.Fund['FROM_MAINTENANCE']), (linli.application.assembly.domain.money.Fund['TO_MAINTENANCE'], linli.application.assembly.domain.money.Fund['TO_MAINTENANCE']), (linli.application.assembly.domain.money.Fund['FROM_PROCEEDS'], linli.application.assembly.domain.money.Fund['FROM_PROCEEDS']), (linli.application.assembly.domain.money.Fund['TO_PROCEEDS'], linli.application.assembly.domain.money.Fund['TO_PROCEEDS']), (linli.application.assembly.domain.money.Fund['OTHER'], linli.application.assembly.domain.money.Fund['OTHER'])], default='', max_length=16)),
                ('purpose', models.CharField(blank=True, default='', max_length=100)),
                ('key', models.CharField(max_length=80)),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='assembly.assembly')),
            ],
            options={
                'db_table': 'assembly_motion',
                'constraints': [models.UniqueConstraint(fields=('assembly', 'key'), name='one_motion_per_key'), models.UniqueConstraint(fields=('assembly', 'number'), name='one_motion_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'election'), ('seats__gt', 0)), ('seats', 0), _connector='OR'), name='only_elections_have_seats'), models.CheckConstraint(condition=models.Q(models.Q(('amount_fen', None), ('fund', ''), ('purpose', '')), models.Q(('amount_fen__gt', 0), ('amount_fen__isnull', False), models.Q(('fund', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), _connector='OR'), name='money_has_a_fund_and_a_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('about', models.CharField(choices=[('roll', 'roll'), ('candidate', 'candidate'), ('result', 'result')], max_length=10)),
                ('text', models.TextField(max_length=2000)),
                ('at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='', max_length=2000)),
                ('is_upheld', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=80)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='assembly.assembly')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_objection',
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='one_objection_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(choices=[('preliminary', 'preliminary'), ('final', 'final')], max_length=11)),
                ('body', models.JSONField()),
                ('last_sheet', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='assembly.assembly')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_result',
                'constraints': [models.UniqueConstraint(fields=('assembly', 'number'), name='one_result_per_number'), models.UniqueConstraint(condition=models.Q(('stage', 'final')), fields=('assembly',), name='one_final_result')],
            },
        ),
        migrations.CreateModel(
            name='Scrutineer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scrutineers', to='assembly.assembly')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_scrutineer',
                'constraints': [models.UniqueConstraint(fields=('assembly', 'person'), name='a_scrutineer_is_named_once')],
            },
        ),
        migrations.CreateModel(
            name='RollHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('pseudonym', models.CharField(max_length=16)),
                ('area', models.CharField(max_length=40)),
                ('is_developer', models.BooleanField(default=False)),
                ('is_joint', models.BooleanField(default=False)),
                ('roll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owners', to='assembly.roll')),
            ],
            options={
                'db_table': 'assembly_roll_head',
                'constraints': [models.UniqueConstraint(fields=('roll', 'number'), name='one_head_per_number'), models.UniqueConstraint(fields=('roll', 'pseudonym'), name='one_head_per_pseudonym')],
            },
        ),
        migrations.CreateModel(
            name='HeadStanding',
            fields=[
                ('head', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='standing', serialize=False, to='assembly.rollhead')),
                ('evidence', models.CharField(blank=True, default='', max_length=20)),
                ('named_at', models.DateTimeField(null=True)),
                ('is_disputed', models.BooleanField(default=False)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('representative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_head_standing',
            },
        ),
        migrations.CreateModel(
            name='BallotLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('looker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='assembly.rollhead')),
            ],
            options={
                'db_table': 'assembly_ballot_look',
            },
        ),
        migrations.CreateModel(
            name='PaperBallot',
            fields=[
                ('serial', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=32, unique=True)),
                ('printed_at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='assembly.assembly')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='assembly.rollhead')),
                ('replaced_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='assembly.paperballot')),
            ],
            options={
                'db_table': 'assembly_paper_ballot',
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_by', None)), fields=('head',), name='one_live_paper_per_head'), models.UniqueConstraint(fields=('head', 'key'), name='one_paper_per_head_and_key')],
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('evidence', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=80)),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='assembly.assembly')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.rollhead')),
            ],
            options={
                'db_table': 'assembly_proxy',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('assembly', 'principal'), name='one_live_proxy_per_head'), models.UniqueConstraint(fields=('assembly', 'by', 'key'), name='one_proxy_per_key')],
            },
        ),
        migrations.CreateModel(
            name='RollUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=400)),
                ('label_en', models.CharField(max_length=400)),
                ('building', models.CharField(blank=True, default='', max_length=20)),
                ('entrance', models.CharField(blank=True, default='', max_length=20)),
                ('area', models.CharField(max_length=40)),
                ('source', models.CharField(choices=[(linli.application.assembly.domain.roll.Source['REGISTRY'], linli.application.assembly.domain.roll.Source['REGISTRY']), (linli.application.assembly.domain.roll.Source['SURVEY'], linli.application.assembly.domain.roll.Source['SURVEY']), (linli.application.assembly.domain.roll.Source['CONTRACT'], linli.application.assembly.domain.roll.Source['CONTRACT'])], max_length=8)),
                ('use', models.CharField(choices=[(linli.application.assembly.domain.roll.Use['HOME'], linli.application.assembly.domain.roll.Use['HOME']), (linli.application.assembly.domain.roll.Use['SHOP'], linli.application.assembly.domain.roll.Use['SHOP']), (linli.application.assembly.domain.roll.Use['PARKING'], linli.application.assembly.domain.roll.Use['PARKING']), (linli.application.assembly.domain.roll.Use['STORAGE'], linli.application.assembly.domain.roll.Use['STORAGE'])], default=linli.application.assembly.domain.roll.Use['HOME'], max_length=7)),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='assembly.rollhead')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'assembly_roll_unit',
                'constraints': [models.UniqueConstraint(fields=('head', 'place'), name='one_unit_per_head')],
            },
        ),
        migrations.CreateModel(
            name='RollVoter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voters', to='assembly.rollhead')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_roll_voter',
                'indexes': [models.Index(fields=['person'], name='heads_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('head', 'person'), name='one_voter_per_head')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('channel', models.CharField(choices=[(linli.application.assembly.domain.stages.Channel['WEB'], linli.application.assembly.domain.stages.Channel['WEB']), (linli.application.assembly.domain.stages.Channel['PAPER'], linli.application.assembly.domain.stages.Channel['PAPER']), (linli.application.assembly.domain.stages.Channel['PHONE'], linli.application.assembly.domain.stages.Channel['PHONE']), (linli.application.assembly.domain.stages.Channel['DOORSTEP'], linli.application.assembly.domain.stages.Channel['DOORSTEP']), (linli.application.assembly.domain.stages.Channel['OFFICIAL'], linli.application.assembly.domain.stages.Channel['OFFICIAL'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('seq', models.PositiveIntegerField()),
                ('known_by', models.CharField(blank=True, default='', max_length=80)),
                ('evidence', models.CharField(blank=True, default='', max_length=64)),
                ('sealed', models.BinaryField()),
                ('key', models.CharField(max_length=80)),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assembly.assembly')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assembly.rollhead')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.paperballot')),
                ('proxy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.proxy')),
                ('signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('witnessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_sheet',
                'constraints': [models.UniqueConstraint(fields=('assembly', 'number'), name='one_sheet_per_number'), models.UniqueConstraint(fields=('assembly', 'head', 'key'), name='one_sheet_per_key')],
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('scan', models.CharField(max_length=20)),
                ('returned_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='assembly.paperballot')),
            ],
            options={
                'db_table': 'assembly_paper_entry',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('paper', 'by'), name='one_entry_per_clerk_and_paper')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=8)),
                ('evidence', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='assembly.rollunit')),
            ],
            options={
                'db_table': 'assembly_delivery',
                'constraints': [models.UniqueConstraint(fields=('unit', 'channel'), name='one_delivery_per_channel')],
            },
        ),
        migrations.CreateModel(
            name='Struck',
            fields=[
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='struck', serialize=False, to='assembly.sheet')),
                ('why', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_struck',
            },
        ),
        migrations.CreateModel(
            name='Effective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.rollhead')),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.motion')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.sheet')),
            ],
            options={
                'db_table': 'assembly_effective',
                'constraints': [models.UniqueConstraint(fields=('motion', 'head'), name='one_ballot_per_head_and_motion')],
            },
        ),
    ]
