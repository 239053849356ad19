
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comparison', '0012_judgements'),
        ('disclosures', '0012_issuers_by_name'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='coveragereview',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='coveragereview',
            name='update_update',
        ),
        migrations.AddField(
            model_name='coveragereview',
            name='filing',
            field=models.ForeignKey(help_text='What was reviewed: it takes the review along when its issuer or year is corrected.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='coverage_reviews', to='disclosures.filing'),
        ),
        migrations.AddField(
            model_name='coveragereviewevent',
            name='filing',
            field=models.ForeignKey(db_constraint=False, help_text='What was reviewed: it takes the review along when its issuer or year is corrected.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='disclosures.filing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveragereview',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "comparison_coveragereviewevent" ("filing_id", "fiscal_year", "id", "is_withdrawn", "issuer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "requirement_id", "reviewed_at", "reviewed_by_id", "verdict") VALUES (NEW."filing_id", NEW."fiscal_year", NEW."id", NEW."is_withdrawn", NEW."issuer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remark", NEW."requirement_id", NEW."reviewed_at", NEW."reviewed_by_id", NEW."verdict"); RETURN NULL;', hash='4832479fdc0e9af89a7622ac61385f1a4c0f007a', operation='INSERT', pgid='pgtrigger_insert_insert_7066f', table='comparison_coveragereview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveragereview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "comparison_coveragereviewevent" ("filing_id", "fiscal_year", "id", "is_withdrawn", "issuer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "requirement_id", "reviewed_at", "reviewed_by_id", "verdict") VALUES (NEW."filing_id", NEW."fiscal_year", NEW."id", NEW."is_withdrawn", NEW."issuer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remark", NEW."requirement_id", NEW."reviewed_at", NEW."reviewed_by_id", NEW."verdict"); RETURN NULL;', hash='f05a7442d16eb780d5a5db750bf4993bccbbefa4', operation='UPDATE', pgid='pgtrigger_update_update_617ed', table='comparison_coveragereview', when='AFTER')),
        ),
    ]
