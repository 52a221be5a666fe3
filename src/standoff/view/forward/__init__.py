"""Pages and pictures of worlds that live on."""
