"""Known models: what there is, what of it is on this machine, and how it gets there."""
