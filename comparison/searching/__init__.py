"""Search pages: what their addresses ask for, hits, facets, similar passages, searches people keep."""
