"""Our own network: a pyramid of point statistics, patches and embeddings for every point."""
