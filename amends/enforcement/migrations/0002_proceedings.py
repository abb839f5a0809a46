import amends.cases.models.letter
import amends.organisation.create_tables
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('enforcement', '0001_initial'),
        ('organisation', '__first__'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Proceeding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('breach', 'Breach'), ('recall', 'Recall')], db_comment='personal: breach or recall', max_length=6)),
                        ('reference', models.CharField(db_comment="personal: the service's reference", max_length=50, unique=True)),
                        ('state', models.CharField(blank=True, choices=[('started', 'Breach started'), ('suspended', 'Suspended'), ('laid', 'Before the court'), ('suspended_laid', 'Suspended, before the court'), ('listed', 'Hearing listed'), ('proposed', 'Recall proposed'), ('signed', 'Recall counter-signed'), ('requested', 'Recall asked for'), ('returned', 'Returned to custody'), ('notice_owed', 'Notice owed'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn'), ('declined', 'Not counter-signed')], db_comment='personal: where it stands, by its latest step', max_length=14)),
                        ('steps', models.PositiveSmallIntegerField(db_comment='internal: how many steps were taken', default=0)),
                        ('counts_from', models.DateField(blank=True, db_comment='personal: day from which the time for the next step counts', null=True)),
                        ('sentence', models.ForeignKey(db_comment='personal: the order or licence', on_delete=django.db.models.deletion.PROTECT, related_name='proceedings', to='cases.sentence')),
                    ],
                    options={
                        'db_table_comment': 'A breach of an order, or a recall from licence',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'breach'), ('state__in', ['', 'started', 'suspended', 'laid', 'suspended_laid', 'listed', 'decided', 'withdrawn', 'notice_owed'])), models.Q(('kind', 'recall'), ('state__in', ['', 'proposed', 'signed', 'declined', 'requested', 'returned', 'decided', 'withdrawn', 'notice_owed'])), _connector='OR'), name='proceeding_state_of_its_kind'), models.UniqueConstraint(condition=models.Q(('state__in', ('decided', 'withdrawn', 'declined')), _negated=True), fields=('sentence',), name='proceeding_one_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Pack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.TextField(db_comment='special: the pack as laid, its parts as JSON')),
                        ('digest', models.CharField(db_comment='internal: SHA-256 of the content', max_length=64)),
                        ('frozen_at', models.DateTimeField(db_comment='internal: when it was frozen')),
                        ('frozen_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proceeding', models.OneToOneField(db_comment='personal: of which', on_delete=django.db.models.deletion.PROTECT, related_name='pack', to='enforcement.proceeding')),
                    ],
                    options={
                        'db_table_comment': 'The pack of a breach or recall, as laid',
                        'constraints': [models.CheckConstraint(condition=models.Q(('digest', amends.cases.models.letter.Digest(models.F('content')))), name='pack_digest'), models.CheckConstraint(condition=models.Q(('content', models.Value('')), _negated=True), name='pack_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: its language', max_length=2)),
                        ('content', models.TextField(db_comment='special: the letter as issued, its parts as JSON')),
                        ('digest', models.CharField(db_comment='internal: SHA-256 of the content', max_length=64)),
                        ('issued_at', models.DateTimeField(db_comment='internal: when it was issued')),
                        ('issued_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proceeding', models.OneToOneField(db_comment='personal: of which', on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='enforcement.proceeding')),
                    ],
                    options={
                        'db_table_comment': 'A notice that a breach or recall is taken back, as issued',
                        'constraints': [models.CheckConstraint(condition=models.Q(('digest', amends.cases.models.letter.Digest(models.F('content')))), name='notice_digest'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='notice_language_known'), models.CheckConstraint(condition=models.Q(('content', models.Value('')), _negated=True), name='notice_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='RecallDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('alternatives', models.JSONField(db_comment='special: what was tried or weighed instead, by code, with what came of it')),
                        ('grounds', models.TextField(db_comment='special: why', max_length=4000)),
                        ('sentence_kind', models.CharField(db_comment='personal: determinate, or extended or indeterminate', max_length=13)),
                        ('answers', models.JSONField(db_comment='special: the criteria for recall, as answered')),
                        ('type_answers', models.JSONField(db_comment='special: the questions about the type, as answered')),
                        ('type', models.CharField(db_comment='personal: fixed term or standard', max_length=10)),
                        ('fixed_days', models.PositiveSmallIntegerField(blank=True, db_comment='personal: days in custody, for a fixed term', null=True)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('proceeding', models.OneToOneField(db_comment='personal: the recall', on_delete=django.db.models.deletion.PROTECT, related_name='recall', to='enforcement.proceeding')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'The decision to recall a person',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('alternatives', {}), _negated=True), models.Q(('grounds', ''), _negated=True)), name='recall_alternatives_tried'), models.CheckConstraint(condition=models.Q(('sentence_kind__in', ['determinate', 'indeterminate'])), name='recall_sentence_known'), models.CheckConstraint(condition=models.Q(models.Q(('fixed_days__gt', 0), ('sentence_kind', 'determinate'), ('type', 'fixed_term')), models.Q(('fixed_days__isnull', True), ('type', 'standard')), _connector='OR'), name='recall_type_known')],
                    },
                ),
                migrations.CreateModel(
                    name='RestsOn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('action', models.OneToOneField(db_comment="personal: the failure's action", on_delete=django.db.models.deletion.PROTECT, related_name='rests_on', to='enforcement.enforcementaction')),
                        ('proceeding', models.ForeignKey(db_comment='personal: which', on_delete=django.db.models.deletion.PROTECT, related_name='rests_on', to='enforcement.proceeding')),
                    ],
                    options={
                        'db_table_comment': 'The failures that a breach or recall rests on',
                    },
                ),
                migrations.CreateModel(
                    name='Result',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('continues', 'The order continues'), ('hours_added', 'The order continues, with hours added'), ('extended', 'The order continues, with more time'), ('revoked', 'The order is revoked'), ('resentenced', 'Revoked, and sentenced again'), ('dismissed', 'Dismissed: the breach was not proved'), ('term_ended', 'Released at the end of the fixed term'), ('released', 'Released again before the sentence ends'), ('sentence_ended', 'Held until the sentence ended'), ('not_returned', 'The sentence ended before the person was returned')], db_comment='personal: what was decided', max_length=14)),
                        ('on', models.DateField(db_comment='personal: day of the decision')),
                        ('minutes_added', models.PositiveIntegerField(blank=True, db_comment='personal: minutes of work added', null=True)),
                        ('until', models.DateField(blank=True, db_comment='personal: the new last day for the hours', null=True)),
                        ('note', models.TextField(blank=True, db_comment='special: what else was said', max_length=2000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('new_sentence', models.ForeignKey(blank=True, db_comment='personal: the sentence instead', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.sentence')),
                        ('proceeding', models.OneToOneField(db_comment='personal: of which', on_delete=django.db.models.deletion.PROTECT, related_name='result', to='enforcement.proceeding')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requirement', models.ForeignKey(blank=True, db_comment='personal: the requirement whose hours or time changed', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.requirement')),
                    ],
                    options={
                        'db_table_comment': 'What came of a breach or recall',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('minutes_added__gt', 0), ('outcome', 'hours_added'), ('requirement__isnull', False), ('until__isnull', True)), models.Q(('minutes_added__isnull', True), ('outcome', 'extended'), ('requirement__isnull', False), ('until__isnull', False)), models.Q(models.Q(('outcome__in', ['hours_added', 'extended']), _negated=True), ('minutes_added__isnull', True), ('requirement__isnull', True), ('until__isnull', True)), _connector='OR'), name='result_says_what_changed'), models.CheckConstraint(condition=models.Q(models.Q(('new_sentence__isnull', False), ('outcome', 'resentenced')), models.Q(models.Q(('outcome', 'resentenced'), _negated=True), ('new_sentence__isnull', True)), _connector='OR'), name='result_with_the_new_sentence')],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(db_comment='internal: its place, from 1')),
                        ('name', models.CharField(db_comment='personal: which step, by policy', max_length=9)),
                        ('before', models.CharField(blank=True, db_comment='personal: state before it', max_length=14)),
                        ('after', models.CharField(choices=[('started', 'Breach started'), ('suspended', 'Suspended'), ('laid', 'Before the court'), ('suspended_laid', 'Suspended, before the court'), ('listed', 'Hearing listed'), ('proposed', 'Recall proposed'), ('signed', 'Recall counter-signed'), ('requested', 'Recall asked for'), ('returned', 'Returned to custody'), ('notice_owed', 'Notice owed'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn'), ('declined', 'Not counter-signed')], db_comment='personal: state after it', max_length=14)),
                        ('on', models.DateField(db_comment='personal: day it was taken')),
                        ('counts_from', models.DateField(db_comment='personal: day from which the time for the next step counts: the hearing, once listed')),
                        ('reason', models.TextField(blank=True, db_comment='special: why', max_length=2000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('proceeding', models.ForeignKey(db_comment='personal: of which', on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='enforcement.proceeding')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A step of a breach or recall',
                        'ordering': ['proceeding', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('proceeding', 'number'), name='step_in_its_place'), models.CheckConstraint(condition=models.Q(models.Q(('name__in', ['suspend', 'resume', 'adjourn', 'decline', 'withdraw', 'take_back']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='step_with_a_reason'), models.CheckConstraint(condition=models.Q(('name__in', ['list', 'adjourn', 'return']), ('counts_from', models.F('on')), _connector='OR'), name='step_counts_from_its_day')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='proceeding',
                    trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e2c83c8c419dc1a95b7208e1e153b7379c7bb68d', operation='DELETE', pgid='pgtrigger_never_deleted_4649e', table='enforcement_proceeding', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='proceeding',
                    trigger=pgtrigger.compiler.Trigger(name='begins_nowhere', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state <> '' OR NEW.steps <> 0)", func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='14f5d165db50cd5eeb989ee74a00f58259ccb249', operation='INSERT', pgid='pgtrigger_begins_nowhere_816c7', table='enforcement_proceeding', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='proceeding',
                    trigger=pgtrigger.compiler.Trigger(name='moved_by_steps', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF pg_trigger_depth() < 2 OR NEW.sentence_id <> OLD.sentence_id\n       OR NEW.kind <> OLD.kind OR NEW.reference <> OLD.reference THEN\n        RAISE EXCEPTION 'only its steps move it' USING ERRCODE = 'check_violation', CONSTRAINT = 'moved_by_steps';\n    END IF;\n    RETURN NEW;\n", hash='e7d1b11392ffa16373700c6e0cd909b3eb05ae30', operation='UPDATE', pgid='pgtrigger_moved_by_steps_4c97c', table='enforcement_proceeding', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pack',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='77ec1f62256c2399dc6716282f0e42214a6b2dfb', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_6c4a4', table='enforcement_pack', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='notice',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='49a8661f0fe8008f58b709b08bf76c540cfc4b35', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_b9609', table='enforcement_notice', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='recalldecision',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d63e5fec7d41418485228752b52aaad8f459825b', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_7a6da', table='enforcement_recalldecision', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='restson',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bf5c21c73493235253692af035e07140e51bbd79', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_b1583', table='enforcement_restson', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='result',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c7a054b466362be5c456fbd04619e14a7dee4b71', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_12f1a', table='enforcement_result', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='step',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='afa3258bc42439de64fe4643a5cd548917eb794b', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_cb552', table='enforcement_step', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='step',
                    trigger=pgtrigger.compiler.Trigger(name='step_follows', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held RECORD;', func="\n    SELECT * INTO held FROM enforcement_proceeding WHERE id = NEW.proceeding_id FOR NO KEY UPDATE;\n    IF NEW.number <> held.steps + 1 OR NEW.before <> held.state OR NOT EXISTS (\n        SELECT FROM (VALUES ('breach', 'start', '', 'started'), ('breach', 'suspend', 'started', 'suspended'), ('breach', 'resume', 'suspended', 'started'), ('breach', 'lay', 'started', 'laid'), ('breach', 'suspend', 'laid', 'suspended_laid'), ('breach', 'resume', 'suspended_laid', 'laid'), ('breach', 'list', 'laid', 'listed'), ('breach', 'adjourn', 'listed', 'listed'), ('breach', 'decide', 'listed', 'decided'), ('breach', 'withdraw', 'started', 'withdrawn'), ('breach', 'withdraw', 'suspended', 'withdrawn'), ('breach', 'take_back', 'laid', 'notice_owed'), ('breach', 'take_back', 'listed', 'notice_owed'), ('breach', 'take_back', 'suspended_laid', 'notice_owed'), ('breach', 'notify', 'notice_owed', 'withdrawn'), ('recall', 'start', '', 'proposed'), ('recall', 'sign', 'proposed', 'signed'), ('recall', 'decline', 'proposed', 'declined'), ('recall', 'request', 'signed', 'requested'), ('recall', 'return', 'requested', 'returned'), ('recall', 'decide', 'returned', 'decided'), ('recall', 'decide', 'requested', 'decided'), ('recall', 'withdraw', 'proposed', 'withdrawn'), ('recall', 'withdraw', 'signed', 'withdrawn'), ('recall', 'take_back', 'requested', 'notice_owed'), ('recall', 'notify', 'notice_owed', 'withdrawn')) AS allowed (kind, name, before, after)\n        WHERE allowed.kind = held.kind AND allowed.name = NEW.name AND allowed.before = NEW.before\n          AND allowed.after = NEW.after\n    ) THEN\n        RAISE EXCEPTION 'this step does not follow' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_follows';\n    END IF;\n    IF NEW.name IN ('lay', 'request') AND NOT EXISTS (\n        SELECT FROM enforcement_pack pack WHERE pack.proceeding_id = NEW.proceeding_id\n    ) THEN\n        RAISE EXCEPTION 'nothing is laid without its pack' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'step_with_a_pack';\n    END IF;\n    IF NEW.name = 'decide' AND NOT EXISTS (\n        SELECT FROM enforcement_result result WHERE result.proceeding_id = NEW.proceeding_id\n    ) THEN\n        RAISE EXCEPTION 'nothing is decided without a result' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'step_with_a_result';\n    END IF;\n    IF NEW.name = 'notify' AND NOT EXISTS (\n        SELECT FROM enforcement_notice notice WHERE notice.proceeding_id = NEW.proceeding_id\n    ) THEN\n        RAISE EXCEPTION 'nobody was told' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_with_a_notice';\n    END IF;\n    IF NEW.name IN ('sign', 'decline') AND (EXISTS (\n        SELECT FROM enforcement_recalldecision decided\n        WHERE decided.proceeding_id = NEW.proceeding_id AND decided.recorded_by_id = NEW.recorded_by_id\n    ) OR NOT EXISTS (\n        SELECT FROM enforcement_recalldecision decided WHERE decided.proceeding_id = NEW.proceeding_id\n    ) OR NOT EXISTS (\n        SELECT FROM cases_person person\n        JOIN organisation_team team ON team.id = person.team_id\n        JOIN organisation_pdu pdu ON pdu.id = team.pdu_id\n        JOIN organisation_rolegrant role ON role.user_id = NEW.recorded_by_id AND role.role IN ('senior', 'head_of_pdu')\n         AND role.from_date <= (NEW.recorded_at AT TIME ZONE 'Europe/London')::date\n         AND (role.to_date IS NULL OR role.to_date > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)\n         AND (role.team_id = team.id OR role.pdu_id = pdu.id OR role.region_id = pdu.region_id\n              OR (role.team_id IS NULL AND role.pdu_id IS NULL AND role.region_id IS NULL))\n        WHERE person.id = (SELECT of.person_id FROM cases_sentence of WHERE of.id = held.sentence_id)\n    )) THEN\n        RAISE EXCEPTION 'a recall is counter-signed by another, a manager of the person''s team'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_by_another';\n    END IF;\n    UPDATE enforcement_proceeding\n    SET state = NEW.after, steps = NEW.number, counts_from = NEW.counts_from WHERE id = NEW.proceeding_id;\n    RETURN NEW;\n", hash='6ddf0dff9519ca8bb589bab02d8a6fa93ed3f671', operation='INSERT', pgid='pgtrigger_step_follows_c29e2', table='enforcement_step', when='BEFORE')),
                ),
            ],
        ),
    ]
