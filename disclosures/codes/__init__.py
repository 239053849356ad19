"""Codebook values kept beside the filings: read by the rules of disclosures.coding.codebook."""
