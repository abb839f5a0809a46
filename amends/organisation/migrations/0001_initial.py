import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('shielding', 'Shielding'), ('self_isolation', 'Self-isolation'), ('training', 'Training')], db_comment='special: why', max_length=20)),
                        ('from_date', models.DateField(db_comment='internal: first day away')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day back; empty: not known', null=True)),
                        ('staff', models.ForeignKey(db_comment='internal: who is away', on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='organisation.staff')),
                    ],
                    options={
                        'db_table_comment': 'An absence of a member of staff',
                        'ordering': ['from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('staff_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='absence_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='absence_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='AccessFile',
                    fields=[
                        ('crn', models.CharField(db_comment="personal: the person's case reference number", max_length=10, primary_key=True, serialize=False)),
                        ('confirmed_at', models.DateTimeField(db_comment='internal: when the lists were last known to be complete')),
                    ],
                    options={
                        'db_table_comment': "That a person's access lists are known; without it the person is restricted",
                    },
                ),
                migrations.CreateModel(
                    name='AuditQueue',
                    fields=[
                        ('event_id', models.BigIntegerField(db_comment='internal: audit event not yet sealed', primary_key=True, serialize=False)),
                    ],
                    options={
                        'db_table_comment': 'Audit events waiting to be sealed into the chain',
                    },
                ),
                migrations.CreateModel(
                    name='AuditSeal',
                    fields=[
                        ('number', models.BigIntegerField(db_comment='internal: place in the chain, from 1 without gaps', primary_key=True, serialize=False)),
                        ('event_id', models.BigIntegerField(db_comment='internal: the audit event sealed', unique=True)),
                        ('digest', models.BinaryField(db_comment='internal: SHA-256 of the previous digest and the event')),
                    ],
                    options={
                        'db_table_comment': 'The chain of hashes over the audit events',
                    },
                ),
                migrations.CreateModel(
                    name='LimitedAccess',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('crn', models.CharField(db_comment="personal: the person's case reference number", db_index=True, max_length=10)),
                        ('kind', models.CharField(choices=[('exclusion', 'May not see'), ('restriction', 'Alone may see')], db_comment='internal: exclusion or restriction', max_length=12)),
                        ('username', models.CharField(db_comment='internal: user named, in lower case', max_length=150)),
                        ('reason', models.CharField(db_comment='special: why', max_length=500)),
                        ('from_at', models.DateTimeField(db_comment='internal: when it begins')),
                        ('to_at', models.DateTimeField(blank=True, db_comment='internal: when it ends; empty: no end', null=True)),
                    ],
                    options={
                        'db_table_comment': "A user excluded from a person's record, or among the only ones allowed to see it",
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['exclusion', 'restriction'])), name='limited_access_kind'), models.CheckConstraint(condition=models.Q(('to_at__isnull', True), ('to_at__gt', models.F('from_at')), _connector='OR'), name='limited_access_times')],
                    },
                ),
                migrations.CreateModel(
                    name='LimitedAccessEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('crn', models.CharField(db_comment="personal: the person's case reference number", max_length=10)),
                        ('kind', models.CharField(choices=[('exclusion', 'May not see'), ('restriction', 'Alone may see')], db_comment='internal: exclusion or restriction', max_length=12)),
                        ('username', models.CharField(db_comment='internal: user named, in lower case', max_length=150)),
                        ('reason', models.CharField(db_comment='special: why', max_length=500)),
                        ('from_at', models.DateTimeField(db_comment='internal: when it begins')),
                        ('to_at', models.DateTimeField(blank=True, db_comment='internal: when it ends; empty: no end', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.limitedaccess')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Office',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(db_comment='public: short code of the office', max_length=40, unique=True)),
                        ('name', models.CharField(db_comment='public: name of the office', max_length=100)),
                        ('address', models.CharField(blank=True, db_comment='public: postal address', max_length=300)),
                        ('lat', models.FloatField(db_comment='public: latitude, degrees north', null=True)),
                        ('lon', models.FloatField(db_comment='public: longitude, degrees east', null=True)),
                        ('pdu', models.ForeignKey(db_comment='public: its unit', on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='organisation.pdu')),
                    ],
                    options={
                        'db_table_comment': 'A probation office',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='PDU',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(db_comment='public: short code of the unit', max_length=30, unique=True)),
                        ('name', models.CharField(db_comment='public: name of the probation delivery unit', max_length=100)),
                        ('region', models.ForeignKey(db_comment='public: its region', on_delete=django.db.models.deletion.PROTECT, related_name='pdus', to='organisation.region')),
                    ],
                    options={
                        'db_table_comment': 'A probation delivery unit',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Qualification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(db_comment='internal: short code, as in planning files', max_length=40, unique=True)),
                        ('name', models.CharField(db_comment='internal: what the qualification is called', max_length=100)),
                    ],
                    options={
                        'db_table_comment': 'A qualification that work can need of staff',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Region',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(db_comment='public: short code of the region', max_length=20, unique=True)),
                        ('name', models.CharField(db_comment='public: name of the region', max_length=100, unique=True)),
                    ],
                    options={
                        'db_table_comment': 'A probation region',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='RegionTier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tier', models.CharField(choices=[('open', 'Open'), ('1', 'Tier 1'), ('2', 'Tier 2'), ('3', 'Tier 3'), ('lockdown', 'Lockdown')], db_comment='public: tier of restrictions in force', max_length=10)),
                        ('from_date', models.DateField(db_comment='public: first day of the tier')),
                        ('to_date', models.DateField(blank=True, db_comment='public: first day after; empty: no end known', null=True)),
                        ('region', models.ForeignKey(db_comment='public: the region', on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='organisation.region')),
                    ],
                    options={
                        'db_table_comment': 'Which tier of public health restrictions a region is in, by date',
                        'ordering': ['region', 'from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='region_tier_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='region_tier_dates'), models.CheckConstraint(condition=models.Q(('tier__in', ['open', '1', '2', '3', 'lockdown'])), name='region_tier_known')],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(db_comment='internal: role, by its name in roles.py', max_length=40)),
                        ('from_date', models.DateField(db_comment='internal: first day of the grant')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day after it ends', null=True)),
                        ('pdu', models.ForeignKey(blank=True, db_comment='internal: over this unit', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.pdu')),
                        ('region', models.ForeignKey(blank=True, db_comment='internal: over this region', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.region')),
                        ('user', models.ForeignKey(db_comment='internal: who is granted it', on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(blank=True, db_comment='internal: over this team', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.team')),
                    ],
                    options={
                        'db_table_comment': 'A role granted to a user over part of the service',
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='role_grant_dates'), models.CheckConstraint(condition=models.Q(models.Q(('pdu__isnull', True), ('region__isnull', True)), models.Q(('region__isnull', True), ('team__isnull', True)), models.Q(('pdu__isnull', True), ('team__isnull', True)), _connector='OR'), name='role_grant_over_one_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Staff',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(db_comment='internal: staff number', max_length=20, unique=True)),
                        ('name', models.CharField(db_comment='personal: name as written', max_length=200)),
                        ('grade', models.CharField(choices=[('supervisor', 'Unpaid work supervisor'), ('placement_coordinator', 'Placement coordinator'), ('po', 'Probation officer'), ('pso', 'Probation services officer'), ('trainee', 'Trainee probation officer'), ('spo', 'Senior probation officer'), ('head', 'Head of unit or region'), ('administrator', 'Case administrator'), ('other', 'Other')], db_comment='internal: grade', max_length=30)),
                        ('contracted_minutes', models.PositiveIntegerField(db_comment='internal: contracted minutes a week')),
                        ('days', models.CharField(db_comment='internal: weekdays worked, digits 1 (Monday) to 7', default='12345', max_length=7, validators=[django.core.validators.RegexValidator('^1?2?3?4?5?6?7?$', 'Write the weekdays as digits in order, 1 for Monday to 7 for Sunday')])),
                        ('days_a_week', models.PositiveSmallIntegerField(db_comment='internal: most days worked in a week', default=5)),
                        ('lat', models.FloatField(blank=True, db_comment='personal: latitude of where journeys start', null=True)),
                        ('lon', models.FloatField(blank=True, db_comment='personal: longitude of where journeys start', null=True)),
                        ('max_drive_minutes', models.PositiveSmallIntegerField(db_comment='internal: longest drive to a site, minutes one way', default=60)),
                        ('from_date', models.DateField(db_comment='internal: first day in post')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day no longer in post', null=True)),
                        ('team', models.ForeignKey(db_comment='internal: the team', on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='organisation.team')),
                    ],
                    options={
                        'db_table_comment': 'A member of staff',
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='staff_dates'), models.CheckConstraint(condition=models.Q(('days__regex', '^1?2?3?4?5?6?7?$')), name='staff_days'), models.CheckConstraint(condition=models.Q(('days_a_week__range', (0, 7))), name='staff_days_a_week'), models.CheckConstraint(condition=models.Q(('contracted_minutes__lte', 3600)), name='staff_contracted_minutes')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('code', models.CharField(db_comment='internal: staff number', max_length=20)),
                        ('name', models.CharField(db_comment='personal: name as written', max_length=200)),
                        ('grade', models.CharField(choices=[('supervisor', 'Unpaid work supervisor'), ('placement_coordinator', 'Placement coordinator'), ('po', 'Probation officer'), ('pso', 'Probation services officer'), ('trainee', 'Trainee probation officer'), ('spo', 'Senior probation officer'), ('head', 'Head of unit or region'), ('administrator', 'Case administrator'), ('other', 'Other')], db_comment='internal: grade', max_length=30)),
                        ('contracted_minutes', models.PositiveIntegerField(db_comment='internal: contracted minutes a week')),
                        ('days', models.CharField(db_comment='internal: weekdays worked, digits 1 (Monday) to 7', default='12345', max_length=7, validators=[django.core.validators.RegexValidator('^1?2?3?4?5?6?7?$', 'Write the weekdays as digits in order, 1 for Monday to 7 for Sunday')])),
                        ('days_a_week', models.PositiveSmallIntegerField(db_comment='internal: most days worked in a week', default=5)),
                        ('lat', models.FloatField(blank=True, db_comment='personal: latitude of where journeys start', null=True)),
                        ('lon', models.FloatField(blank=True, db_comment='personal: longitude of where journeys start', null=True)),
                        ('max_drive_minutes', models.PositiveSmallIntegerField(db_comment='internal: longest drive to a site, minutes one way', default=60)),
                        ('from_date', models.DateField(db_comment='internal: first day in post')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day no longer in post', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.staff')),
                        ('team', models.ForeignKey(db_comment='internal: the team', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StaffQualification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField(db_comment='internal: first day held')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day after it lapses', null=True)),
                        ('qualification', models.ForeignKey(db_comment='internal: what is held', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.qualification')),
                        ('staff', models.ForeignKey(db_comment='internal: who holds it', on_delete=django.db.models.deletion.CASCADE, related_name='held', to='organisation.staff')),
                    ],
                    options={
                        'db_table_comment': 'A qualification held by a member of staff',
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('staff_id'), '&&'), (amends.organisation.ranges.Single('qualification_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='staff_qualification_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='staff_qualification_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffQualificationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('from_date', models.DateField(db_comment='internal: first day held')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day after it lapses', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.staffqualification')),
                        ('qualification', models.ForeignKey(db_comment='internal: what is held', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.qualification')),
                        ('staff', models.ForeignKey(db_comment='internal: who holds it', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(db_comment='public: short code of the team', max_length=40, unique=True)),
                        ('name', models.CharField(db_comment='public: name of the team', max_length=100)),
                        ('kind', models.CharField(choices=[('sentence_management', 'Sentence management'), ('unpaid_work', 'Unpaid work'), ('court', 'Court'), ('programmes', 'Programmes'), ('other', 'Other')], db_comment='public: what the team does', max_length=30)),
                        ('pdu', models.ForeignKey(db_comment='public: its unit', on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='organisation.pdu')),
                    ],
                    options={
                        'db_table_comment': 'A team of staff',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                        ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                        ('staff', models.OneToOneField(blank=True, db_comment='internal: the member of staff', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='organisation.staff')),
                    ],
                    options={
                        'db_table_comment': 'Someone who may sign in',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='username_whatever_its_case')],
                    },
                    managers=[
                        ('objects', django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='AbsenceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('shielding', 'Shielding'), ('self_isolation', 'Self-isolation'), ('training', 'Training')], db_comment='special: why', max_length=20)),
                        ('from_date', models.DateField(db_comment='internal: first day away')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day back; empty: not known', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.absence')),
                        ('staff', models.ForeignKey(db_comment='internal: who is away', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(db_comment="internal: when, by the database's clock", db_default=django.db.models.functions.datetime.Now())),
                        ('username', models.CharField(db_comment='personal: who; empty where nobody was signed in', max_length=150)),
                        ('action', models.CharField(db_comment='internal: what was done, as a verb', max_length=60)),
                        ('outcome', models.CharField(choices=[('allowed', 'Allowed'), ('refused', 'Refused')], db_comment='internal: allowed or refused', max_length=10)),
                        ('subject', models.CharField(db_comment='internal: kind of record and its number', max_length=80)),
                        ('crn', models.CharField(blank=True, db_comment='personal: the person it is about', max_length=10)),
                        ('detail', models.JSONField(db_comment='personal: what else is needed to understand it', default=dict)),
                    ],
                    options={
                        'db_table_comment': 'What was seen, refused and written, by whom and when',
                        'indexes': [models.Index(fields=['crn', 'id'], name='audit_by_person'), models.Index(fields=['username', 'id'], name='audit_by_user')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='auditevent',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2f554f88b05b32ccbad86675f6125a7e1b6e511', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_af1d3', table='organisation_auditevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='auditevent',
                    trigger=pgtrigger.compiler.Trigger(name='queued', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO organisation_auditqueue (event_id) SELECT id FROM new_events; RETURN NULL;', hash='68f6c5f065f4c93d286339f2463dfaf7ddce7fbf', level='STATEMENT', operation='INSERT', pgid='pgtrigger_queued_74690', referencing='REFERENCING NEW TABLE AS new_events ', table='organisation_auditevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='auditseal',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0633d9eeef4dce4119819494a2e728d7f2cd886c', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_2bbc0', table='organisation_auditseal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='limitedaccess',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_limitedaccessevent" ("crn", "from_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_at", "username") VALUES (OLD."crn", OLD."from_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."to_at", OLD."username"); RETURN NULL;', hash='e6fa855962a927e9021efcc8f3199fba94dc1226', operation='UPDATE', pgid='pgtrigger_update_update_450b6', table='organisation_limitedaccess', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='limitedaccess',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_limitedaccessevent" ("crn", "from_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_at", "username") VALUES (OLD."crn", OLD."from_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_at", OLD."username"); RETURN NULL;', hash='05111c55ebf3b7a3647299ea5bd2b04c3e0ba13e', operation='DELETE', pgid='pgtrigger_delete_delete_e42f5', table='organisation_limitedaccess', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='absence',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_absenceevent" ("from_date", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='dc06797d3181c4f139baea8647403c69813ec162', operation='UPDATE', pgid='pgtrigger_update_update_d1bc1', table='organisation_absence', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='absence',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_absenceevent" ("from_date", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='5358520807a880510d18b75079c811b1019cae34', operation='DELETE', pgid='pgtrigger_delete_delete_5ea22', table='organisation_absence', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffqualification',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_staffqualificationevent" ("from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."qualification_id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='3e6a1dc91eecf2a2e65e97bae78e64ff4d9bf32f', operation='UPDATE', pgid='pgtrigger_update_update_db1b6', table='organisation_staffqualification', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffqualification',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_staffqualificationevent" ("from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualification_id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='d78d263a2aa092c7e1ca80926760795372235edd', operation='DELETE', pgid='pgtrigger_delete_delete_6ccbc', table='organisation_staffqualification', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staff',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_staffevent" ("code", "contracted_minutes", "days", "days_a_week", "from_date", "grade", "id", "lat", "lon", "max_drive_minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "to_date") VALUES (OLD."code", OLD."contracted_minutes", OLD."days", OLD."days_a_week", OLD."from_date", OLD."grade", OLD."id", OLD."lat", OLD."lon", OLD."max_drive_minutes", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."team_id", OLD."to_date"); RETURN NULL;', hash='cfb692836936c4256557955f85e864db8062ab12', operation='UPDATE', pgid='pgtrigger_update_update_cb278', table='organisation_staff', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staff',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_staffevent" ("code", "contracted_minutes", "days", "days_a_week", "from_date", "grade", "id", "lat", "lon", "max_drive_minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "to_date") VALUES (OLD."code", OLD."contracted_minutes", OLD."days", OLD."days_a_week", OLD."from_date", OLD."grade", OLD."id", OLD."lat", OLD."lon", OLD."max_drive_minutes", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."team_id", OLD."to_date"); RETURN NULL;', hash='022d73119ae2cd0309859fe885c899945fcbd816', operation='DELETE', pgid='pgtrigger_delete_delete_931df', table='organisation_staff', when='AFTER')),
                ),
            ],
        ),
    ]
