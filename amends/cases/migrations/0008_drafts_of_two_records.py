import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_plan'),
        ('organisation', '__first__'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='actuarialscores',
            name='only_added',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='oversightnote',
            name='only_added',
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='assessment_one_draft',
        ),
        migrations.AddField(
            model_name='assessment',
            name='set_aside_at',
            field=models.DateTimeField(blank=True, db_comment='internal: when a merge found another draft beside it; empty: not set aside', null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actuarialscores',
            trigger=pgtrigger.compiler.Trigger(name='read_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."scored_on" IS DISTINCT FROM (NEW."scored_on") OR OLD."rsr" IS DISTINCT FROM (NEW."rsr") OR OLD."ogrs" IS DISTINCT FROM (NEW."ogrs") OR OLD."parenting" IS DISTINCT FROM (NEW."parenting") OR OLD."impulsivity_or_temper" IS DISTINCT FROM (NEW."impulsivity_or_temper") OR OLD."breach_or_recall" IS DISTINCT FROM (NEW."breach_or_recall") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='34425fb4525d46a039cf3f29ba4e7719523cec82', operation='UPDATE', pgid='pgtrigger_read_only_6951e', table='cases_actuarialscores', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actuarialscores',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='63b745a9388a6647c5561909dcd2ecee3bf87d34', operation='DELETE', pgid='pgtrigger_never_deleted_b3b93', table='cases_actuarialscores', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversightnote',
            trigger=pgtrigger.compiler.Trigger(name='read_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."action_by" IS DISTINCT FROM (NEW."action_by") OR OLD."sensitive" IS DISTINCT FROM (NEW."sensitive") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0f52f8c52df5f44cb5ff68462738229ed1e0af95', operation='UPDATE', pgid='pgtrigger_read_only_fb0e1', table='cases_oversightnote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='oversightnote',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='adc78f954a5146f1c86bcdda82d626c753276414', operation='DELETE', pgid='pgtrigger_never_deleted_9db50', table='cases_oversightnote', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('set_aside_at__isnull', True), ('signed_at__isnull', True)), fields=('person',), name='assessment_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), ('set_aside_at__isnull', True), _connector='OR'), name='assessment_signed_stands'),
        ),
    ]
