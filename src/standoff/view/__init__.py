"""One document of sentences, tables and numbers that every face draws from."""
