"""Publishing: a document as one HTML file that needs nothing else, and its figures as pictures."""
