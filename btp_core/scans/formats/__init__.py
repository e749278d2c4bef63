"""One module a file format, each with ``read(path, limits) -> Scan``, and what several share."""
