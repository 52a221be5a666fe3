"""Handlers of the addresses, and the table of them."""
