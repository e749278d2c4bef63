"""The background worker: one thread that owns the model and takes jobs in order."""
