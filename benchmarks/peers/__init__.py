"""Programs that are measured against each other, each run by its own interpreter; none is imported by another."""
