"""The workbench: one page where an analyst works, served on the loopback address."""
