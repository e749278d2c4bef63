"""Labelled data sets of others, and the protocols to measure on them."""
