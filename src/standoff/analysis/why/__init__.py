"""Because of what? What each piece of evidence was worth, what would change the answer, and why an order was not given."""
