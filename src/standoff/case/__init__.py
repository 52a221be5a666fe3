"""Case files: schema, reading with line numbers, writing, the built-in library."""
