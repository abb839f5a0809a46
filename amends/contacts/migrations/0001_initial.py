import amends.contacts.models.appointment
import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('unpaid_work', 'Unpaid work session'), ('supervision', 'Supervision appointment')], db_comment='personal: what it is for', max_length=20)),
                        ('starts_at', models.DateTimeField(db_comment='personal: when it begins')),
                        ('ends_at', models.DateTimeField(db_comment='personal: when it ends')),
                        ('booked_at', models.DateTimeField(db_comment='internal: when it was booked')),
                        ('cancelled_at', models.DateTimeField(blank=True, db_comment='internal: when it was cancelled', null=True)),
                        ('cancel_reason', models.CharField(blank=True, db_comment='personal: why it was cancelled', max_length=200)),
                        ('mode', models.CharField(blank=True, db_comment='personal: how a supervision contact is made, by the codes of policy', max_length=10)),
                        ('check_in_approved', models.BooleanField(db_comment='personal: a manager approved a remote check-in instead of contact', default=False)),
                        ('booked_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_comment='personal: who is expected', on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='cases.person')),
                        ('rescheduled_from', models.OneToOneField(blank=True, db_comment='personal: appointment it stands for', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rescheduled_to', to='contacts.appointment')),
                        ('staff', models.ForeignKey(blank=True, db_comment='internal: who gives it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                        ('team', models.ForeignKey(db_comment='personal: team that gives it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.team')),
                    ],
                    options={
                        'db_table_comment': 'An appointment of a person, of any kind',
                        'ordering': ['starts_at'],
                        'indexes': [models.Index(fields=['person', 'starts_at'], name='appointment_by_person')],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('cancelled_at__isnull', True), models.Q(('kind', 'unpaid_work'), ('booked_at__lt', models.F('starts_at')), _connector='OR')), expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.contacts.models.appointment.TimeRange(), '&&')], name='appointment_one_place_at_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_times'), models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', False), ('cancel_reason', ''), _connector='OR'), name='appointment_cancelled_when'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unpaid_work'), ('mode', '')), models.Q(('kind', 'supervision'), models.Q(('mode', ''), _negated=True)), _connector='OR'), name='appointment_mode_of_supervision')],
                    },
                ),
                migrations.CreateModel(
                    name='AppointmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('unpaid_work', 'Unpaid work session'), ('supervision', 'Supervision appointment')], db_comment='personal: what it is for', max_length=20)),
                        ('starts_at', models.DateTimeField(db_comment='personal: when it begins')),
                        ('ends_at', models.DateTimeField(db_comment='personal: when it ends')),
                        ('booked_at', models.DateTimeField(db_comment='internal: when it was booked')),
                        ('cancelled_at', models.DateTimeField(blank=True, db_comment='internal: when it was cancelled', null=True)),
                        ('cancel_reason', models.CharField(blank=True, db_comment='personal: why it was cancelled', max_length=200)),
                        ('mode', models.CharField(blank=True, db_comment='personal: how a supervision contact is made, by the codes of policy', max_length=10)),
                        ('check_in_approved', models.BooleanField(db_comment='personal: a manager approved a remote check-in instead of contact', default=False)),
                        ('booked_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_comment='personal: who is expected', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.appointment')),
                        ('rescheduled_from', models.ForeignKey(blank=True, db_comment='personal: appointment it stands for', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.appointment')),
                        ('staff', models.ForeignKey(blank=True, db_comment='internal: who gives it', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                        ('team', models.ForeignKey(db_comment='personal: team that gives it', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Concern',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(db_comment='special: what was noticed', max_length=4000)),
                        ('raised_at', models.DateTimeField(db_comment='internal: when')),
                        ('read_at', models.DateTimeField(blank=True, db_comment='internal: when it was read', null=True)),
                        ('appointment', models.ForeignKey(blank=True, db_comment='personal: where it arose', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='contacts.appointment')),
                        ('person', models.ForeignKey(db_comment='personal: whom it is about', on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='cases.person')),
                        ('raised_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('read_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A concern passed to the practitioner',
                        'ordering': ['-raised_at'],
                        'indexes': [models.Index(fields=['person', 'raised_at'], name='concern_by_person')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by__isnull', True)), models.Q(('read_at__isnull', False), ('read_by__isnull', False)), _connector='OR'), name='concern_read_by_someone')],
                    },
                ),
                migrations.CreateModel(
                    name='ConcernEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('text', models.TextField(db_comment='special: what was noticed', max_length=4000)),
                        ('raised_at', models.DateTimeField(db_comment='internal: when')),
                        ('read_at', models.DateTimeField(blank=True, db_comment='internal: when it was read', null=True)),
                        ('appointment', models.ForeignKey(blank=True, db_comment='personal: where it arose', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.appointment')),
                        ('person', models.ForeignKey(db_comment='personal: whom it is about', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.concern')),
                        ('raised_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('read_by', models.ForeignKey(blank=True, db_comment='internal: by whom', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ContactLevel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('every_days', models.PositiveSmallIntegerField(db_comment='personal: days between contacts, at most')),
                        ('mode', models.CharField(choices=[('face_to_face', 'Face to face'), ('doorstep', 'Doorstep or face to face'), ('any', 'Any mode that counts')], db_comment='personal: by what', max_length=12)),
                        ('less', models.BooleanField(db_comment='personal: less than the delivery model owed when it was set')),
                        ('reason', models.CharField(db_comment='special: why', max_length=400)),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day it no longer holds', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: for whom', on_delete=django.db.models.deletion.PROTECT, related_name='contact_levels', to='cases.person')),
                        ('set_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'Contact set for a person, more or less than the delivery model owes',
                        'ordering': ['-from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('person_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='contact_level_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='contact_level_dates'), models.CheckConstraint(condition=models.Q(('every_days__range', (1, 90))), name='contact_level_days'), models.CheckConstraint(condition=models.Q(('mode__in', ['face_to_face', 'doorstep', 'any'])), name='contact_level_mode'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='contact_level_why')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactLevelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('every_days', models.PositiveSmallIntegerField(db_comment='personal: days between contacts, at most')),
                        ('mode', models.CharField(choices=[('face_to_face', 'Face to face'), ('doorstep', 'Doorstep or face to face'), ('any', 'Any mode that counts')], db_comment='personal: by what', max_length=12)),
                        ('less', models.BooleanField(db_comment='personal: less than the delivery model owed when it was set')),
                        ('reason', models.CharField(db_comment='special: why', max_length=400)),
                        ('from_date', models.DateField(db_comment='personal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day it no longer holds', null=True)),
                        ('person', models.ForeignKey(db_comment='personal: for whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.contactlevel')),
                        ('set_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ContactOutcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(db_comment='personal: outcome, by the codes of policy', max_length=4)),
                        ('started_at', models.DateTimeField(blank=True, db_comment='personal: when the person arrived to work', null=True)),
                        ('finished_at', models.DateTimeField(blank=True, db_comment='personal: when the person finished', null=True)),
                        ('penalty_minutes', models.PositiveSmallIntegerField(db_comment='personal: minutes not credited', default=0)),
                        ('notice', models.CharField(blank=True, db_comment='personal: for a stand-down, when they were told', max_length=13)),
                        ('quality', models.CharField(blank=True, db_comment='personal: quality of the work', max_length=14)),
                        ('behaviour', models.CharField(blank=True, db_comment='personal: behaviour at the session', max_length=14)),
                        ('notes', models.TextField(blank=True, db_comment='special: what happened', max_length=4000)),
                        ('sensitive', models.BooleanField(db_comment='special: the notes are not for everyone who sees the case', default=False)),
                        ('reason', models.CharField(blank=True, db_comment='personal: why an earlier outcome is corrected', max_length=200)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('appointment', models.ForeignKey(db_comment='personal: which', on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='contacts.appointment')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('replaces', models.OneToOneField(blank=True, db_comment='personal: outcome corrected', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='contacts.contactoutcome')),
                    ],
                    options={
                        'db_table_comment': 'The outcome of an appointment; corrected by a row that replaces it',
                        'ordering': ['recorded_at', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('appointment',), name='contact_outcome_first_once'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('started_at__isnull', True)), models.Q(('finished_at__gt', models.F('started_at')), ('finished_at__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='contact_outcome_times'), models.CheckConstraint(condition=models.Q(('penalty_minutes', 0), ('penalty_minutes__lte', amends.contacts.models.appointment.MinutesBetween('started_at', 'finished_at')), _connector='OR'), name='contact_outcome_penalty'), models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='contact_outcome_corrected_why'), models.CheckConstraint(condition=models.Q(('notice__in', ['', 'on_site', 'before_travel', 'before_day'])), name='contact_outcome_notice')],
                    },
                ),
                migrations.CreateModel(
                    name='DigitalAccess',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recorded_on', models.DateField(db_comment='personal: day they were asked')),
                        ('device', models.CharField(choices=[('none', 'None'), ('shared', 'Shared'), ('own', 'Their own')], db_comment='personal: telephone or computer', max_length=6)),
                        ('credit', models.BooleanField(db_comment='personal: credit or data')),
                        ('signal', models.BooleanField(db_comment='personal: signal where they live')),
                        ('can_call', models.BooleanField(db_comment='personal: able to take a call')),
                        ('can_text', models.BooleanField(db_comment='personal: able to read and write a text')),
                        ('can_video', models.BooleanField(db_comment='personal: able to take a video call')),
                        ('can_fill_forms', models.BooleanField(db_comment='personal: able to fill in a form online')),
                        ('safe_place', models.BooleanField(db_comment='special: a safe and private place to talk')),
                        ('internet_allowed', models.BooleanField(db_comment='special: no licence condition forbids the internet')),
                        ('needs', models.CharField(blank=True, db_comment='special: language or disability to allow for', max_length=200)),
                        ('preference', models.CharField(blank=True, db_comment='personal: how they would rather be reached', max_length=200)),
                        ('person', models.ForeignKey(db_comment='personal: whose', on_delete=django.db.models.deletion.PROTECT, related_name='digital_access', to='cases.person')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'How a person can be reached remotely',
                        'ordering': ['-recorded_on', '-pk'],
                        'indexes': [models.Index(fields=['person', '-recorded_on'], name='digital_access_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('device__in', ['none', 'shared', 'own'])), name='digital_access_device')],
                    },
                ),
                migrations.CreateModel(
                    name='DigitalAccessEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('recorded_on', models.DateField(db_comment='personal: day they were asked')),
                        ('device', models.CharField(choices=[('none', 'None'), ('shared', 'Shared'), ('own', 'Their own')], db_comment='personal: telephone or computer', max_length=6)),
                        ('credit', models.BooleanField(db_comment='personal: credit or data')),
                        ('signal', models.BooleanField(db_comment='personal: signal where they live')),
                        ('can_call', models.BooleanField(db_comment='personal: able to take a call')),
                        ('can_text', models.BooleanField(db_comment='personal: able to read and write a text')),
                        ('can_video', models.BooleanField(db_comment='personal: able to take a video call')),
                        ('can_fill_forms', models.BooleanField(db_comment='personal: able to fill in a form online')),
                        ('safe_place', models.BooleanField(db_comment='special: a safe and private place to talk')),
                        ('internet_allowed', models.BooleanField(db_comment='special: no licence condition forbids the internet')),
                        ('needs', models.CharField(blank=True, db_comment='special: language or disability to allow for', max_length=200)),
                        ('preference', models.CharField(blank=True, db_comment='personal: how they would rather be reached', max_length=200)),
                        ('person', models.ForeignKey(db_comment='personal: whose', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.digitalaccess')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_appointmentevent" ("booked_at", "booked_by_id", "cancel_reason", "cancelled_at", "check_in_approved", "ends_at", "id", "kind", "mode", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rescheduled_from_id", "staff_id", "starts_at", "team_id") VALUES (OLD."booked_at", OLD."booked_by_id", OLD."cancel_reason", OLD."cancelled_at", OLD."check_in_approved", OLD."ends_at", OLD."id", OLD."kind", OLD."mode", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."rescheduled_from_id", OLD."staff_id", OLD."starts_at", OLD."team_id"); RETURN NULL;', hash='415e13aa5d08b141e0d30361073fee24608fcd8f', operation='UPDATE', pgid='pgtrigger_update_update_5cdcb', table='contacts_appointment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_appointmentevent" ("booked_at", "booked_by_id", "cancel_reason", "cancelled_at", "check_in_approved", "ends_at", "id", "kind", "mode", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rescheduled_from_id", "staff_id", "starts_at", "team_id") VALUES (OLD."booked_at", OLD."booked_by_id", OLD."cancel_reason", OLD."cancelled_at", OLD."check_in_approved", OLD."ends_at", OLD."id", OLD."kind", OLD."mode", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rescheduled_from_id", OLD."staff_id", OLD."starts_at", OLD."team_id"); RETURN NULL;', hash='25f38d737e60281159a75f8bdb85f170a97f9e0b', operation='DELETE', pgid='pgtrigger_delete_delete_7da78', table='contacts_appointment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='concern',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_concernevent" ("appointment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "read_at", "read_by_id", "text") VALUES (OLD."appointment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."read_at", OLD."read_by_id", OLD."text"); RETURN NULL;', hash='01e3d32e3137261645828d0359600a594876c639', operation='UPDATE', pgid='pgtrigger_update_update_ae5d5', table='contacts_concern', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='concern',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_concernevent" ("appointment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "read_at", "read_by_id", "text") VALUES (OLD."appointment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."read_at", OLD."read_by_id", OLD."text"); RETURN NULL;', hash='622582685ca30eb498131b106f52e869d4ee2619', operation='DELETE', pgid='pgtrigger_delete_delete_02a04', table='contacts_concern', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contactlevel',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_contactlevelevent" ("every_days", "from_date", "id", "less", "mode", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_by_id", "to_date") VALUES (OLD."every_days", OLD."from_date", OLD."id", OLD."less", OLD."mode", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."set_by_id", OLD."to_date"); RETURN NULL;', hash='8b8f770d70dae1b9302319ba56aa0a86b4212ae1', operation='UPDATE', pgid='pgtrigger_update_update_6d2fb', table='contacts_contactlevel', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contactlevel',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_contactlevelevent" ("every_days", "from_date", "id", "less", "mode", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_by_id", "to_date") VALUES (OLD."every_days", OLD."from_date", OLD."id", OLD."less", OLD."mode", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."set_by_id", OLD."to_date"); RETURN NULL;', hash='71f9702f3f5cc534f4d352de2f722104dea0f1c9', operation='DELETE', pgid='pgtrigger_delete_delete_38774', table='contacts_contactlevel', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contactoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e9c3c49fd69f536be9082e070874aa94335d688f', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_046d4', table='contacts_contactoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='digitalaccess',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_digitalaccessevent" ("can_call", "can_fill_forms", "can_text", "can_video", "credit", "device", "id", "internet_allowed", "needs", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preference", "recorded_by_id", "recorded_on", "safe_place", "signal") VALUES (OLD."can_call", OLD."can_fill_forms", OLD."can_text", OLD."can_video", OLD."credit", OLD."device", OLD."id", OLD."internet_allowed", OLD."needs", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."preference", OLD."recorded_by_id", OLD."recorded_on", OLD."safe_place", OLD."signal"); RETURN NULL;', hash='97be53710e7129bdb9e294d53d23840fed848d9a', operation='UPDATE', pgid='pgtrigger_update_update_d5db2', table='contacts_digitalaccess', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='digitalaccess',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_digitalaccessevent" ("can_call", "can_fill_forms", "can_text", "can_video", "credit", "device", "id", "internet_allowed", "needs", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preference", "recorded_by_id", "recorded_on", "safe_place", "signal") VALUES (OLD."can_call", OLD."can_fill_forms", OLD."can_text", OLD."can_video", OLD."credit", OLD."device", OLD."id", OLD."internet_allowed", OLD."needs", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."preference", OLD."recorded_by_id", OLD."recorded_on", OLD."safe_place", OLD."signal"); RETURN NULL;', hash='0fde11a07e74fed0934fa32085cac83e864f743d', operation='DELETE', pgid='pgtrigger_delete_delete_131e1', table='contacts_digitalaccess', when='AFTER')),
                ),
            ],
        ),
    ]
