"""Geometry of point clouds: thinning, normals, local statistics, lifting."""
