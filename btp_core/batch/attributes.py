"""Writing HDF5 attributes so that each is checked on its own."""

from __future__ import annotations

from typing import Any


def write_attributes(group: Any, values: dict[str, Any]) -> None:
    """Set HDF5 attributes: numbers, and text as UTF-8 of fixed length.

    Text of variable length would go to a heap that all scans share and that has no checksum.
    """
    import h5py

    for name, value in values.items():
        if isinstance(value, str):
            # HDF5 has no text of length 0; a lone NUL reads as an empty one.
            data = value.encode("utf-8", "backslashreplace") or b"\0"
            group.attrs.create(name, data, dtype=h5py.string_dtype("utf-8", len(data)))
        else:
            group.attrs[name] = value
