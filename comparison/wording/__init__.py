"""Which sentences stand where across everything stored, and who else uses them."""
