"""Following issuers, groups, elements and searches, and telling people what is new."""
