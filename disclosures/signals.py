"""What other apps may hear of. Receivers run inside the transaction of the write."""

from django.dispatch import Signal

filing_stored = Signal()
"""Sent with `filing` after a filing's text was stored or replaced."""
