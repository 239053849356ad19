from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosuresConfig(AppConfig):
    name = "disclosures"

    def ready(self) -> None:
        from disclosures.catalogue import sync_after_migrate  # models are not ready at import

        post_migrate.connect(sync_after_migrate, sender=self)
