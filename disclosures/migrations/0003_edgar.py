import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0002_market'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RequestPace',
            fields=[
                ('service', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('next_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='EdgarFetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('status', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'stopped')], default='waiting', max_length=7)),
                ('sentence', models.TextField(blank=True, help_text='Why it stopped, or what it found.')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edgar_fetches', to='disclosures.issuer')),
                ('started_by', models.ForeignKey(blank=True, help_text='Empty for a look-out for new filings of followed issuers.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EdgarFetchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accession', models.CharField(max_length=20, verbose_name='accession number')),
                ('form', models.CharField(max_length=40)),
                ('filed', models.DateField(null=True)),
                ('period_end', models.DateField(null=True)),
                ('status', models.CharField(choices=[('found', 'waiting'), ('stored', 'stored'), ('held', 'already held'), ('refused', 'not stored')], default='found', max_length=7)),
                ('sentence', models.TextField(blank=True)),
                ('fetch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='disclosures.edgarfetch')),
                ('filing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosures.filing')),
            ],
            options={
                'ordering': ['fetch', '-filed', 'accession'],
            },
        ),
        migrations.AddConstraint(
            model_name='edgarfetch',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['waiting', 'running'])), fields=('issuer',), name='edgar_fetch_runs_once_per_issuer'),
        ),
        migrations.AddConstraint(
            model_name='edgarfetch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'failed'), _negated=True), models.Q(('sentence', ''), _negated=True), _connector='OR'), name='edgar_fetch_failure_has_a_sentence'),
        ),
        migrations.AddConstraint(
            model_name='edgarfetchitem',
            constraint=models.UniqueConstraint(fields=('fetch', 'accession'), name='edgar_fetch_finds_a_filing_once'),
        ),
    ]
