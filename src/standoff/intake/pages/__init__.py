"""Reading pages: bytes of text, HTML, RSS or mail become clean text with a date and an outlet."""
