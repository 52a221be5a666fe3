"""Who publishes, for whom he speaks, how far he carries: a table to be edited, and what is inferred from it."""
