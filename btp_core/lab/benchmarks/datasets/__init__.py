"""Benchmarks of labelled 3D scans in the layouts in which they are published."""
