"""Reports of one event: which rows tell the same, how many voices they are, and merging them to and fro."""
