"""The page and the figures of what drives the answer."""
