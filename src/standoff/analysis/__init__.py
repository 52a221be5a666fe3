"""The questions an analyst asks, answered from the posterior."""
