"""Notes and gaps: where their words stand, what reviewers decide, and what their pages show."""
