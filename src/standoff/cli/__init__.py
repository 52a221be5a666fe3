"""The command line: words and pages, no arithmetic of its own."""
