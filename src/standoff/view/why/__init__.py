"""Pages and pictures of an explanation: what moved the answer, why not, what would change it."""
