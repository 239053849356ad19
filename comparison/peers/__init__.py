"""Peer groups: issuers picked by hand or by a rule."""
