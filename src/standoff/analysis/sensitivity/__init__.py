"""Which coefficients, assumptions and source grades drive the answer."""
