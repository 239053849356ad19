"""The read-only JSON interface under /api/: the pages' queries, with the pages' permissions."""
