"""The model's formulas as small pure functions, and the priors with their sources."""
