"""One filing's text with its elements and people's notes marked in it."""
