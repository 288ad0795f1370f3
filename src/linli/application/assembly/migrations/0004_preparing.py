import django.db.models.deletion
import linli.application.assembly.domain.preparing.bodies
import linli.application.assembly.domain.preparing.candidates
import linli.application.assembly.domain.preparing.offices
import linli.application.assembly.domain.preparing.requests
import linli.application.assembly.domain.preparing.shown
import linli.application.assembly.domain.preparing.texts
import linli.kernel.actor
import linli.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0003_what_is_frozen_stays'),
        ('people', '0009_keyed_invitations_and_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('seats', models.PositiveSmallIntegerField()),
                ('elected_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('filed_on', models.DateField(null=True)),
                ('receipt', models.CharField(blank=True, default='', max_length=120)),
                ('key', models.CharField(max_length=80)),
                ('assembly', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.assembly')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_council',
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_council_per_key'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('community',), name='one_council_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('elected_on'))), name='a_term_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('kind', models.CharField(choices=[(linli.application.assembly.domain.preparing.requests.RequestKind['FIRST'], linli.application.assembly.domain.preparing.requests.RequestKind['FIRST']), (linli.application.assembly.domain.preparing.requests.RequestKind['EXTRAORDINARY'], linli.application.assembly.domain.preparing.requests.RequestKind['EXTRAORDINARY']), (linli.application.assembly.domain.preparing.requests.RequestKind['RECALL'], linli.application.assembly.domain.preparing.requests.RequestKind['RECALL'])], max_length=13)),
                ('state', models.CharField(choices=[(linli.application.assembly.domain.preparing.requests.RequestState['COLLECTING'], linli.application.assembly.domain.preparing.requests.RequestState['COLLECTING']), (linli.application.assembly.domain.preparing.requests.RequestState['REACHED'], linli.application.assembly.domain.preparing.requests.RequestState['REACHED']), (linli.application.assembly.domain.preparing.requests.RequestState['ACCEPTED'], linli.application.assembly.domain.preparing.requests.RequestState['ACCEPTED']), (linli.application.assembly.domain.preparing.requests.RequestState['REFUSED'], linli.application.assembly.domain.preparing.requests.RequestState['REFUSED']), (linli.application.assembly.domain.preparing.requests.RequestState['WITHDRAWN'], linli.application.assembly.domain.preparing.requests.RequestState['WITHDRAWN'])], default=linli.application.assembly.domain.preparing.requests.RequestState['COLLECTING'], max_length=10)),
                ('title', models.CharField(max_length=80)),
                ('reason', models.TextField(max_length=4000)),
                ('motions', models.JSONField(default=list)),
                ('accused', models.JSONField(default=list)),
                ('threshold', models.JSONField()),
                ('key', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateField(null=True)),
                ('heads', models.PositiveIntegerField(null=True)),
                ('all_heads', models.PositiveIntegerField(null=True)),
                ('area', models.CharField(blank=True, default='', max_length=40)),
                ('all_area', models.CharField(blank=True, default='', max_length=40)),
                ('answer', models.TextField(blank=True, default='', max_length=4000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('assembly', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.assembly')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_request',
                'indexes': [models.Index(fields=['community', 'created_at'], name='requests_by_age')],
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_request_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [linli.application.assembly.domain.preparing.requests.RequestState['REACHED'], linli.application.assembly.domain.preparing.requests.RequestState['ACCEPTED']]), _negated=True), models.Q(('heads__isnull', False), ('reached_at__isnull', False)), _connector='OR'), name='a_reached_request_has_its_figures'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [linli.application.assembly.domain.preparing.requests.RequestState['ACCEPTED'], linli.application.assembly.domain.preparing.requests.RequestState['REFUSED']]), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answered_request_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='FilingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('given_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='assembly.council')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_filing_paper',
                'constraints': [models.UniqueConstraint(fields=('council', 'name'), name='one_filing_paper_per_name')],
            },
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=200)),
                ('due', models.DateField()),
                ('given_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='assembly.council')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_handover_item',
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_handover_item_per_key'), models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='a_handover_has_two_sides')],
            },
        ),
        migrations.CreateModel(
            name='OfficeHolder',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('rank', models.PositiveSmallIntegerField()),
                ('is_alternate', models.BooleanField(default=False)),
                ('office', models.CharField(choices=[(linli.application.assembly.domain.preparing.offices.Office['MEMBER'], linli.application.assembly.domain.preparing.offices.Office['MEMBER']), (linli.application.assembly.domain.preparing.offices.Office['CHAIR'], linli.application.assembly.domain.preparing.offices.Office['CHAIR']), (linli.application.assembly.domain.preparing.offices.Office['VICE_CHAIR'], linli.application.assembly.domain.preparing.offices.Office['VICE_CHAIR'])], default=linli.application.assembly.domain.preparing.offices.Office['MEMBER'], max_length=10)),
                ('since', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('why_left', models.CharField(blank=True, choices=[(linli.application.assembly.domain.preparing.offices.Left['RESIGNED'], linli.application.assembly.domain.preparing.offices.Left['RESIGNED']), (linli.application.assembly.domain.preparing.offices.Left['NO_LONGER_OWNER'], linli.application.assembly.domain.preparing.offices.Left['NO_LONGER_OWNER']), (linli.application.assembly.domain.preparing.offices.Left['RECALLED'], linli.application.assembly.domain.preparing.offices.Left['RECALLED']), (linli.application.assembly.domain.preparing.offices.Left['DIED'], linli.application.assembly.domain.preparing.offices.Left['DIED']), (linli.application.assembly.domain.preparing.offices.Left['OTHER'], linli.application.assembly.domain.preparing.offices.Left['OTHER'])], default='', max_length=16)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='assembly.council')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'assembly_office_holder',
                'constraints': [models.UniqueConstraint(fields=('council', 'person'), name='one_office_per_person'), models.UniqueConstraint(condition=models.Q(('left_at', None), ('office', linli.application.assembly.domain.preparing.offices.Office['CHAIR'])), fields=('council',), name='one_chair_per_council')],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('kind', models.CharField(choices=[(linli.application.assembly.domain.preparing.bodies.BodyKind['GROUP'], linli.application.assembly.domain.preparing.bodies.BodyKind['GROUP']), (linli.application.assembly.domain.preparing.bodies.BodyKind['COMMITTEE'], linli.application.assembly.domain.preparing.bodies.BodyKind['COMMITTEE'])], max_length=9)),
                ('state', models.CharField(choices=[(linli.application.assembly.domain.preparing.bodies.BodyState['FORMING'], linli.application.assembly.domain.preparing.bodies.BodyState['FORMING']), (linli.application.assembly.domain.preparing.bodies.BodyState['LISTED'], linli.application.assembly.domain.preparing.bodies.BodyState['LISTED']), (linli.application.assembly.domain.preparing.bodies.BodyState['FORMED'], linli.application.assembly.domain.preparing.bodies.BodyState['FORMED']), (linli.application.assembly.domain.preparing.bodies.BodyState['DONE'], linli.application.assembly.domain.preparing.bodies.BodyState['DONE'])], default=linli.application.assembly.domain.preparing.bodies.BodyState['FORMING'], max_length=7)),
                ('key', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('formed_at', models.DateTimeField(null=True)),
                ('assembly', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.assembly')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('formed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='preparation', to='assembly.request')),
            ],
            options={
                'db_table': 'assembly_preparation',
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_preparation_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [linli.application.assembly.domain.preparing.bodies.BodyState['FORMED'], linli.application.assembly.domain.preparing.bodies.BodyState['DONE']]), _negated=True), ('formed_at__isnull', False), _connector='OR'), name='a_formed_body_was_approved')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.CharField(choices=[(linli.application.assembly.domain.preparing.offices.Due['CHAIR'], linli.application.assembly.domain.preparing.offices.Due['CHAIR']), (linli.application.assembly.domain.preparing.offices.Due['FILING'], linli.application.assembly.domain.preparing.offices.Due['FILING']), (linli.application.assembly.domain.preparing.offices.Due['HANDOVER'], linli.application.assembly.domain.preparing.offices.Due['HANDOVER']), (linli.application.assembly.domain.preparing.offices.Due['RE_ELECTION'], linli.application.assembly.domain.preparing.offices.Due['RE_ELECTION']), (linli.application.assembly.domain.preparing.offices.Due['BY_ELECTION'], linli.application.assembly.domain.preparing.offices.Due['BY_ELECTION'])], max_length=11)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='assembly.council')),
            ],
            options={
                'db_table': 'assembly_reminder',
                'constraints': [models.UniqueConstraint(fields=('council', 'due'), name='one_reminder_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('scan', models.CharField(blank=True, default='', max_length=20)),
                ('entry', models.PositiveBigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='assembly.request')),
            ],
            options={
                'db_table': 'assembly_signature',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('request', 'person'), name='one_signature_per_person'), models.CheckConstraint(condition=models.Q(('entry', None), models.Q(('scan', ''), _negated=True), _connector='OR'), name='a_signature_on_paper_has_a_scan')],
            },
        ),
        migrations.CreateModel(
            name='DraftText',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[(linli.application.assembly.domain.preparing.texts.TextKind['RULES'], linli.application.assembly.domain.preparing.texts.TextKind['RULES']), (linli.application.assembly.domain.preparing.texts.TextKind['COVENANT'], linli.application.assembly.domain.preparing.texts.TextKind['COVENANT'])], max_length=8)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=60000)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='assembly.preparation')),
            ],
            options={
                'db_table': 'assembly_draft_text',
                'constraints': [models.UniqueConstraint(fields=('preparation', 'kind', 'number'), name='one_draft_per_number'), models.UniqueConstraint(fields=('by', 'key'), name='one_draft_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('how', models.CharField(choices=[(linli.application.assembly.domain.preparing.candidates.How['SELF'], linli.application.assembly.domain.preparing.candidates.How['SELF']), (linli.application.assembly.domain.preparing.candidates.How['JOINT'], linli.application.assembly.domain.preparing.candidates.How['JOINT']), (linli.application.assembly.domain.preparing.candidates.How['RECOMMENDED'], linli.application.assembly.domain.preparing.candidates.How['RECOMMENDED'])], max_length=11)),
                ('backers', models.JSONField(default=list)),
                ('proposer', models.CharField(blank=True, default='', max_length=120)),
                ('statement', models.TextField(blank=True, default='', max_length=2000)),
                ('state', models.CharField(choices=[(linli.application.assembly.domain.preparing.candidates.CandidacyState['NOMINATED'], linli.application.assembly.domain.preparing.candidates.CandidacyState['NOMINATED']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['CONSENTED'], linli.application.assembly.domain.preparing.candidates.CandidacyState['CONSENTED']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['ELIGIBLE'], linli.application.assembly.domain.preparing.candidates.CandidacyState['ELIGIBLE']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['INELIGIBLE'], linli.application.assembly.domain.preparing.candidates.CandidacyState['INELIGIBLE']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['PUBLISHED'], linli.application.assembly.domain.preparing.candidates.CandidacyState['PUBLISHED']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['FINAL'], linli.application.assembly.domain.preparing.candidates.CandidacyState['FINAL']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['STRUCK'], linli.application.assembly.domain.preparing.candidates.CandidacyState['STRUCK']), (linli.application.assembly.domain.preparing.candidates.CandidacyState['WITHDRAWN'], linli.application.assembly.domain.preparing.candidates.CandidacyState['WITHDRAWN'])], default=linli.application.assembly.domain.preparing.candidates.CandidacyState['NOMINATED'], max_length=10)),
                ('consented_at', models.DateTimeField(null=True)),
                ('consented_via', models.CharField(blank=True, choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], default='', max_length=8)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('why_ended', models.CharField(blank=True, default='', max_length=400)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='assembly.preparation')),
            ],
            options={
                'db_table': 'assembly_candidacy',
                'constraints': [models.UniqueConstraint(fields=('preparation', 'person'), name='one_candidacy_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [linli.application.assembly.domain.preparing.candidates.CandidacyState['CONSENTED'], linli.application.assembly.domain.preparing.candidates.CandidacyState['ELIGIBLE'], linli.application.assembly.domain.preparing.candidates.CandidacyState['PUBLISHED'], linli.application.assembly.domain.preparing.candidates.CandidacyState['FINAL']]), _negated=True), ('consented_at__isnull', False), _connector='OR'), name='nobody_stands_without_consent')],
            },
        ),
        migrations.CreateModel(
            name='Preparer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[(linli.application.assembly.domain.preparing.bodies.Side['OWNER'], linli.application.assembly.domain.preparing.bodies.Side['OWNER']), (linli.application.assembly.domain.preparing.bodies.Side['STREET'], linli.application.assembly.domain.preparing.bodies.Side['STREET']), (linli.application.assembly.domain.preparing.bodies.Side['RESIDENTS_COMMITTEE'], linli.application.assembly.domain.preparing.bodies.Side['RESIDENTS_COMMITTEE']), (linli.application.assembly.domain.preparing.bodies.Side['DEVELOPER'], linli.application.assembly.domain.preparing.bodies.Side['DEVELOPER']), (linli.application.assembly.domain.preparing.bodies.Side['PARTY'], linli.application.assembly.domain.preparing.bodies.Side['PARTY']), (linli.application.assembly.domain.preparing.bodies.Side['POLICE'], linli.application.assembly.domain.preparing.bodies.Side['POLICE'])], max_length=20)),
                ('leads', models.BooleanField(default=False)),
                ('recommended_by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='assembly.preparation')),
            ],
            options={
                'db_table': 'assembly_preparer',
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('preparation', 'person'), name='one_seat_per_preparer'), models.UniqueConstraint(condition=models.Q(('leads', True), ('left_at', None)), fields=('preparation',), name='one_leader_per_preparation')],
            },
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[(linli.application.assembly.domain.preparing.shown.Shown['MEMBERS'], linli.application.assembly.domain.preparing.shown.Shown['MEMBERS']), (linli.application.assembly.domain.preparing.shown.Shown['ROLL'], linli.application.assembly.domain.preparing.shown.Shown['ROLL']), (linli.application.assembly.domain.preparing.shown.Shown['CANDIDATES'], linli.application.assembly.domain.preparing.shown.Shown['CANDIDATES'])], max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('days', models.PositiveSmallIntegerField()),
                ('shown_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='assembly.preparation')),
            ],
            options={
                'db_table': 'assembly_showing',
                'constraints': [models.UniqueConstraint(fields=('preparation', 'what', 'number'), name='one_showing_per_number'), models.UniqueConstraint(fields=('by', 'key'), name='one_showing_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('due', models.DateField(null=True)),
                ('article', models.CharField(blank=True, default='', max_length=80)),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='assembly.preparation')),
            ],
            options={
                'db_table': 'assembly_task',
                'constraints': [models.UniqueConstraint(fields=('preparation', 'name'), name='one_task_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('about', models.CharField(blank=True, default='', max_length=20)),
                ('text', models.TextField(max_length=2000)),
                ('at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='', max_length=2000)),
                ('is_upheld', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=80)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('showing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='assembly.showing')),
            ],
            options={
                'db_table': 'assembly_concern',
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='one_concern_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('is_upheld', None)), models.Q(('is_upheld__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answered_concern_has_its_answer')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=2000)),
                ('at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='', max_length=2000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=80)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='assembly.drafttext')),
            ],
            options={
                'db_table': 'assembly_comment',
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='one_comment_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=40)),
                ('is_so', models.BooleanField()),
                ('evidence', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='assembly.candidacy')),
            ],
            options={
                'db_table': 'assembly_answer',
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_answer_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('concern', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.concern')),
                ('showing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='assembly.showing')),
            ],
            options={
                'db_table': 'assembly_correction',
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='one_correction_per_key')],
            },
        ),
    ]
