
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0011_predicted_index'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='filing',
            options={'ordering': [django.db.models.functions.text.Upper('issuer__name'), '-fiscal_year', 'form']},
        ),
        migrations.AlterModelOptions(
            name='issuer',
            options={'ordering': [django.db.models.functions.text.Upper('name')]},
        ),
        migrations.RemoveIndex(
            model_name='issuer',
            name='issuer_by_name',
        ),
        migrations.AddIndex(
            model_name='issuer',
            index=models.Index(django.db.models.functions.text.Upper('name'), models.F('id'), name='issuer_by_name'),
        ),
    ]
