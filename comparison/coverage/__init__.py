"""What issuers' disclosures do with the demands of a plan."""
