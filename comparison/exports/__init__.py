"""A comparison taken away: the rows the page shows, as JSON, CSV and text."""
