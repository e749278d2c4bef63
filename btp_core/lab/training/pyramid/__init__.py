"""Training our own network: the pyramid encoder and BTP's modules together."""
