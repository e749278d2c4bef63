"""Which group of a run file a scan is in.

HDF5 separates groups by ``/`` as paths do, but it knows no NUL, takes ``.`` for "this group",
and stores text that must be valid UTF-8. In names of groups those are written as ``%XX`` or
``%uXXXX``, and the percent sign itself as ``%25``; every other character stays what it is.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"%u([0-9A-F]{4})|%([0-9A-F]{2})")
_UNSAFE = re.compile("[%\\x00\ud800-\udfff]")


def group_name(name: str) -> str:
    """The group of a relative path, e.g. ``"a/50%.ply"`` to ``"a/50%25.ply"``.

    Raises
    ------
    ValueError
        The path is empty, absolute, or has an empty part.
    """
    parts = name.split("/")
    if not all(parts):
        raise ValueError(f"not a relative path: {name!r}")
    return "/".join(_escaped(part) for part in parts)


def scan_name(group: str) -> str:
    """The relative path of a group; the inverse of :func:`group_name`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), group)


def is_scan_name(name: str, group: str) -> bool:
    """Whether a name read from a file is one that :func:`group_name` made ``group`` of."""
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and "\0" not in name and group_name(name) == group


def _escaped(part: str) -> str:
    if part in (".", ".."):
        return "%2E" * len(part)
    return _UNSAFE.sub(lambda found: _code(ord(found[0])), part)


def _code(value: int) -> str:
    return f"%u{value:04X}" if value > 0xFF else f"%{value:02X}"
