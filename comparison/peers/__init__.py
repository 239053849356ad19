"""Peer groups: issuers picked by hand or by a rule, and the issuer sets that pages offer."""
