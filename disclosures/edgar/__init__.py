"""Filings straight from the SEC's EDGAR: asked politely, kept as complete submissions (docs/edgar.md)."""
