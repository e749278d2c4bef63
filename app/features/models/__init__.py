"""Models: which are known, which are on this machine, and which one inspects."""
