"""What drives the answer: coefficients, assumptions, grades of sources, and how prior and evidence pull on it."""
