"""Which elements of different frameworks are joined, suggested, or set apart by people."""
