"""One module a file format, each with ``read(path, limits) -> Scan``."""
