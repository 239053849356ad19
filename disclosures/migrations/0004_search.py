import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Rows of the index go with their passage and filing whoever deletes these: Django's own collector would
# first fetch them all, and the loaders delete by plain SQL.
CASCADE = """
ALTER TABLE disclosures_indexedpassage
    ADD CONSTRAINT indexed_passage_goes_with_its_passage FOREIGN KEY (passage_id)
        REFERENCES disclosures_passage (id) ON DELETE CASCADE,
    ADD CONSTRAINT indexed_passage_goes_with_its_filing FOREIGN KEY (filing_id)
        REFERENCES disclosures_filing (id) ON DELETE CASCADE
"""
NO_CASCADE = """
ALTER TABLE disclosures_indexedpassage
    DROP CONSTRAINT indexed_passage_goes_with_its_passage,
    DROP CONSTRAINT indexed_passage_goes_with_its_filing
"""


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0003_edgar'),
    ]

    operations = [
        TrigramExtension(),
        migrations.RemoveIndex(model_name='passage', name='passage_search'),
        migrations.RemoveField(model_name='passage', name='search'),
        migrations.AddIndex(
            model_name='issuer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name'], name='issuer_name_trigrams', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='issuer',
            index=models.Index(fields=['name', 'id'], name='issuer_by_name'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(models.OrderBy(models.F('filed'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='filing_newest_first'),
        ),
        migrations.CreateModel(
            name='IndexedPassage',
            fields=[
                ('passage', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='indexed', serialize=False, to='disclosures.passage')),
                ('elements', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), help_text='Ids of the elements, in ascending order.', size=None)),
                ('text_hash', models.CharField(db_index=True, max_length=32)),
                ('search', django.contrib.postgres.search.SearchVectorField()),
                ('filing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='disclosures.filing')),
            ],
        ),
        migrations.AddIndex(
            model_name='indexedpassage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='indexed_passage_search'),
        ),
        migrations.RunSQL(CASCADE, NO_CASCADE),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('lexeme', models.TextField(primary_key=True, serialize=False)),
                ('word', models.TextField()),
                ('passages', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(fields=['word'], name='search_word_trigrams', opclasses=['gin_trgm_ops']),
        ),
    ]
