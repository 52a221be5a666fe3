"""Worlds: addressed random draws, the compiled day, ensembles, executors."""
