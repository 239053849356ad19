"""Shares of the market by attribute, each with its denominator and the filings behind it."""
