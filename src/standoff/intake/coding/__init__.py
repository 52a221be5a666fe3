"""What a sentence reports: who did what to whom, in CAMEO and PLOVER and in the codes of a case."""
