"""When suggestions are made anew: decisions about links and predictions change none of them."""

from django.db import transaction

from comparison.deriving import ask_soon


def suggest_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded, framework_changed and of a filing's post_delete."""
    transaction.on_commit(_ask_for_suggestions)


def _ask_for_suggestions() -> None:
    from comparison.tasks import suggest_links  # not ready when apps start

    ask_soon(suggest_links)
