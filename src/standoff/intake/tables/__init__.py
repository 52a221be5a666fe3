"""What is known of the world, as small tables with their sources."""
