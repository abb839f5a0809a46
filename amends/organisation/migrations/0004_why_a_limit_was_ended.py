import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0003_allocation_and_loads'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='limitedaccess',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='limitedaccess',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='limitedaccess',
            name='end_reason',
            field=models.CharField(blank=True, db_comment='special: why it was ended; empty: it was not, or its time ran out', max_length=500),
        ),
        migrations.AddField(
            model_name='limitedaccessevent',
            name='end_reason',
            field=models.CharField(blank=True, db_comment='special: why it was ended; empty: it was not, or its time ran out', max_length=500),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='limitedaccess',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_limitedaccessevent" ("crn", "end_reason", "from_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_at", "username") VALUES (OLD."crn", OLD."end_reason", OLD."from_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."to_at", OLD."username"); RETURN NULL;', hash='0db0a266c52e25536ce391936d54b15b6abf4882', operation='UPDATE', pgid='pgtrigger_update_update_450b6', table='organisation_limitedaccess', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='limitedaccess',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_limitedaccessevent" ("crn", "end_reason", "from_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_at", "username") VALUES (OLD."crn", OLD."end_reason", OLD."from_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_at", OLD."username"); RETURN NULL;', hash='be63c857f868033c0d279addc2951a3535acfaef', operation='DELETE', pgid='pgtrigger_delete_delete_e42f5', table='organisation_limitedaccess', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='limitedaccess',
            constraint=models.CheckConstraint(condition=models.Q(('end_reason', ''), ('to_at__isnull', False), _connector='OR'), name='limited_access_ended'),
        ),
    ]
