"""Filings side by side and year over year: which, their grid, its rows, and the comparisons people keep."""
