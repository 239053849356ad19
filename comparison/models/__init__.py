"""What people make of the disclosures, as rows. Every write goes through a domain function of this app."""

from comparison.models.annotations import Annotation
from comparison.models.peers import PeerGroup
from comparison.models.watching import Follow, Notice, SavedSearch

__all__ = ["Annotation", "Follow", "Notice", "PeerGroup", "SavedSearch"]
