"""Pages and pictures of scenarios beside the baseline."""
