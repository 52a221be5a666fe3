"""Is the model right by its own lights? Calibration on invented standoffs, and regularities it was not told."""
