"""Past standoffs: forecast and scored, learned from, told in retrospect."""
