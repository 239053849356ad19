from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "comparison"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from comparison.benchmarks import receivers as summaries
        from comparison.coverage.receivers import cover_changed, move_reviews
        from comparison.crosswalk.receivers import suggest_changed
        from comparison.deriving import derive_changed
        from comparison.reviewing.receivers import (  # no models at import
            reanchor_annotations,
            reanchor_homeless,
            reanchor_judgements,
        )
        from comparison.watching import notices
        from disclosures.models import Filing
        from disclosures.signals import (
            crosswalk_changed,
            filing_stored,
            filings_coded,
            filings_loaded,
            framework_changed,
        )

        filing_stored.connect(reanchor_annotations, dispatch_uid="reanchor_annotations")
        filing_stored.connect(reanchor_judgements, dispatch_uid="reanchor_judgements")
        filings_loaded.connect(reanchor_homeless, dispatch_uid="reanchor_homeless")
        filing_stored.connect(summaries.summarise_stored, dispatch_uid="summarise_stored")
        filings_loaded.connect(summaries.summarise_loaded, dispatch_uid="summarise_loaded")
        post_delete.connect(summaries.summarise_deleted, sender=Filing, dispatch_uid="summarise_deleted")
        filing_stored.connect(notices.tell_of_filing, dispatch_uid="tell_of_filing")
        filings_loaded.connect(notices.tell_of_load, dispatch_uid="tell_of_load")
        filings_coded.connect(notices.tell_of_codes, dispatch_uid="tell_of_codes")
        filing_stored.connect(derive_changed, dispatch_uid="derive_changed_stored")
        filings_loaded.connect(derive_changed, dispatch_uid="derive_changed_loaded")
        post_delete.connect(derive_changed, sender=Filing, dispatch_uid="derive_changed_deleted")
        filing_stored.connect(move_reviews, dispatch_uid="move_reviews")
        for number, signal in enumerate(
            (filing_stored, filings_loaded, framework_changed, crosswalk_changed)
        ):
            signal.connect(cover_changed, dispatch_uid=f"cover_changed_{number}")
        for number, signal in enumerate((filing_stored, filings_loaded, framework_changed)):
            signal.connect(suggest_changed, dispatch_uid=f"suggest_changed_{number}")
        post_delete.connect(suggest_changed, sender=Filing, dispatch_uid="suggest_changed_deleted")
