import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0009_drafts_and_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodedFiling',
            fields=[
                ('filing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='coded', serialize=False, to='disclosures.filing')),
                ('rules', models.CharField(help_text='Version of the rules.', max_length=12)),
                ('text_stored_at', models.DateTimeField(help_text='Filing.stored_at when its text was read.')),
                ('kind', models.CharField(blank=True, help_text="The issuer's type.", max_length=15)),
                ('prior_stored_at', models.DateTimeField(help_text='Of the filing of the year before.', null=True)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list)),
                ('codes', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='coded_filing_marks')],
            },
        ),
    ]
