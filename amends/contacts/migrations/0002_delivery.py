import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='ActivityDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('counted_at', models.DateTimeField(db_comment='internal: when it was counted')),
                        ('appointment', models.OneToOneField(db_comment='personal: which appointment', on_delete=django.db.models.deletion.PROTECT, related_name='activity_day', to='contacts.appointment')),
                        ('condition', models.ForeignKey(db_comment='personal: of which requirement', on_delete=django.db.models.deletion.PROTECT, related_name='activity_days', to='cases.sentencecondition')),
                        ('counted_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'An appointment counted as a day of a rehabilitation activity requirement',
                        'ordering': ['appointment__starts_at'],
                    },
                ),
                migrations.CreateModel(
                    name='BubbleMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField(db_comment='internal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day no longer in it', null=True)),
                        ('staff', models.ForeignKey(db_comment='internal: who', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                        ('bubble', models.ForeignKey(db_comment='internal: which', on_delete=django.db.models.deletion.PROTECT, related_name='members', to='contacts.staffbubble')),
                    ],
                    options={
                        'db_table_comment': 'Who is in a bubble of staff, by date',
                        'ordering': ['staff__name', 'pk'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('staff_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='bubble_member_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='bubble_member_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(db_comment='internal: the day')),
                        ('office', models.ForeignKey(db_comment='internal: the office', on_delete=django.db.models.deletion.CASCADE, related_name='days', to='organisation.office')),
                        ('bubble', models.ForeignKey(db_comment='internal: who is in', on_delete=django.db.models.deletion.PROTECT, related_name='days', to='contacts.staffbubble')),
                    ],
                    options={
                        'db_table_comment': 'Which bubble of staff is in an office on a day',
                        'ordering': ['day'],
                        'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='office_day_one_bubble')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeLimit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slots', models.PositiveSmallIntegerField(db_comment='internal: people who may come in an hour')),
                        ('first_hour', models.PositiveSmallIntegerField(db_comment='internal: hour at which it opens, Europe/London')),
                        ('last_hour', models.PositiveSmallIntegerField(db_comment='internal: hour at which it closes, Europe/London')),
                        ('days', models.CharField(db_comment='internal: weekdays on which it opens, digits 1 (Monday) to 7', default='12345', max_length=7, validators=[django.core.validators.RegexValidator('^1?2?3?4?5?6?7?$', 'Write the weekdays as digits in order, 1 for Monday to 7 for Sunday')])),
                        ('from_date', models.DateField(db_comment='internal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day it no longer holds', null=True)),
                        ('office', models.ForeignKey(db_comment='internal: the office', on_delete=django.db.models.deletion.CASCADE, related_name='limits', to='organisation.office')),
                        ('set_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'How many people may come to an office in an hour',
                        'ordering': ['from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('office_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='office_limit_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='office_limit_dates'), models.CheckConstraint(condition=models.Q(('last_hour__lte', 24), ('first_hour__lt', models.F('last_hour'))), name='office_limit_hours'), models.CheckConstraint(condition=models.Q(('days__regex', '^1?2?3?4?5?6?7?$')), name='office_limit_days'), models.CheckConstraint(condition=models.Q(('slots__lte', 200)), name='office_limit_slots')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeLimitEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('slots', models.PositiveSmallIntegerField(db_comment='internal: people who may come in an hour')),
                        ('first_hour', models.PositiveSmallIntegerField(db_comment='internal: hour at which it opens, Europe/London')),
                        ('last_hour', models.PositiveSmallIntegerField(db_comment='internal: hour at which it closes, Europe/London')),
                        ('days', models.CharField(db_comment='internal: weekdays on which it opens, digits 1 (Monday) to 7', default='12345', max_length=7, validators=[django.core.validators.RegexValidator('^1?2?3?4?5?6?7?$', 'Write the weekdays as digits in order, 1 for Monday to 7 for Sunday')])),
                        ('from_date', models.DateField(db_comment='internal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day it no longer holds', null=True)),
                        ('office', models.ForeignKey(db_comment='internal: the office', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.office')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.officelimit')),
                        ('set_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OfficeSlot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(db_comment='personal: day, Europe/London')),
                        ('hour', models.PositiveSmallIntegerField(db_comment='personal: hour, Europe/London')),
                        ('number', models.PositiveSmallIntegerField(db_comment='internal: which of the slots of that hour, from 1')),
                        ('appointment', models.ForeignKey(db_comment='personal: who comes', on_delete=django.db.models.deletion.PROTECT, related_name='office_slots', to='contacts.appointment')),
                        ('office', models.ForeignKey(db_comment='personal: the office', on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='organisation.office')),
                        ('office_day', models.ForeignKey(blank=True, db_comment='internal: the day of the bubble that the staff member is in', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='contacts.officeday')),
                    ],
                    options={
                        'db_table_comment': 'A slot of an office taken by an appointment',
                        'ordering': ['day', 'hour', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('office', 'day', 'hour', 'number'), name='office_slot_once'), models.UniqueConstraint(fields=('appointment', 'day', 'hour'), name='office_slot_one_an_hour'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='office_slot_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(db_comment='personal: mobile number it goes to', max_length=200)),
                        ('language', models.CharField(db_comment='personal: language it is written in', max_length=2)),
                        ('owed_at', models.DateTimeField(db_comment='internal: when it was put here')),
                        ('taken_up_at', models.DateTimeField(blank=True, db_comment='internal: when sending began', null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('sent', 'Sent'), ('failed', 'Not sent')], db_comment='internal: what came of sending; empty: not known', max_length=6)),
                        ('reference', models.CharField(blank=True, db_comment="internal: the sender's own reference", max_length=60)),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was no longer owed', null=True)),
                        ('appointment', models.OneToOneField(db_comment='personal: of which appointment', on_delete=django.db.models.deletion.PROTECT, related_name='reminder', to='contacts.appointment')),
                    ],
                    options={
                        'db_table_comment': 'A reminder of an appointment, owed or sent',
                        'ordering': ['owed_at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('taken_up_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['owed_at'], name='reminder_owed')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('taken_up_at__isnull', False), ('outcome', ''), _connector='OR'), name='reminder_taken_up'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('taken_up_at__isnull', True), _connector='OR'), name='reminder_one_end'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'sent', 'failed'])), name='reminder_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffBubble',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(db_comment='internal: what it is called', max_length=60)),
                        ('office', models.ForeignKey(db_comment='internal: their office', on_delete=django.db.models.deletion.CASCADE, related_name='bubbles', to='organisation.office')),
                    ],
                    options={
                        'db_table_comment': 'Staff who may be in an office together',
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='staff_bubble_once')],
                    },
                ),
                migrations.CreateModel(
                    name='BubbleMemberEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('from_date', models.DateField(db_comment='internal: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='internal: first day no longer in it', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.bubblemember')),
                        ('staff', models.ForeignKey(db_comment='internal: who', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                        ('bubble', models.ForeignKey(db_comment='internal: which', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.staffbubble')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='officelimit',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_officelimitevent" ("days", "first_hour", "from_date", "id", "last_hour", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "slots", "to_date") VALUES (OLD."days", OLD."first_hour", OLD."from_date", OLD."id", OLD."last_hour", OLD."office_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."set_by_id", OLD."slots", OLD."to_date"); RETURN NULL;', hash='4e63925709ce246608e60b5857f012052fed4fc7', operation='UPDATE', pgid='pgtrigger_update_update_548ac', table='contacts_officelimit', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='officelimit',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_officelimitevent" ("days", "first_hour", "from_date", "id", "last_hour", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "slots", "to_date") VALUES (OLD."days", OLD."first_hour", OLD."from_date", OLD."id", OLD."last_hour", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."set_by_id", OLD."slots", OLD."to_date"); RETURN NULL;', hash='df5f5074fab0cd995883e201d628db814a693244', operation='DELETE', pgid='pgtrigger_delete_delete_a53b9', table='contacts_officelimit', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='officeslot',
                    trigger=pgtrigger.compiler.Trigger(name='within_limits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF NOT EXISTS (\n    SELECT FROM contacts_officelimit held WHERE held.office_id = NEW.office_id AND NEW.number <= held.slots\n    AND NEW.hour >= held.first_hour AND NEW.hour < held.last_hour\n    AND held.from_date <= NEW.day AND (held.to_date IS NULL OR held.to_date > NEW.day)\n    AND position(extract(isodow FROM NEW.day)::text IN held.days) > 0\n) THEN\n    RAISE EXCEPTION 'no such slot at this office' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_within';\nEND IF;\nIF EXISTS (\n    SELECT FROM contacts_appointment booked JOIN contacts_bubblemember member ON member.staff_id = booked.staff_id\n    WHERE booked.id = NEW.appointment_id\n    AND member.from_date <= NEW.day AND (member.to_date IS NULL OR member.to_date > NEW.day)\n    AND NOT EXISTS (\n        SELECT FROM contacts_officeday kept WHERE kept.id = NEW.office_day_id AND kept.office_id = NEW.office_id\n        AND kept.day = NEW.day AND kept.bubble_id = member.bubble_id\n    )\n) THEN\n    RAISE EXCEPTION 'not the bubble of the day' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';\nEND IF;\nRETURN NEW;\n", hash='ac8086508cf814a8c4a94d5a2a20a7b59ad096df', operation='INSERT OR UPDATE', pgid='pgtrigger_within_limits_e3fba', table='contacts_officeslot', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='officeday',
                    trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='611bded96d89346358fae4117e4f8eb7658aa0c1', operation='UPDATE', pgid='pgtrigger_never_changed_8c251', table='contacts_officeday', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='officeday',
                    trigger=pgtrigger.compiler.Trigger(name='no_other_bubble', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (\n    SELECT FROM contacts_officeslot taken\n    JOIN contacts_appointment booked ON booked.id = taken.appointment_id\n    JOIN contacts_bubblemember member ON member.staff_id = booked.staff_id AND member.bubble_id <> NEW.bubble_id\n    WHERE taken.office_id = NEW.office_id AND taken.day = NEW.day\n    AND member.from_date <= NEW.day AND (member.to_date IS NULL OR member.to_date > NEW.day)\n) THEN\n    RAISE EXCEPTION 'another bubble is in' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';\nEND IF;\nRETURN NEW;\n", hash='e724599012cb5ad6b38806d213c5859c9f0c60fc', operation='INSERT', pgid='pgtrigger_no_other_bubble_3845d', table='contacts_officeday', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bubblemember',
                    trigger=pgtrigger.compiler.Trigger(name='no_other_bubble', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (\n    SELECT FROM contacts_officeslot taken\n    JOIN contacts_appointment booked ON booked.id = taken.appointment_id AND booked.staff_id = NEW.staff_id\n    JOIN contacts_officeday kept ON kept.office_id = taken.office_id AND kept.day = taken.day\n    WHERE taken.day >= NEW.from_date AND (NEW.to_date IS NULL OR taken.day < NEW.to_date)\n    AND kept.bubble_id <> NEW.bubble_id\n) THEN\n    RAISE EXCEPTION 'in the office with another' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';\nEND IF;\nRETURN NEW;\n", hash='484ff693943ad10a337d01c7962b5bdf1bb64da9', operation='INSERT OR UPDATE', pgid='pgtrigger_no_other_bubble_198ca', table='contacts_bubblemember', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bubblemember',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_bubblememberevent" ("bubble_id", "from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_date") VALUES (OLD."bubble_id", OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='43174a38912240867549073b7ca01974a2cbad59', operation='UPDATE', pgid='pgtrigger_update_update_43165', table='contacts_bubblemember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bubblemember',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_bubblememberevent" ("bubble_id", "from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_date") VALUES (OLD."bubble_id", OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."staff_id", OLD."to_date"); RETURN NULL;', hash='9f4fc3ae153f4db7faaf20211184ccf43b105856', operation='DELETE', pgid='pgtrigger_delete_delete_337e5', table='contacts_bubblemember', when='AFTER')),
                ),
            ],
        ),
    ]
