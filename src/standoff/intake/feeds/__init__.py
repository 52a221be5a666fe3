"""Event feeds, one layout a file: rows of a feed become drafted rows."""
