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
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='CourtReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('court', models.CharField(db_comment='personal: court that asks for it', max_length=120)),
                        ('offence', models.CharField(db_comment='special: main offence', max_length=200)),
                        ('kind', models.CharField(choices=[('oral', 'Oral'), ('fast', 'Fast'), ('standard', 'Standard')], db_comment='personal: kind of report', max_length=10)),
                        ('requested_on', models.DateField(db_comment='personal: day on which the court asked')),
                        ('hearing_date', models.DateField(db_comment='personal: day of the hearing for which it is asked')),
                        ('allocate_by', models.DateField(db_comment='personal: last day to allocate it, by the policy of the day of request')),
                        ('deliver_by', models.DateField(db_comment='personal: last day to deliver it, by the policy of the day of request')),
                        ('allocated_at', models.DateTimeField(blank=True, db_comment='internal: when it was last allocated', null=True)),
                        ('interviewed_on', models.DateField(blank=True, db_comment='personal: day of the interview attended', null=True)),
                        ('checks_asked_on', models.DateField(blank=True, db_comment='personal: day on which agencies were asked', null=True)),
                        ('analysis', models.TextField(blank=True, db_comment='special: the offence, the person and the risk', max_length=8000)),
                        ('unpaid_work', models.CharField(blank=True, choices=[('suitable', 'Suitable'), ('unsuitable', 'Not suitable')], db_comment='special: suitable for unpaid work; empty: not assessed, which is never suitable', max_length=10)),
                        ('unpaid_work_reason', models.TextField(blank=True, db_comment='special: why, and what to arrange', max_length=2000)),
                        ('proposed', models.CharField(blank=True, choices=[('community', 'Community order'), ('suspended', 'Suspended sentence order'), ('custody', 'Custody'), ('fine', 'Fine'), ('discharge', 'Discharge'), ('other', 'Another sentence')], db_comment='special: sentence proposed', max_length=10)),
                        ('proposed_months', models.PositiveSmallIntegerField(blank=True, db_comment='special: months of the order proposed', null=True)),
                        ('proposed_minutes', models.PositiveIntegerField(blank=True, db_comment='special: minutes of unpaid work proposed', null=True)),
                        ('proposal_reason', models.TextField(blank=True, db_comment='special: why it is proposed', max_length=4000)),
                        ('drafted_at', models.DateTimeField(blank=True, db_comment='internal: when the draft was handed over', null=True)),
                        ('returned_reason', models.CharField(blank=True, db_comment='special: why the last quality check gave it back', max_length=1000)),
                        ('quality_checked_at', models.DateTimeField(blank=True, db_comment='internal: when it was found good', null=True)),
                        ('police_check', models.CharField(blank=True, db_comment='special: what police had answered when it was delivered; empty: awaited', max_length=13)),
                        ('children_check', models.CharField(blank=True, db_comment="special: what children's services had answered then; empty: awaited", max_length=13)),
                        ('delivered_at', models.DateTimeField(blank=True, db_comment='internal: when the court had it', null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, db_comment='internal: when it was cancelled', null=True)),
                        ('cancelled_as', models.CharField(blank=True, choices=[('withdrawn', 'Withdrawn by the court'), ('sentenced', 'Sentenced without a report'), ('absent', 'The person did not attend'), ('mistake', 'Requested by mistake')], db_comment='personal: why it was cancelled', max_length=10)),
                        ('state', models.GeneratedField(db_comment='personal: the furthest step taken', db_persist=True, expression=models.Case(models.When(cancelled_at__isnull=False, then=models.Value('cancelled')), models.When(delivered_at__isnull=False, then=models.Value('delivered')), models.When(quality_checked_at__isnull=False, then=models.Value('quality_checked')), models.When(drafted_at__isnull=False, then=models.Value('drafted')), models.When(checks_asked_on__isnull=False, interviewed_on__isnull=False, then=models.Value('prepared')), models.When(checks_asked_on__isnull=False, then=models.Value('checks_asked')), models.When(interviewed_on__isnull=False, then=models.Value('interviewed')), models.When(allocated_at__isnull=False, then=models.Value('allocated')), default=models.Value('requested')), output_field=models.CharField(choices=[('requested', 'Requested'), ('allocated', 'Allocated'), ('interviewed', 'Interviewed'), ('checks_asked', 'Checks asked'), ('prepared', 'Ready to draft'), ('drafted', 'Drafted'), ('quality_checked', 'Quality checked'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled')], max_length=15))),
                        ('drafted_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('officer', models.ForeignKey(blank=True, db_comment='personal: who writes it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='court_reports', to='organisation.staff')),
                        ('person', models.ForeignKey(db_comment='personal: on whom', on_delete=django.db.models.deletion.PROTECT, related_name='court_reports', to='cases.person')),
                        ('quality_checked_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(db_comment='personal: court team that owns it', on_delete=django.db.models.deletion.PROTECT, related_name='court_reports', to='organisation.team')),
                    ],
                    options={
                        'db_table_comment': 'A report that a court asked for before sentence',
                        'ordering': ['deliver_by', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('delivered_at', None)), fields=['deliver_by'], name='report_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['oral', 'fast', 'standard'])), name='report_kind'), models.CheckConstraint(condition=models.Q(('deliver_by__gte', models.F('requested_on')), ('hearing_date__gte', models.F('requested_on'))), name='report_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('allocated_at__isnull', True), ('officer__isnull', True)), models.Q(('allocated_at__isnull', False), ('officer__isnull', False)), _connector='OR'), name='report_allocated_to_someone'), models.CheckConstraint(condition=models.Q(('allocated_at__isnull', False), models.Q(('checks_asked_on__isnull', True), ('interviewed_on__isnull', True)), _connector='OR'), name='report_begun_by_its_officer'), models.CheckConstraint(condition=models.Q(models.Q(('drafted_at__isnull', True), ('drafted_by__isnull', True)), models.Q(('drafted_at__isnull', False), ('drafted_by__isnull', False), ('interviewed_on__isnull', False), ('checks_asked_on__isnull', False), models.Q(('proposed', ''), _negated=True), models.Q(('analysis', ''), _negated=True)), _connector='OR'), name='report_drafted_from_interview_and_checks'), models.CheckConstraint(condition=models.Q(models.Q(('quality_checked_at__isnull', True), ('quality_checked_by__isnull', True)), models.Q(('drafted_at__isnull', False), ('quality_checked_at__isnull', False), ('quality_checked_by__isnull', False), models.Q(('quality_checked_by', models.F('drafted_by')), _negated=True)), _connector='OR'), name='report_checked_by_another'), models.CheckConstraint(condition=models.Q(('delivered_at__isnull', True), models.Q(('drafted_at__isnull', False), models.Q(('kind', 'oral'), ('quality_checked_at__isnull', False), _connector='OR')), _connector='OR'), name='report_delivered_when_checked'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_as', ''), ('cancelled_at__isnull', True)), models.Q(('cancelled_at__isnull', False), ('delivered_at__isnull', True), models.Q(('cancelled_as', ''), _negated=True)), _connector='OR'), name='report_cancelled_before_delivery'), models.CheckConstraint(condition=models.Q(('proposed_minutes__isnull', True), models.Q(('proposed_minutes__gt', 0), ('unpaid_work', 'suitable')), _connector='OR'), name='report_unpaid_work_for_the_suitable')],
                    },
                ),
                migrations.CreateModel(
                    name='CourtOutcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('passed', models.CharField(choices=[('community', 'Community order'), ('suspended', 'Suspended sentence order'), ('custody', 'Custody'), ('fine', 'Fine'), ('discharge', 'Discharge'), ('other', 'Another sentence')], db_comment='personal: what was passed', max_length=10)),
                        ('passed_on', models.DateField(db_comment='personal: day of sentence')),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sentence', models.OneToOneField(blank=True, db_comment='personal: the sentence recorded from it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='court_outcome', to='cases.sentence')),
                        ('report', models.OneToOneField(db_comment='personal: which', on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='cases.courtreport')),
                    ],
                    options={
                        'db_table_comment': 'What a court passed after a report',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('passed__in', ['community', 'suspended', 'custody']), ('sentence__isnull', False)), models.Q(('passed__in', ['fine', 'discharge', 'other']), ('sentence__isnull', True)), _connector='OR'), name='court_outcome_stands_as_a_sentence')],
                    },
                ),
                migrations.CreateModel(
                    name='CourtInterview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(db_comment='personal: day of the interview')),
                        ('mode', models.CharField(choices=[('court', 'At court'), ('office', 'Office'), ('custody', 'In custody'), ('video', 'Video'), ('telephone', 'Telephone')], db_comment='personal: how it was held', max_length=10)),
                        ('attended', models.BooleanField(db_comment='personal: whether the person attended')),
                        ('private', models.BooleanField(blank=True, db_comment='special: whether the person was alone and could talk; empty: not asked', null=True)),
                        ('note', models.CharField(blank=True, db_comment='special: what to know of it', max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(db_comment='personal: for what', on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='cases.courtreport')),
                    ],
                    options={
                        'db_table_comment': 'An interview for a report to a court',
                        'ordering': ['on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('attended', True), ('mode__in', ['video', 'telephone']), _negated=True), ('private__isnull', False), _connector='OR'), name='court_interview_says_whether_private')],
                    },
                ),
                migrations.CreateModel(
                    name='CourtReportEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('court', models.CharField(db_comment='personal: court that asks for it', max_length=120)),
                        ('offence', models.CharField(db_comment='special: main offence', max_length=200)),
                        ('kind', models.CharField(choices=[('oral', 'Oral'), ('fast', 'Fast'), ('standard', 'Standard')], db_comment='personal: kind of report', max_length=10)),
                        ('requested_on', models.DateField(db_comment='personal: day on which the court asked')),
                        ('hearing_date', models.DateField(db_comment='personal: day of the hearing for which it is asked')),
                        ('allocate_by', models.DateField(db_comment='personal: last day to allocate it, by the policy of the day of request')),
                        ('deliver_by', models.DateField(db_comment='personal: last day to deliver it, by the policy of the day of request')),
                        ('allocated_at', models.DateTimeField(blank=True, db_comment='internal: when it was last allocated', null=True)),
                        ('interviewed_on', models.DateField(blank=True, db_comment='personal: day of the interview attended', null=True)),
                        ('checks_asked_on', models.DateField(blank=True, db_comment='personal: day on which agencies were asked', null=True)),
                        ('analysis', models.TextField(blank=True, db_comment='special: the offence, the person and the risk', max_length=8000)),
                        ('unpaid_work', models.CharField(blank=True, choices=[('suitable', 'Suitable'), ('unsuitable', 'Not suitable')], db_comment='special: suitable for unpaid work; empty: not assessed, which is never suitable', max_length=10)),
                        ('unpaid_work_reason', models.TextField(blank=True, db_comment='special: why, and what to arrange', max_length=2000)),
                        ('proposed', models.CharField(blank=True, choices=[('community', 'Community order'), ('suspended', 'Suspended sentence order'), ('custody', 'Custody'), ('fine', 'Fine'), ('discharge', 'Discharge'), ('other', 'Another sentence')], db_comment='special: sentence proposed', max_length=10)),
                        ('proposed_months', models.PositiveSmallIntegerField(blank=True, db_comment='special: months of the order proposed', null=True)),
                        ('proposed_minutes', models.PositiveIntegerField(blank=True, db_comment='special: minutes of unpaid work proposed', null=True)),
                        ('proposal_reason', models.TextField(blank=True, db_comment='special: why it is proposed', max_length=4000)),
                        ('drafted_at', models.DateTimeField(blank=True, db_comment='internal: when the draft was handed over', null=True)),
                        ('returned_reason', models.CharField(blank=True, db_comment='special: why the last quality check gave it back', max_length=1000)),
                        ('quality_checked_at', models.DateTimeField(blank=True, db_comment='internal: when it was found good', null=True)),
                        ('police_check', models.CharField(blank=True, db_comment='special: what police had answered when it was delivered; empty: awaited', max_length=13)),
                        ('children_check', models.CharField(blank=True, db_comment="special: what children's services had answered then; empty: awaited", max_length=13)),
                        ('delivered_at', models.DateTimeField(blank=True, db_comment='internal: when the court had it', null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, db_comment='internal: when it was cancelled', null=True)),
                        ('cancelled_as', models.CharField(blank=True, choices=[('withdrawn', 'Withdrawn by the court'), ('sentenced', 'Sentenced without a report'), ('absent', 'The person did not attend'), ('mistake', 'Requested by mistake')], db_comment='personal: why it was cancelled', max_length=10)),
                        ('drafted_by', models.ForeignKey(blank=True, db_comment='internal: by whom', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('officer', models.ForeignKey(blank=True, db_comment='personal: who writes it', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.staff')),
                        ('person', models.ForeignKey(db_comment='personal: on whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.courtreport')),
                        ('quality_checked_by', models.ForeignKey(blank=True, db_comment='internal: by whom', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(db_comment='personal: court team that owns it', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DeliveredReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: its language', max_length=2)),
                        ('content', models.TextField(db_comment='special: the letter as issued, its parts as JSON')),
                        ('digest', models.CharField(db_comment='internal: SHA-256 of the content', max_length=64)),
                        ('issued_at', models.DateTimeField(db_comment='internal: when it was issued')),
                        ('issued_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.OneToOneField(db_comment='personal: which', on_delete=django.db.models.deletion.PROTECT, related_name='document', to='cases.courtreport')),
                    ],
                    options={
                        'db_table_comment': 'A report to a court, as it was delivered',
                        'constraints': [models.CheckConstraint(condition=models.Q(('digest', amends.cases.models.letter.Digest(models.F('content')))), name='delivered_report_digest')],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedRequirement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(db_comment='special: what is proposed, by the codes of policy', max_length=30)),
                        ('amount', models.PositiveSmallIntegerField(blank=True, db_comment='special: how much, where counted', null=True)),
                        ('unit', models.CharField(blank=True, db_comment='special: of what', max_length=10)),
                        ('details', models.CharField(blank=True, db_comment='special: where, with whom, at what times', max_length=400)),
                        ('report', models.ForeignKey(db_comment='personal: the report', on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='cases.courtreport')),
                    ],
                    options={
                        'db_table_comment': 'A requirement that a report to a court proposes',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'kind'), name='proposed_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('unit', '')), models.Q(('amount__gt', 0), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='proposed_amount')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtreport',
                    trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f45a6c3448cd50ff81f5d4dbd9c79ee32e47bf59', operation='DELETE', pgid='pgtrigger_kept_599d9', table='cases_courtreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtreport',
                    trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.delivered_at IS NOT NULL)', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "court", "offence", "kind", "requested_on", "hearing_date", "deliver_by", "analysis", "unpaid_work", "unpaid_work_reason", "proposed", "proposed_months", "proposed_minutes", "proposal_reason", "police_check", "children_check", "delivered_at", "cancelled_at" rows from % table\', TG_TABLE_NAME;', hash='0ae43fe2fb7e078cdf6638eff76f26dba1c58db4', operation='UPDATE OF "court", "offence", "kind", "requested_on", "hearing_date", "deliver_by", "analysis", "unpaid_work", "unpaid_work_reason", "proposed", "proposed_months", "proposed_minutes", "proposal_reason", "police_check", "children_check", "delivered_at", "cancelled_at"', pgid='pgtrigger_frozen_3a15c', table='cases_courtreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtreport',
                    trigger=pgtrigger.compiler.Trigger(name='home_only_with_answers', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.delivered_at IS NULL AND NEW.delivered_at IS NOT NULL)', func="IF (NEW.police_check <> ALL ('{retrieved,nothing_held}') OR NEW.children_check <> ALL ('{retrieved,nothing_held}')) AND EXISTS (SELECT FROM cases_proposedrequirement asked WHERE asked.report_id = NEW.id AND asked.kind = ANY ('{curfew,electronic_monitoring,residence}')) THEN RAISE EXCEPTION 'a requirement at home is proposed without the answers of both agencies' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;", hash='dd65acb5a5c514b3e3e128b6df8b5a6ebb57df15', operation='UPDATE OF "delivered_at"', pgid='pgtrigger_home_only_with_answers_fa5b9', table='cases_courtreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtreport',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."allocate_by" IS DISTINCT FROM (NEW."allocate_by") OR OLD."allocated_at" IS DISTINCT FROM (NEW."allocated_at") OR OLD."analysis" IS DISTINCT FROM (NEW."analysis") OR OLD."cancelled_as" IS DISTINCT FROM (NEW."cancelled_as") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."checks_asked_on" IS DISTINCT FROM (NEW."checks_asked_on") OR OLD."children_check" IS DISTINCT FROM (NEW."children_check") OR OLD."court" IS DISTINCT FROM (NEW."court") OR OLD."deliver_by" IS DISTINCT FROM (NEW."deliver_by") OR OLD."delivered_at" IS DISTINCT FROM (NEW."delivered_at") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."hearing_date" IS DISTINCT FROM (NEW."hearing_date") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interviewed_on" IS DISTINCT FROM (NEW."interviewed_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."offence" IS DISTINCT FROM (NEW."offence") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."police_check" IS DISTINCT FROM (NEW."police_check") OR OLD."proposal_reason" IS DISTINCT FROM (NEW."proposal_reason") OR OLD."proposed" IS DISTINCT FROM (NEW."proposed") OR OLD."proposed_minutes" IS DISTINCT FROM (NEW."proposed_minutes") OR OLD."proposed_months" IS DISTINCT FROM (NEW."proposed_months") OR OLD."quality_checked_at" IS DISTINCT FROM (NEW."quality_checked_at") OR OLD."quality_checked_by_id" IS DISTINCT FROM (NEW."quality_checked_by_id") OR OLD."requested_on" IS DISTINCT FROM (NEW."requested_on") OR OLD."returned_reason" IS DISTINCT FROM (NEW."returned_reason") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."unpaid_work" IS DISTINCT FROM (NEW."unpaid_work") OR OLD."unpaid_work_reason" IS DISTINCT FROM (NEW."unpaid_work_reason"))', func='INSERT INTO "cases_courtreportevent" ("allocate_by", "allocated_at", "analysis", "cancelled_as", "cancelled_at", "checks_asked_on", "children_check", "court", "deliver_by", "delivered_at", "drafted_at", "drafted_by_id", "hearing_date", "id", "interviewed_on", "kind", "offence", "officer_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "police_check", "proposal_reason", "proposed", "proposed_minutes", "proposed_months", "quality_checked_at", "quality_checked_by_id", "requested_on", "returned_reason", "team_id", "unpaid_work", "unpaid_work_reason") VALUES (OLD."allocate_by", OLD."allocated_at", OLD."analysis", OLD."cancelled_as", OLD."cancelled_at", OLD."checks_asked_on", OLD."children_check", OLD."court", OLD."deliver_by", OLD."delivered_at", OLD."drafted_at", OLD."drafted_by_id", OLD."hearing_date", OLD."id", OLD."interviewed_on", OLD."kind", OLD."offence", OLD."officer_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."police_check", OLD."proposal_reason", OLD."proposed", OLD."proposed_minutes", OLD."proposed_months", OLD."quality_checked_at", OLD."quality_checked_by_id", OLD."requested_on", OLD."returned_reason", OLD."team_id", OLD."unpaid_work", OLD."unpaid_work_reason"); RETURN NULL;', hash='3d2f2ebf368280fc27463bf214ff221ee00dd1b4', operation='UPDATE', pgid='pgtrigger_update_update_e0719', table='cases_courtreport', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtreport',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_courtreportevent" ("allocate_by", "allocated_at", "analysis", "cancelled_as", "cancelled_at", "checks_asked_on", "children_check", "court", "deliver_by", "delivered_at", "drafted_at", "drafted_by_id", "hearing_date", "id", "interviewed_on", "kind", "offence", "officer_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "police_check", "proposal_reason", "proposed", "proposed_minutes", "proposed_months", "quality_checked_at", "quality_checked_by_id", "requested_on", "returned_reason", "team_id", "unpaid_work", "unpaid_work_reason") VALUES (OLD."allocate_by", OLD."allocated_at", OLD."analysis", OLD."cancelled_as", OLD."cancelled_at", OLD."checks_asked_on", OLD."children_check", OLD."court", OLD."deliver_by", OLD."delivered_at", OLD."drafted_at", OLD."drafted_by_id", OLD."hearing_date", OLD."id", OLD."interviewed_on", OLD."kind", OLD."offence", OLD."officer_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."police_check", OLD."proposal_reason", OLD."proposed", OLD."proposed_minutes", OLD."proposed_months", OLD."quality_checked_at", OLD."quality_checked_by_id", OLD."requested_on", OLD."returned_reason", OLD."team_id", OLD."unpaid_work", OLD."unpaid_work_reason"); RETURN NULL;', hash='2b162ac61d7bfdfed139d83e0379f33262f98972', operation='DELETE', pgid='pgtrigger_delete_delete_cf36d', table='cases_courtreport', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4589bb791edf7713666319ae2266bbba1d93ed9c', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_99bfc', table='cases_courtoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courtinterview',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='edb8ef451d858731226c6206adadafd8031932de', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_2f1fb', table='cases_courtinterview', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='deliveredreport',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b46b7476ba900c38c59f934f7e0878d7354496e4', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_14f2e', table='cases_deliveredreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='proposedrequirement',
                    trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT FROM cases_courtreport held WHERE held.id = COALESCE(NEW.report_id, OLD.report_id) AND held.delivered_at IS NOT NULL) THEN RAISE EXCEPTION 'the report is delivered' USING ERRCODE = 'check_violation'; END IF; RETURN COALESCE(NEW, OLD);", hash='ebb881696ab863127c02fb1cb0aabfb92a915d50', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_84a75', table='cases_proposedrequirement', when='BEFORE')),
                ),
            ],
        ),
    ]
