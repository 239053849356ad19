from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate


class DisclosuresConfig(AppConfig):
    name = "disclosures"

    def ready(self) -> None:
        from disclosures.catalogue import sync_after_migrate  # models are not ready at import
        from disclosures.codes import tasks as code_tasks  # noqa: F401  # registers the job
        from disclosures.codes.storing import code_changed
        from disclosures.models import Filing
        from disclosures.search import tasks as search_tasks  # noqa: F401  # registers the job
        from disclosures.search.index import index_filing
        from disclosures.signals import filing_stored, filings_loaded

        post_migrate.connect(sync_after_migrate, sender=self)
        filing_stored.connect(index_filing)
        filing_stored.connect(code_changed, dispatch_uid="code_stored")
        filings_loaded.connect(code_changed, dispatch_uid="code_loaded")
        post_delete.connect(code_changed, sender=Filing, dispatch_uid="code_after_deleted")
