"""Files of cases: found, read, changed, kept in history, never overwritten."""
