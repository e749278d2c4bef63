"""The header of a PCD file."""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.scans.faults import DamagedFileError

_TYPES = {
    ("F", 4): "f4", ("F", 8): "f8",
    ("U", 1): "u1", ("U", 2): "u2", ("U", 4): "u4", ("U", 8): "u8",
    ("I", 1): "i1", ("I", 2): "i2", ("I", 4): "i4", ("I", 8): "i8",
}  # fmt: skip
_ENCODINGS = ("ascii", "binary", "binary_compressed")
_MAX_HEADER_BYTES = 1 << 16


@dataclass(frozen=True)
class Field:
    """A value of a point: its lower-case name, numpy's type code, and how many of them."""

    name: str
    type: str
    count: int

    @property
    def bytes(self) -> int:
        """Bytes that it takes in each point."""
        return int(self.type[1]) * self.count


@dataclass(frozen=True)
class Header:
    """What the header says; the data begin at byte ``size`` of the file."""

    fields: tuple[Field, ...]
    n_points: int
    encoding: str
    size: int

    @property
    def point_bytes(self) -> int:
        """Bytes of a point in binary data."""
        return sum(field.bytes for field in self.fields)


def parse_header(data: bytes) -> Header:
    """Parse the header at the start of ``data``.

    Raises
    ------
    DamagedFileError
        It is not a PCD header, or not a complete one.
    """
    entries: dict[str, list[str]] = {}
    at = 0
    while "DATA" not in entries:
        end = data.find(b"\n", at, _MAX_HEADER_BYTES)
        if end < 0:
            raise DamagedFileError("its header has no DATA line.")
        words = data[at:end].split(b"#")[0].decode("latin-1").split()
        if words:
            entries[words[0].upper()] = words[1:]
        at = end + 1
    encoding = (entries["DATA"] or [""])[0].lower()
    if encoding not in _ENCODINGS:
        raise DamagedFileError(f"its data are '{encoding[:30]}', which is unknown.")
    fields = _fields(entries)
    return Header(fields, _n_points(entries), encoding, at)


def _fields(entries: dict[str, list[str]]) -> tuple[Field, ...]:
    names = entries.get("FIELDS") or entries.get("COLUMNS") or []
    sizes = _numbers(entries, "SIZE")
    types = entries.get("TYPE", ["F"] * len(names))
    counts = _numbers(entries, "COUNT") if "COUNT" in entries else [1] * len(names)
    if not names or not len(names) == len(sizes) == len(types) == len(counts):
        raise DamagedFileError("FIELDS, SIZE, TYPE and COUNT in its header do not fit together.")
    fields = []
    for name, size, kind, count in zip(names, sizes, types, counts, strict=True):
        code = _TYPES.get((kind.upper(), size))
        if code is None or not 0 < count <= 65536:
            raise DamagedFileError(f"the field '{name[:30]}' is of an unknown type.")
        fields.append(Field(name.lower(), code, count))
    return tuple(fields)


def _n_points(entries: dict[str, list[str]]) -> int:
    if "POINTS" in entries:
        return sum(_numbers(entries, "POINTS")[:1])
    width, height = (sum(_numbers(entries, key)[:1]) for key in ("WIDTH", "HEIGHT"))
    return width * height


def _numbers(entries: dict[str, list[str]], key: str) -> list[int]:
    words = entries.get(key, [])
    if not words or not all(word.isdecimal() and len(word) <= 18 for word in words):
        raise DamagedFileError(f"{key} in its header is missing or not a number.")
    return [int(word) for word in words]
