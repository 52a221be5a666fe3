"""Coders that propose drafts: the rules of this package, or a model server of the user's own."""
