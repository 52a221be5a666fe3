"""Reading pages: bytes of text, HTML, RSS or mail become clean text with a date and an outlet."""

from standoff.intake.pages.reading import pages_in, read_bytes, read_page, read_pages

__all__ = ["pages_in", "read_bytes", "read_page", "read_pages"]
