"""Frameworks as data: what issuers are asked to disclose, and which of it speaks of the same thing."""
