from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "comparison"

    def ready(self) -> None:
        from comparison.receivers import reanchor_annotations  # models are not ready at import
        from disclosures.signals import filing_stored

        filing_stored.connect(reanchor_annotations, dispatch_uid="reanchor_annotations")
