import amends.cases.models.person
import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Address',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('lines', models.CharField(db_comment='personal: address as written', max_length=400)),
                        ('postcode', models.CharField(blank=True, db_comment='personal: postcode', max_length=10)),
                        ('lat', models.FloatField(blank=True, db_comment='personal: latitude, degrees north', null=True)),
                        ('lon', models.FloatField(blank=True, db_comment='personal: longitude, degrees east', null=True)),
                        ('from_date', models.DateField(db_comment='personal: first day there')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer there', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: whose', on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Where a person lives, by date',
                        'ordering': ['-from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='address_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='address_dates'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='address_position')],
                    },
                ),
                migrations.CreateModel(
                    name='AgencyCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('agency', models.CharField(db_comment='personal: agency asked, by the codes of policy', max_length=30)),
                        ('outcome', models.CharField(db_comment='special: what it came to, by the codes of policy', max_length=13)),
                        ('checked_on', models.DateField(db_comment='personal: day of the answer, or of asking in vain')),
                        ('summary', models.TextField(blank=True, db_comment='special: what was told', max_length=4000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='agency_checks', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'What another agency answered about a person',
                        'ordering': ['-checked_on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['retrieved', 'nothing_held', 'not_retrieved'])), name='agency_check_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'retrieved'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='agency_check_retrieved_says_what')],
                    },
                ),
                migrations.CreateModel(
                    name='AgencyCheckEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('agency', models.CharField(db_comment='personal: agency asked, by the codes of policy', max_length=30)),
                        ('outcome', models.CharField(db_comment='special: what it came to, by the codes of policy', max_length=13)),
                        ('checked_on', models.DateField(db_comment='personal: day of the answer, or of asking in vain')),
                        ('summary', models.TextField(blank=True, db_comment='special: what was told', max_length=4000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.agencycheck')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_comment='personal: who', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CaseAllocation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer held', null=True)),
                        ('practitioner', models.ForeignKey(db_comment='personal: who holds it', on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='organisation.staff')),
                        ('person', models.ForeignKey(db_comment='personal: whose case', on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Which practitioner holds a case, by date',
                        'ordering': ['-from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='case_allocation_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='case_allocation_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseAllocationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer held', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.caseallocation')),
                        ('practitioner', models.ForeignKey(db_comment='personal: who holds it', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                        ('person', models.ForeignKey(db_comment='personal: whose case', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ContactDetail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('mobile', 'Mobile'), ('telephone', 'Telephone'), ('email', 'Email')], db_comment='personal: what kind', max_length=10)),
                        ('value', models.CharField(db_comment='personal: number or address', max_length=200)),
                        ('note', models.CharField(blank=True, db_comment='personal: when or how it is safe to use', max_length=200)),
                        ('person', models.ForeignKey(db_comment='personal: whose', on_delete=django.db.models.deletion.CASCADE, related_name='contact_details', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'How to reach a person',
                    },
                ),
                migrations.CreateModel(
                    name='ContactDetailEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('mobile', 'Mobile'), ('telephone', 'Telephone'), ('email', 'Email')], db_comment='personal: what kind', max_length=10)),
                        ('value', models.CharField(db_comment='personal: number or address', max_length=200)),
                        ('note', models.CharField(blank=True, db_comment='personal: when or how it is safe to use', max_length=200)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.contactdetail')),
                        ('person', models.ForeignKey(db_comment='personal: whose', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='KeepApart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(db_comment='special: why', max_length=300)),
                        ('from_date', models.DateField(db_comment='special: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='special: first day no longer needed', null=True)),
                        ('other', models.ForeignKey(db_comment='special: the other', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
                        ('person', models.ForeignKey(db_comment='special: one of the two', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Two people who must not be placed together',
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__lt', models.F('other'))), name='keep_apart_told_once'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.organisation.ranges.Single('other_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='keep_apart_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='keep_apart_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='KeepApartEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('reason', models.CharField(db_comment='special: why', max_length=300)),
                        ('from_date', models.DateField(db_comment='special: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='special: first day no longer needed', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.keepapart')),
                        ('other', models.ForeignKey(db_comment='special: the other', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('person', models.ForeignKey(db_comment='special: one of the two', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Mappa',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('category', models.PositiveSmallIntegerField(db_comment='special: category, 1 to 4')),
                        ('level', models.PositiveSmallIntegerField(db_comment='special: level of management, 1 to 3')),
                        ('review_date', models.DateField(db_comment='personal: day by which it is reviewed')),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer managed so', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='mappa', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Multi-agency public protection arrangements, by date',
                        'ordering': ['-from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='mappa_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='mappa_dates'), models.CheckConstraint(condition=models.Q(('category__range', (1, 4)), ('level__range', (1, 3))), name='mappa_known')],
                    },
                ),
                migrations.CreateModel(
                    name='MappaEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('category', models.PositiveSmallIntegerField(db_comment='special: category, 1 to 4')),
                        ('level', models.PositiveSmallIntegerField(db_comment='special: level of management, 1 to 3')),
                        ('review_date', models.DateField(db_comment='personal: day by which it is reviewed')),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer managed so', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.mappa')),
                        ('person', models.ForeignKey(db_comment='personal: who', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='NotSamePerson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('found_at', models.DateTimeField(db_comment='internal: when it was found')),
                        ('found_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('other', models.ForeignKey(db_comment='personal: the other', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
                        ('person', models.ForeignKey(db_comment='personal: one of the two', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Two records that look alike and are two people',
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__lt', models.F('other'))), name='not_same_person_told_once'), models.UniqueConstraint(fields=('person', 'other'), name='not_same_person_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('crn', models.CharField(db_comment='personal: case reference number', max_length=10, unique=True)),
                        ('given_names', models.CharField(blank=True, db_comment='personal: given names as written', max_length=200)),
                        ('family_name', models.CharField(db_comment='personal: family name as written', max_length=200)),
                        ('search_name', models.CharField(db_comment='personal: both names without accents or case, for finding', max_length=450)),
                        ('date_of_birth', models.DateField(db_comment='personal: date of birth')),
                        ('sex', models.CharField(choices=[('f', 'Female'), ('m', 'Male'), ('x', 'Another, or not known')], db_comment='personal: sex, as placements need it', max_length=1)),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: language to write in', default='en', max_length=2)),
                        ('interpreter', models.CharField(blank=True, db_comment='personal: language an interpreter is needed for', max_length=60)),
                        ('merged_into', models.ForeignKey(blank=True, db_comment='personal: record kept instead', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.person')),
                        ('team', models.ForeignKey(db_comment='personal: team that holds the case', on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.team')),
                    ],
                    options={
                        'db_table_comment': 'A person on probation',
                        'ordering': ['family_name', 'given_names', 'crn'],
                        'indexes': [models.Index(fields=['search_name'], name='person_search_name'), django.contrib.postgres.indexes.GinIndex(amends.cases.models.person.NameWords(), name='person_name_words'), models.Index(fields=['date_of_birth'], name='person_date_of_birth')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('crn__regex', '^[A-Z][0-9]{6}$')), name='person_crn_form'), models.CheckConstraint(condition=models.Q(('search_name__regex', '^\\S+( \\S+)*$')), name='person_search_name_folded'), models.CheckConstraint(condition=models.Q(('family_name', ''), _negated=True), name='person_family_name'), models.CheckConstraint(condition=models.Q(('sex__in', ['f', 'm', 'x'])), name='person_sex_known'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='person_language_known'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='person_not_merged_into_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('crn', models.CharField(db_comment='personal: case reference number', max_length=10)),
                        ('given_names', models.CharField(blank=True, db_comment='personal: given names as written', max_length=200)),
                        ('family_name', models.CharField(db_comment='personal: family name as written', max_length=200)),
                        ('search_name', models.CharField(db_comment='personal: both names without accents or case, for finding', max_length=450)),
                        ('date_of_birth', models.DateField(db_comment='personal: date of birth')),
                        ('sex', models.CharField(choices=[('f', 'Female'), ('m', 'Male'), ('x', 'Another, or not known')], db_comment='personal: sex, as placements need it', max_length=1)),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: language to write in', default='en', max_length=2)),
                        ('interpreter', models.CharField(blank=True, db_comment='personal: language an interpreter is needed for', max_length=60)),
                        ('merged_into', models.ForeignKey(blank=True, db_comment='personal: record kept instead', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.person')),
                        ('team', models.ForeignKey(db_comment='personal: team that holds the case', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PersonMerge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('moved', models.JSONField(db_comment='personal: rows moved, ids by model and field')),
                        ('reason', models.CharField(db_comment='personal: how it is known to be one person', max_length=300)),
                        ('merged_at', models.DateTimeField(db_comment='internal: when')),
                        ('undone_at', models.DateTimeField(blank=True, db_comment='internal: when it was undone', null=True)),
                        ('absorbed', models.ForeignKey(db_comment='personal: the other', on_delete=django.db.models.deletion.PROTECT, related_name='absorptions', to='cases.person')),
                        ('kept', models.ForeignKey(db_comment='personal: the record kept', on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='cases.person')),
                        ('merged_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'Two records merged into one, reversibly',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('absorbed',), name='merged_once'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_someone'), models.CheckConstraint(condition=models.Q(('kept', models.F('absorbed')), _negated=True), name='merge_of_two')],
                    },
                ),
                migrations.CreateModel(
                    name='ProtectedCharacteristics',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ethnicity', models.CharField(blank=True, db_comment='special: self-described ethnic group, census code', max_length=40)),
                        ('religion', models.CharField(blank=True, db_comment='special: religion or belief', max_length=40)),
                        ('disability', models.CharField(blank=True, db_comment='special: disability, none, or not said', max_length=40)),
                        ('gender_identity', models.CharField(blank=True, db_comment='special: whether the same as at birth', max_length=40)),
                        ('sexual_orientation', models.CharField(blank=True, db_comment='special: sexual orientation', max_length=40)),
                        ('pregnancy_maternity', models.CharField(blank=True, db_comment='special: pregnancy or maternity', max_length=40)),
                        ('marital_status', models.CharField(blank=True, db_comment='special: marriage or civil partnership', max_length=40)),
                        ('recorded_on', models.DateField(db_comment='internal: when the person was asked')),
                        ('person', models.OneToOneField(db_comment='personal: whose', on_delete=django.db.models.deletion.CASCADE, related_name='protected', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'Protected characteristics, kept apart and used for monitoring only',
                    },
                ),
                migrations.CreateModel(
                    name='Registration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(db_comment='special: what for, by the codes of policy', max_length=30)),
                        ('note', models.CharField(blank=True, db_comment='special: what to know', max_length=400)),
                        ('review_date', models.DateField(db_comment='personal: day by which it is reviewed')),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer registered', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'A registration of a person, with its review',
                        'ordering': ['kind', '-from_date'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='registration_dates'), models.UniqueConstraint(condition=models.Q(('to_date__isnull', True)), fields=('person', 'kind'), name='registration_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RegistrationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(db_comment='special: what for, by the codes of policy', max_length=30)),
                        ('note', models.CharField(blank=True, db_comment='special: what to know', max_length=400)),
                        ('review_date', models.DateField(db_comment='personal: day by which it is reviewed')),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer registered', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: who', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.registration')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Requirement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(db_comment="personal: the service's reference", max_length=40, unique=True)),
                        ('kind', models.CharField(choices=[('unpaid_work', 'Unpaid work')], db_comment='personal: what was required', default='unpaid_work', max_length=20)),
                        ('ordered_minutes', models.PositiveIntegerField(db_comment='personal: minutes of work ordered at sentence')),
                        ('runs', models.CharField(choices=[('consecutive', 'After earlier ones'), ('concurrent', 'Beside earlier ones')], db_comment='personal: how it stands to earlier ones', default='consecutive', max_length=12)),
                        ('intensive', models.BooleanField(db_comment='personal: worked intensively, over the days policy says', default=False)),
                        ('limit_date', models.DateField(blank=True, db_comment='personal: last day the hours may be worked, as extended by the court', null=True)),
                        ('ended_on', models.DateField(blank=True, db_comment='personal: day it ended', null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('returned', 'Returned to court'), ('revoked', 'Revoked'), ('expired', 'Expired'), ('completed', 'Hours completed'), ('replaced', 'Replaced by the court')], db_comment='personal: how it ended', max_length=12)),
                        ('replaces', models.OneToOneField(blank=True, db_comment='personal: the requirement that the court replaced by this one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='cases.requirement')),
                        ('sentence', models.ForeignKey(db_comment='personal: the sentence', on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='cases.sentence')),
                    ],
                    options={
                        'db_table_comment': 'A requirement of a sentence',
                        'ordering': ['sentence__sentence_date', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ordered_minutes__range', (1, 18000))), name='requirement_minutes'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_on__isnull', True)), models.Q(('ended_on__isnull', False), models.Q(('ended_as', ''), _negated=True)), _connector='OR'), name='requirement_ended_how'), models.CheckConstraint(condition=models.Q(('runs__in', ['consecutive', 'concurrent'])), name='requirement_runs_known')],
                    },
                ),
                migrations.CreateModel(
                    name='RequirementChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(db_comment='personal: day it takes effect')),
                        ('minutes', models.IntegerField(db_comment='personal: minutes added (or, below nought, removed) by the court')),
                        ('limit_date', models.DateField(blank=True, db_comment='personal: last day for working the hours, where the court moved it', null=True)),
                        ('reason', models.CharField(db_comment='personal: why', max_length=200)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requirement', models.ForeignKey(db_comment='personal: which', on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='cases.requirement')),
                    ],
                    options={
                        'db_table_comment': "A change that the court made to a requirement's hours",
                        'ordering': ['on', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('minutes', 0), _negated=True), ('limit_date__isnull', False), _connector='OR'), name='requirement_change_changes')],
                    },
                ),
                migrations.CreateModel(
                    name='RequirementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('reference', models.CharField(db_comment="personal: the service's reference", max_length=40)),
                        ('kind', models.CharField(choices=[('unpaid_work', 'Unpaid work')], db_comment='personal: what was required', default='unpaid_work', max_length=20)),
                        ('ordered_minutes', models.PositiveIntegerField(db_comment='personal: minutes of work ordered at sentence')),
                        ('runs', models.CharField(choices=[('consecutive', 'After earlier ones'), ('concurrent', 'Beside earlier ones')], db_comment='personal: how it stands to earlier ones', default='consecutive', max_length=12)),
                        ('intensive', models.BooleanField(db_comment='personal: worked intensively, over the days policy says', default=False)),
                        ('limit_date', models.DateField(blank=True, db_comment='personal: last day the hours may be worked, as extended by the court', null=True)),
                        ('ended_on', models.DateField(blank=True, db_comment='personal: day it ended', null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('returned', 'Returned to court'), ('revoked', 'Revoked'), ('expired', 'Expired'), ('completed', 'Hours completed'), ('replaced', 'Replaced by the court')], db_comment='personal: how it ended', max_length=12)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.requirement')),
                        ('replaces', models.ForeignKey(blank=True, db_comment='personal: the requirement that the court replaced by this one', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.requirement')),
                        ('sentence', models.ForeignKey(db_comment='personal: the sentence', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.sentence')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RiskOfHarm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assessed_on', models.DateField(db_comment='personal: day of the judgement')),
                        ('children', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to children', max_length=9)),
                        ('public', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to the public', max_length=9)),
                        ('known_adult', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to a known adult', max_length=9)),
                        ('staff', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to staff', max_length=9)),
                        ('prisoners', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to prisoners; empty: not in custody', max_length=9)),
                        ('reason', models.TextField(db_comment='special: why', max_length=4000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='risks_of_harm', to='cases.person')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'Risk of serious harm to each group',
                        'ordering': ['-assessed_on', '-pk'],
                        'indexes': [models.Index(fields=['person', '-assessed_on'], name='risk_of_harm_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('children__in', ('low', 'medium', 'high', 'very_high')), ('known_adult__in', ('low', 'medium', 'high', 'very_high')), ('public__in', ('low', 'medium', 'high', 'very_high')), ('staff__in', ('low', 'medium', 'high', 'very_high')), ('prisoners__in', ['', 'low', 'medium', 'high', 'very_high'])), name='risk_of_harm_levels')],
                    },
                ),
                migrations.CreateModel(
                    name='RiskOfHarmEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('assessed_on', models.DateField(db_comment='personal: day of the judgement')),
                        ('children', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to children', max_length=9)),
                        ('public', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to the public', max_length=9)),
                        ('known_adult', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to a known adult', max_length=9)),
                        ('staff', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to staff', max_length=9)),
                        ('prisoners', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], db_comment='special: risk to prisoners; empty: not in custody', max_length=9)),
                        ('reason', models.TextField(db_comment='special: why', max_length=4000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('person', models.ForeignKey(db_comment='personal: who', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.riskofharm')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Sentence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(db_comment="personal: the court's or the service's reference", max_length=40, unique=True)),
                        ('kind', models.CharField(choices=[('community', 'Community order'), ('suspended', 'Suspended sentence order'), ('custody', 'Custody')], db_comment='personal: kind of sentence', max_length=20)),
                        ('court', models.CharField(db_comment='personal: court that passed it', max_length=120)),
                        ('offence', models.CharField(blank=True, db_comment='special: main offence', max_length=200)),
                        ('sentence_date', models.DateField(db_comment='personal: date of sentence')),
                        ('release_date', models.DateField(blank=True, db_comment='personal: day of release from custody, once known', null=True)),
                        ('licence_end_date', models.DateField(blank=True, db_comment='personal: first day after the licence, where supervision follows it', null=True)),
                        ('end_date', models.DateField(blank=True, db_comment='personal: first day after the sentence ends', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: whose', on_delete=django.db.models.deletion.PROTECT, related_name='sentences', to='cases.person')),
                    ],
                    options={
                        'db_table_comment': 'A sentence',
                        'ordering': ['-sentence_date'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['community', 'suspended', 'custody'])), name='sentence_kind'), models.CheckConstraint(condition=models.Q(('kind', 'custody'), models.Q(('licence_end_date__isnull', True), ('release_date__isnull', True)), _connector='OR'), name='sentence_released_from_custody'), models.CheckConstraint(condition=models.Q(models.Q(('release_date__isnull', True), ('release_date__gte', models.F('sentence_date')), _connector='OR'), models.Q(('licence_end_date__isnull', True), models.Q(('licence_end_date__gt', models.F('release_date')), ('release_date__isnull', False)), _connector='OR'), models.Q(('end_date__isnull', True), ('licence_end_date__isnull', True), ('end_date__gte', models.F('licence_end_date')), _connector='OR'), models.Q(('end_date__isnull', True), ('release_date__isnull', True), ('end_date__gt', models.F('release_date')), _connector='OR')), name='sentence_phases_in_order'), models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('sentence_date')), _connector='OR'), name='sentence_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='SentenceCondition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(db_comment='personal: what is asked, by the codes of policy', max_length=30)),
                        ('amount', models.PositiveSmallIntegerField(blank=True, db_comment='personal: how much, where it is counted', null=True)),
                        ('unit', models.CharField(blank=True, choices=[('days', 'Days'), ('hours', 'Hours'), ('months', 'Months'), ('sessions', 'Sessions')], db_comment='personal: of what', max_length=10)),
                        ('details', models.CharField(blank=True, db_comment='special: where, with whom, until when', max_length=400)),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer asked', null=True)),
                        ('sentence', models.ForeignKey(db_comment='personal: the sentence', on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='cases.sentence')),
                    ],
                    options={
                        'db_table_comment': 'A requirement of an order beside unpaid work, or a condition of a licence',
                        'ordering': ['from_date', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='sentence_condition_dates'), models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('unit', '')), models.Q(('amount__gt', 0), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='sentence_condition_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='SentenceConditionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(db_comment='personal: what is asked, by the codes of policy', max_length=30)),
                        ('amount', models.PositiveSmallIntegerField(blank=True, db_comment='personal: how much, where it is counted', null=True)),
                        ('unit', models.CharField(blank=True, choices=[('days', 'Days'), ('hours', 'Hours'), ('months', 'Months'), ('sessions', 'Sessions')], db_comment='personal: of what', max_length=10)),
                        ('details', models.CharField(blank=True, db_comment='special: where, with whom, until when', max_length=400)),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer asked', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.sentencecondition')),
                        ('sentence', models.ForeignKey(db_comment='personal: the sentence', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.sentence')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SentenceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('reference', models.CharField(db_comment="personal: the court's or the service's reference", max_length=40)),
                        ('kind', models.CharField(choices=[('community', 'Community order'), ('suspended', 'Suspended sentence order'), ('custody', 'Custody')], db_comment='personal: kind of sentence', max_length=20)),
                        ('court', models.CharField(db_comment='personal: court that passed it', max_length=120)),
                        ('offence', models.CharField(blank=True, db_comment='special: main offence', max_length=200)),
                        ('sentence_date', models.DateField(db_comment='personal: date of sentence')),
                        ('release_date', models.DateField(blank=True, db_comment='personal: day of release from custody, once known', null=True)),
                        ('licence_end_date', models.DateField(blank=True, db_comment='personal: first day after the licence, where supervision follows it', null=True)),
                        ('end_date', models.DateField(blank=True, db_comment='personal: first day after the sentence ends', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: whose', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.sentence')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AddressEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('lines', models.CharField(db_comment='personal: address as written', max_length=400)),
                        ('postcode', models.CharField(blank=True, db_comment='personal: postcode', max_length=10)),
                        ('lat', models.FloatField(blank=True, db_comment='personal: latitude, degrees north', null=True)),
                        ('lon', models.FloatField(blank=True, db_comment='personal: longitude, degrees east', null=True)),
                        ('from_date', models.DateField(db_comment='personal: first day there')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day no longer there', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.address')),
                        ('person', models.ForeignKey(db_comment='personal: whose', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='person',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_personevent" ("crn", "date_of_birth", "family_name", "given_names", "id", "interpreter", "language", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_name", "sex", "team_id") VALUES (OLD."crn", OLD."date_of_birth", OLD."family_name", OLD."given_names", OLD."id", OLD."interpreter", OLD."language", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."search_name", OLD."sex", OLD."team_id"); RETURN NULL;', hash='e38b4274f25ffa8c0b9ca36fc364a30349196c37', operation='UPDATE', pgid='pgtrigger_update_update_6804f', table='cases_person', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='person',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_personevent" ("crn", "date_of_birth", "family_name", "given_names", "id", "interpreter", "language", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_name", "sex", "team_id") VALUES (OLD."crn", OLD."date_of_birth", OLD."family_name", OLD."given_names", OLD."id", OLD."interpreter", OLD."language", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."search_name", OLD."sex", OLD."team_id"); RETURN NULL;', hash='53132b17485109eda638436863a1e39457b85960', operation='DELETE', pgid='pgtrigger_delete_delete_82e57', table='cases_person', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappa',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_mappaevent" ("category", "from_date", "id", "level", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_date", "to_date") VALUES (OLD."category", OLD."from_date", OLD."id", OLD."level", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='9d625de5ed3ce3fe25d5b5a9b6c742ad098f1b85', operation='UPDATE', pgid='pgtrigger_update_update_5d559', table='cases_mappa', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappa',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_mappaevent" ("category", "from_date", "id", "level", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_date", "to_date") VALUES (OLD."category", OLD."from_date", OLD."id", OLD."level", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='79cd328e16b6314f5c6b7437e37761053554fe32', operation='DELETE', pgid='pgtrigger_delete_delete_65a0e', table='cases_mappa', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keepapart',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_keepapartevent" ("from_date", "id", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_date") VALUES (OLD."from_date", OLD."id", OLD."other_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."to_date"); RETURN NULL;', hash='83aff1f9790440ef66b9c6548245719ca39824e9', operation='UPDATE', pgid='pgtrigger_update_update_4e399', table='cases_keepapart', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keepapart',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_keepapartevent" ("from_date", "id", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_date") VALUES (OLD."from_date", OLD."id", OLD."other_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_date"); RETURN NULL;', hash='584629827d35314e2e7a8821b04e3ee2cad3551a', operation='DELETE', pgid='pgtrigger_delete_delete_ca331', table='cases_keepapart', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contactdetail',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_contactdetailevent" ("id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."value"); RETURN NULL;', hash='771daa0932f022afc66ac10d3a55d58fb02feafb', operation='UPDATE', pgid='pgtrigger_update_update_b4627', table='cases_contactdetail', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contactdetail',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_contactdetailevent" ("id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."value"); RETURN NULL;', hash='a31d6c362345c0e0bbbcb23a24530df5626b2289', operation='DELETE', pgid='pgtrigger_delete_delete_82f2b', table='cases_contactdetail', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseallocation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_caseallocationevent" ("from_date", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practitioner_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."practitioner_id", OLD."to_date"); RETURN NULL;', hash='a145a9a563370b30254b87c0c05a7ff27d9bf340', operation='UPDATE', pgid='pgtrigger_update_update_11876', table='cases_caseallocation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseallocation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_caseallocationevent" ("from_date", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practitioner_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."practitioner_id", OLD."to_date"); RETURN NULL;', hash='c5d74910e6fa827b0c7dfbe3c9b9ce37cdb8e047', operation='DELETE', pgid='pgtrigger_delete_delete_32b10', table='cases_caseallocation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agencycheck',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_agencycheckevent" ("agency", "checked_on", "id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "summary") VALUES (OLD."agency", OLD."checked_on", OLD."id", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."summary"); RETURN NULL;', hash='609f48f63a55a5a4b8e5b51fe62aa99f17cbbace', operation='UPDATE', pgid='pgtrigger_update_update_669de', table='cases_agencycheck', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agencycheck',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_agencycheckevent" ("agency", "checked_on", "id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "summary") VALUES (OLD."agency", OLD."checked_on", OLD."id", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."summary"); RETURN NULL;', hash='ff3c470f664b338dc679e13b27e5f258a676289f', operation='DELETE', pgid='pgtrigger_delete_delete_7deaa', table='cases_agencycheck', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='address',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_addressevent" ("from_date", "id", "lat", "lines", "lon", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "to_date") VALUES (OLD."from_date", OLD."id", OLD."lat", OLD."lines", OLD."lon", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."postcode", OLD."to_date"); RETURN NULL;', hash='a16305a0310a6e647891998a5ec698209582f44f', operation='UPDATE', pgid='pgtrigger_update_update_bd85c', table='cases_address', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='address',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_addressevent" ("from_date", "id", "lat", "lines", "lon", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "to_date") VALUES (OLD."from_date", OLD."id", OLD."lat", OLD."lines", OLD."lon", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postcode", OLD."to_date"); RETURN NULL;', hash='b76214b2d69556fc806d788f006b82a5f0a5ae73', operation='DELETE', pgid='pgtrigger_delete_delete_d63d3', table='cases_address', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='registration',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_registrationevent" ("from_date", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_date", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='4b9856015a5f0a97706b2ff5a35a37b2de18684a', operation='UPDATE', pgid='pgtrigger_update_update_8e692', table='cases_registration', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='registration',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_registrationevent" ("from_date", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_date", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='03b872a7b8bafa5879806ed2bc3416a69da3b5cb', operation='DELETE', pgid='pgtrigger_delete_delete_7d558', table='cases_registration', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='requirementchange',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eb5ed3b2f084e100d752acf7c3886acb9a9c8334', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_7be1c', table='cases_requirementchange', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='riskofharm',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_riskofharmevent" ("assessed_on", "children", "id", "known_adult", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prisoners", "public", "reason", "recorded_at", "recorded_by_id", "staff") VALUES (OLD."assessed_on", OLD."children", OLD."id", OLD."known_adult", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."prisoners", OLD."public", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."staff"); RETURN NULL;', hash='5dbf48c57595573363faecfee1cad6e9c1e5229e', operation='UPDATE', pgid='pgtrigger_update_update_4610c', table='cases_riskofharm', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='riskofharm',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_riskofharmevent" ("assessed_on", "children", "id", "known_adult", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prisoners", "public", "reason", "recorded_at", "recorded_by_id", "staff") VALUES (OLD."assessed_on", OLD."children", OLD."id", OLD."known_adult", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prisoners", OLD."public", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."staff"); RETURN NULL;', hash='455dbf33d33bf35b57a8e1269c67497e159039c0', operation='DELETE', pgid='pgtrigger_delete_delete_289ef', table='cases_riskofharm', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sentence',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_sentenceevent" ("court", "end_date", "id", "kind", "licence_end_date", "offence", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "release_date", "sentence_date") VALUES (OLD."court", OLD."end_date", OLD."id", OLD."kind", OLD."licence_end_date", OLD."offence", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reference", OLD."release_date", OLD."sentence_date"); RETURN NULL;', hash='d49a91b5a6ad7755dee24961b0845d52d0a0135c', operation='UPDATE', pgid='pgtrigger_update_update_73011', table='cases_sentence', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sentence',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_sentenceevent" ("court", "end_date", "id", "kind", "licence_end_date", "offence", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "release_date", "sentence_date") VALUES (OLD."court", OLD."end_date", OLD."id", OLD."kind", OLD."licence_end_date", OLD."offence", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."release_date", OLD."sentence_date"); RETURN NULL;', hash='78cf442956ea1aaa7ef758dbcf65754eac9311bb', operation='DELETE', pgid='pgtrigger_delete_delete_da76f', table='cases_sentence', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='requirement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_requirementevent" ("ended_as", "ended_on", "id", "intensive", "kind", "limit_date", "ordered_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "replaces_id", "runs", "sentence_id") VALUES (OLD."ended_as", OLD."ended_on", OLD."id", OLD."intensive", OLD."kind", OLD."limit_date", OLD."ordered_minutes", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reference", OLD."replaces_id", OLD."runs", OLD."sentence_id"); RETURN NULL;', hash='10edfbb66e7f3fc1386d8350629f525cc398db3e', operation='UPDATE', pgid='pgtrigger_update_update_5c5bf', table='cases_requirement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='requirement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_requirementevent" ("ended_as", "ended_on", "id", "intensive", "kind", "limit_date", "ordered_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "replaces_id", "runs", "sentence_id") VALUES (OLD."ended_as", OLD."ended_on", OLD."id", OLD."intensive", OLD."kind", OLD."limit_date", OLD."ordered_minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."replaces_id", OLD."runs", OLD."sentence_id"); RETURN NULL;', hash='11ae74fab2a492239ed9312b8d411a0afa102b63', operation='DELETE', pgid='pgtrigger_delete_delete_de20a', table='cases_requirement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sentencecondition',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_sentenceconditionevent" ("amount", "details", "from_date", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence_id", "to_date", "unit") VALUES (OLD."amount", OLD."details", OLD."from_date", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."sentence_id", OLD."to_date", OLD."unit"); RETURN NULL;', hash='0a6dddf718dc91f9b452e370220db66172e54609', operation='UPDATE', pgid='pgtrigger_update_update_f617e', table='cases_sentencecondition', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sentencecondition',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_sentenceconditionevent" ("amount", "details", "from_date", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence_id", "to_date", "unit") VALUES (OLD."amount", OLD."details", OLD."from_date", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sentence_id", OLD."to_date", OLD."unit"); RETURN NULL;', hash='add0eb250c6c3e4bff05d64940f723a5de470a3f', operation='DELETE', pgid='pgtrigger_delete_delete_954ad', table='cases_sentencecondition', when='AFTER')),
                ),
            ],
        ),
    ]
