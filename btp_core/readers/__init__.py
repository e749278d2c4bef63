"""Reading scan files: ``read_scan(path) -> Scan``, one module a format."""

from btp_core.readers.limits import ReadLimits
from btp_core.readers.reading import read_scan
from btp_core.readers.registry import supported_extensions

__all__ = ["ReadLimits", "read_scan", "supported_extensions"]
