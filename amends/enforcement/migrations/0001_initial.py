import amends.cases.models.letter
import amends.organisation.create_tables
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn', null=True)),
                        ('withdrawn_reason', models.CharField(blank=True, db_comment='personal: why it was withdrawn', max_length=500)),
                        ('kind', models.CharField(choices=[('medical', 'Medical'), ('work', 'Work'), ('family', 'Family or childcare'), ('legal', 'Court or legal'), ('custody', 'In custody'), ('travel', 'Travel'), ('other', 'Other')], db_comment='personal: kind of reason given', max_length=10)),
                        ('received_on', models.DateField(db_comment='personal: day it was received')),
                        ('description', models.TextField(db_comment='special: what was received, and what it says', max_length=2000)),
                        ('appointment', models.ForeignKey(db_comment='personal: the appointment failed', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='contacts.appointment')),
                        ('outcome', models.ForeignKey(db_comment='personal: the outcome it rests on, as it stood then', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='contacts.contactoutcome')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'Evidence of the reason for a failure',
                        'ordering': ['recorded_at', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='evidence_says_something'), models.CheckConstraint(condition=models.Q(('kind__in', ['medical', 'work', 'family', 'legal', 'custody', 'travel', 'other'])), name='evidence_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_at__gte', models.F('recorded_at')), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='evidence_withdrawn_by_someone')],
                    },
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: its language', max_length=2)),
                        ('content', models.TextField(db_comment='special: the letter as issued, its parts as JSON')),
                        ('digest', models.CharField(db_comment='internal: SHA-256 of the content', max_length=64)),
                        ('issued_at', models.DateTimeField(db_comment='internal: when it was issued')),
                        ('template', models.CharField(choices=[('ask', 'About an absence or failure'), ('accept', 'Reason accepted'), ('warn', 'Warning'), ('breach', 'Return to court'), ('withdrawn', 'Letter withdrawn')], db_comment='internal: which template', max_length=10)),
                        ('action', models.ForeignKey(db_comment='personal: what it tells', on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='enforcement.enforcementaction')),
                        ('issued_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A letter to a person on probation, as it was issued',
                        'ordering': ['issued_at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('action', 'template'), name='letter_once'), models.CheckConstraint(condition=models.Q(('digest', amends.cases.models.letter.Digest(models.F('content')))), name='letter_digest'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='letter_language_known'), models.CheckConstraint(condition=models.Q(('content', models.Value('')), _negated=True), name='letter_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='EnforcementAction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn', null=True)),
                        ('withdrawn_reason', models.CharField(blank=True, db_comment='personal: why it was withdrawn', max_length=500)),
                        ('kind', models.CharField(choices=[('ask', 'Asked for the reason'), ('accept', 'Reason accepted'), ('refuse', 'Reason not accepted'), ('warn', 'Warning'), ('not_enforce', 'Decided not to enforce'), ('breach', 'Breach started'), ('recall', 'Recall proposed')], db_comment='personal: what was done', max_length=12)),
                        ('reason', models.TextField(blank=True, db_comment='special: why', max_length=2000)),
                        ('appointment', models.ForeignKey(db_comment='personal: the appointment failed', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='contacts.appointment')),
                        ('outcome', models.ForeignKey(db_comment='personal: the outcome it rests on, as it stood then', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='contacts.contactoutcome')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('evidence', models.ForeignKey(blank=True, db_comment='personal: evidence decided on', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='enforcement.evidence')),
                    ],
                    options={
                        'db_table_comment': 'What was done about a failure to comply',
                        'ordering': ['recorded_at', 'id'],
                        'indexes': [models.Index(fields=['recorded_at'], name='enforcement_action_by_time')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['ask', 'accept', 'refuse', 'warn', 'not_enforce', 'breach', 'recall'])), name='action_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('evidence__isnull', False), ('kind__in', ['accept', 'refuse'])), models.Q(models.Q(('kind__in', ['accept', 'refuse']), _negated=True), ('evidence__isnull', True)), _connector='OR'), name='action_on_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['accept', 'refuse', 'not_enforce']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='action_with_a_reason'), models.UniqueConstraint(condition=models.Q(('evidence__isnull', True), ('withdrawn_at__isnull', True)), fields=('appointment', 'kind'), name='action_once_for_a_failure'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('evidence',), name='evidence_decided_once'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_at__gte', models.F('recorded_at')), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='action_withdrawn_by_someone')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evidence',
                    trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='04573df71e2e6e8bd5a8aac9b7094bb237873dc8', operation='DELETE', pgid='pgtrigger_never_deleted_8dfaf', table='enforcement_evidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evidence',
                    trigger=pgtrigger.compiler.Trigger(name='only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."appointment_id" IS DISTINCT FROM (NEW."appointment_id") OR OLD."outcome_id" IS DISTINCT FROM (NEW."outcome_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."description" IS DISTINCT FROM (NEW."description"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9b0950c4c5f393f1f39a39ceabc34e9b1ef686a9', operation='UPDATE', pgid='pgtrigger_only_withdrawn_68355', table='enforcement_evidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evidence',
                    trigger=pgtrigger.compiler.Trigger(name='withdrawn_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ba28c9ba04308e3ba898fad4db529af27081ebca', operation='UPDATE', pgid='pgtrigger_withdrawn_once_ecd6c', table='enforcement_evidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evidence',
                    trigger=pgtrigger.compiler.Trigger(name='rests_on_a_failure', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM contacts_appointment WHERE id = NEW.appointment_id FOR NO KEY UPDATE;\n    IF NOT EXISTS (\n        SELECT FROM contacts_contactoutcome held\n        WHERE held.id = NEW.outcome_id AND held.appointment_id = NEW.appointment_id\n          AND held.code IN ('AFTC', 'ATSH', 'UACP', 'ATFI')\n          AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = held.id)\n    ) THEN\n        RAISE EXCEPTION 'it rests on no failure that stands' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'rests_on_a_failure';\n    END IF;\n RETURN NEW;", hash='06b183d4f37a7e250096600be4b45bf02438fa22', operation='INSERT', pgid='pgtrigger_rests_on_a_failure_da502', table='enforcement_evidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enforcementaction',
                    trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f7557f6400980cde9956bfd23444b6f1e28f377e', operation='DELETE', pgid='pgtrigger_never_deleted_c567a', table='enforcement_enforcementaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enforcementaction',
                    trigger=pgtrigger.compiler.Trigger(name='only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."appointment_id" IS DISTINCT FROM (NEW."appointment_id") OR OLD."outcome_id" IS DISTINCT FROM (NEW."outcome_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."evidence_id" IS DISTINCT FROM (NEW."evidence_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='473a77988a20586f444a77e379c7c803574e9bf2', operation='UPDATE', pgid='pgtrigger_only_withdrawn_c12f7', table='enforcement_enforcementaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enforcementaction',
                    trigger=pgtrigger.compiler.Trigger(name='withdrawn_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='01622c6ed87936043dfdfbdd4323e6448f719851', operation='UPDATE', pgid='pgtrigger_withdrawn_once_d1b50', table='enforcement_enforcementaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enforcementaction',
                    trigger=pgtrigger.compiler.Trigger(name='decided_by_the_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM contacts_appointment WHERE id = NEW.appointment_id FOR NO KEY UPDATE;\n    IF NOT EXISTS (\n        SELECT FROM contacts_contactoutcome held\n        WHERE held.id = NEW.outcome_id AND held.appointment_id = NEW.appointment_id\n          AND held.code IN ('AFTC', 'ATSH', 'UACP', 'ATFI')\n          AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = held.id)\n    ) THEN\n        RAISE EXCEPTION 'it rests on no failure that stands' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'rests_on_a_failure';\n    END IF;\n\n    IF NEW.evidence_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM enforcement_evidence held WHERE held.id = NEW.evidence_id\n          AND held.appointment_id = NEW.appointment_id AND held.withdrawn_at IS NULL\n    ) THEN\n        RAISE EXCEPTION 'the evidence is not about this failure, or was withdrawn' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'action_on_its_evidence';\n    END IF;\n\n    IF NEW.kind = 'not_enforce' AND NOT EXISTS (\n        SELECT FROM contacts_appointment failed\n        JOIN cases_person person ON person.id = failed.person_id\n        JOIN organisation_team team ON team.id = person.team_id\n        JOIN organisation_pdu pdu ON pdu.id = team.pdu_id\n        JOIN organisation_rolegrant held ON held.user_id = NEW.recorded_by_id AND held.role IN ('senior', 'head_of_pdu')\n         AND held.from_date <= (NEW.recorded_at AT TIME ZONE 'Europe/London')::date\n         AND (held.to_date IS NULL OR held.to_date > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)\n         AND (held.team_id = team.id OR held.pdu_id = pdu.id OR held.region_id = pdu.region_id\n              OR (held.team_id IS NULL AND held.pdu_id IS NULL AND held.region_id IS NULL))\n        WHERE failed.id = NEW.appointment_id\n    ) THEN\n        RAISE EXCEPTION 'only a manager of the person''s team decides not to enforce'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'action_by_a_manager';\n    END IF;\n RETURN NEW;", hash='0579e3c604b3e58a07024e62946f8e9f2ab4d070', operation='INSERT', pgid='pgtrigger_decided_by_the_rules_35e00', table='enforcement_enforcementaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='letter',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b6fff610dc8ea77ac90754ef9141741ac3f34da9', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_abf57', table='enforcement_letter', when='BEFORE')),
                ),
            ],
        ),
    ]
