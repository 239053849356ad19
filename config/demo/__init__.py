"""`make demo`: database, sample issuers, web server and worker, started together and stopped together."""
