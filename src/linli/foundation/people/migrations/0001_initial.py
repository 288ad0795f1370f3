import django.db.models.deletion
import linli.foundation.people.domain.cards
import linli.kernel.actor
import linli.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[(linli.foundation.people.domain.cards.PersonKind['NATURAL'], linli.foundation.people.domain.cards.PersonKind['NATURAL']), (linli.foundation.people.domain.cards.PersonKind['COMPANY'], linli.foundation.people.domain.cards.PersonKind['COMPANY']), (linli.foundation.people.domain.cards.PersonKind['DEVELOPER'], linli.foundation.people.domain.cards.PersonKind['DEVELOPER'])], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('phone_hash', models.CharField(blank=True, default='', max_length=64)),
                ('id_sealed', models.BinaryField(null=True)),
                ('id_hash', models.CharField(blank=True, default='', max_length=64)),
                ('key', models.CharField(blank=True, max_length=120, null=True)),
                ('created_at', models.DateTimeField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'people_person',
                'indexes': [models.Index(fields=['phone_hash'], name='people_by_phone'), models.Index(fields=['community', 'id_hash'], name='people_by_id_number'), models.Index(fields=['community', 'name'], name='people_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['natural', 'company', 'developer'])), name='person_kind_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='person_has_a_name'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('phone_hash', ''), ('phone_sealed', None)), models.Q(models.Q(('phone_hash', ''), _negated=True), ('phone_sealed__isnull', False)), _connector='OR'), models.Q(models.Q(('id_hash', ''), ('id_sealed', None)), models.Q(models.Q(('id_hash', ''), _negated=True), ('id_sealed__isnull', False)), _connector='OR')), name='what_is_sealed_can_be_found'), models.UniqueConstraint(fields=('community', 'key'), name='one_person_per_key')],
            },
        ),
        migrations.CreateModel(
            name='LoginCode',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('phone_hash', models.CharField(db_index=True, max_length=64)),
                ('code_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'people_login_code',
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24)),
                ('key_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'people_attempt',
                'indexes': [models.Index(fields=['kind', 'key_hash', 'at'], name='attempts_in_a_window'), models.Index(fields=['at'], name='attempts_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('is_private', models.BooleanField(default=False)),
                ('is_confidential', models.BooleanField(default=False)),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'people_household',
                'indexes': [models.Index(condition=models.Q(('is_confidential', True), ('until', None)), fields=['community'], name='households_confidential')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('dwelling',), name='one_household_per_dwelling'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_household_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='people.person')),
                ('login', models.CharField(max_length=60, null=True, unique=True)),
                ('password', models.CharField(max_length=200)),
                ('totp_sealed', models.BinaryField(null=True)),
                ('totp_is_confirmed', models.BooleanField(default=False)),
                ('totp_step', models.BigIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'people_credential',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('purpose', models.CharField(max_length=80)),
                ('is_given', models.BooleanField()),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'people_consent',
                'indexes': [models.Index(fields=['person', 'purpose', 'at'], name='consents_of_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[(linli.foundation.people.domain.cards.ChannelKind['APP'], linli.foundation.people.domain.cards.ChannelKind['APP']), (linli.foundation.people.domain.cards.ChannelKind['SMS'], linli.foundation.people.domain.cards.ChannelKind['SMS']), (linli.foundation.people.domain.cards.ChannelKind['PHONE'], linli.foundation.people.domain.cards.ChannelKind['PHONE']), (linli.foundation.people.domain.cards.ChannelKind['PAPER'], linli.foundation.people.domain.cards.ChannelKind['PAPER'])], max_length=8)),
                ('rank', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'people_channel',
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='one_channel_of_a_kind'), models.UniqueConstraint(fields=('person', 'rank'), name='one_channel_per_rank')],
            },
        ),
        migrations.CreateModel(
            name='Help',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('scope', models.CharField(choices=[('everyday', 'everyday'), ('voting', 'voting')], max_length=10)),
                ('until', models.DateField(blank=True, null=True)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('allowed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'people_help',
                'constraints': [models.CheckConstraint(condition=models.Q(('principal', models.F('helper')), _negated=True), name='nobody_is_their_own_helper'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('principal', 'helper'), name='one_help_per_pair')],
            },
        ),
        migrations.CreateModel(
            name='Keeping',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('is_confidential', models.BooleanField()),
                ('reason', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
            ],
            options={
                'db_table': 'people_keeping',
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('about', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=400)),
                ('via', models.CharField(choices=[(linli.kernel.actor.Via['WEB'], linli.kernel.actor.Via['WEB']), (linli.kernel.actor.Via['PHONE'], linli.kernel.actor.Via['PHONE']), (linli.kernel.actor.Via['COUNTER'], linli.kernel.actor.Via['COUNTER']), (linli.kernel.actor.Via['PAPER'], linli.kernel.actor.Via['PAPER']), (linli.kernel.actor.Via['DEVICE'], linli.kernel.actor.Via['DEVICE']), (linli.kernel.actor.Via['IMPORT'], linli.kernel.actor.Via['IMPORT']), (linli.kernel.actor.Via['SYSTEM'], linli.kernel.actor.Via['SYSTEM'])], max_length=8)),
                ('at', models.DateTimeField()),
                ('looker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'people_look',
                'indexes': [models.Index(fields=['person', 'id'], name='looks_at_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_look_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('role', models.CharField(choices=[(linli.kernel.actor.Role['OWNER'], linli.kernel.actor.Role['OWNER']), (linli.kernel.actor.Role['RESIDENT'], linli.kernel.actor.Role['RESIDENT']), (linli.kernel.actor.Role['HELPER'], linli.kernel.actor.Role['HELPER']), (linli.kernel.actor.Role['WORKER'], linli.kernel.actor.Role['WORKER']), (linli.kernel.actor.Role['CLERK'], linli.kernel.actor.Role['CLERK']), (linli.kernel.actor.Role['MANAGER'], linli.kernel.actor.Role['MANAGER']), (linli.kernel.actor.Role['COUNCIL'], linli.kernel.actor.Role['COUNCIL']), (linli.kernel.actor.Role['GRID_WORKER'], linli.kernel.actor.Role['GRID_WORKER']), (linli.kernel.actor.Role['COMMITTEE'], linli.kernel.actor.Role['COMMITTEE']), (linli.kernel.actor.Role['STREET'], linli.kernel.actor.Role['STREET']), (linli.kernel.actor.Role['KEEPER'], linli.kernel.actor.Role['KEEPER']), (linli.kernel.actor.Role['OPERATOR'], linli.kernel.actor.Role['OPERATOR']), (linli.kernel.actor.Role['SYSTEM'], linli.kernel.actor.Role['SYSTEM'])], max_length=12)),
                ('skills', models.JSONField(blank=True, default=list)),
                ('until', models.DateField(blank=True, null=True)),
                ('granted_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'people_role_grant',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('community', 'person', 'role', 'place'), name='one_grant_per_role_and_place'), models.UniqueConstraint(condition=models.Q(('place', None), ('revoked_at', None)), fields=('community', 'person', 'role'), name='one_grant_per_role_everywhere'), models.CheckConstraint(condition=models.Q(('role__in', ['system', 'owner', 'resident', 'helper']), _negated=True), name='granted_roles_only')],
            },
        ),
        migrations.CreateModel(
            name='Tenure',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(db_index=True, max_length=20)),
                ('relation', models.CharField(choices=[(linli.foundation.people.domain.cards.Relation['OWNER'], linli.foundation.people.domain.cards.Relation['OWNER']), (linli.foundation.people.domain.cards.Relation['TENANT'], linli.foundation.people.domain.cards.Relation['TENANT']), (linli.foundation.people.domain.cards.Relation['FAMILY'], linli.foundation.people.domain.cards.Relation['FAMILY'])], max_length=8)),
                ('share', models.CharField(blank=True, default='', max_length=24)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'people_tenure',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'dwelling', 'relation'), name='one_tenure_per_person_dwelling_relation'), models.CheckConstraint(condition=models.Q(('relation__in', ['owner', 'tenant', 'family'])), name='tenure_relation_known'), models.CheckConstraint(condition=models.Q(('relation', 'owner'), ('share', ''), _connector='OR'), name='only_owners_have_shares'), models.CheckConstraint(condition=models.Q(('relation', 'owner'), ('household__isnull', False), _connector='OR'), name='tenants_and_family_live_there')],
            },
        ),
    ]
