"""Fetching one web page that an admin named: whom to ask, how politely, and what may not be reached."""
