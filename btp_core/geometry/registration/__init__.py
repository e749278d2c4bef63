"""Rigid registration of a scan to a reference surface: search, refinement, quality, refusal.

Everything here is deterministic: random numbers come from a seed of our own, and sums are taken
in an order that does not depend on the number of threads.
"""
