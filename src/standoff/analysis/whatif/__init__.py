"""What if? Twin worlds under a scenario beside those under the trail as it was."""
