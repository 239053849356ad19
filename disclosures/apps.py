from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosuresConfig(AppConfig):
    name = "disclosures"

    def ready(self) -> None:
        from disclosures.catalogue import sync_after_migrate  # models are not ready at import
        from disclosures.search import tasks  # noqa: F401  # registers the job
        from disclosures.search.index import index_filing
        from disclosures.signals import filing_stored

        post_migrate.connect(sync_after_migrate, sender=self)
        filing_stored.connect(index_filing)
