"""Pages and pictures of what drives the answer."""
