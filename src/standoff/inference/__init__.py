"""The particle filter over days, Bayes factors, diagnostics."""
