"""PCD, the Point Cloud Library's format: ascii, binary and binary_compressed.

The format is described at https://pointclouds.org/documentation/tutorials/pcd_file_format.html.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import UInt8Array
from btp_core.scans.formats.columns import Column, scan_from_columns
from btp_core.scans.formats.lines import Lines, parse_numbers
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

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
        raise DamagedFileError(
            "its data are '{encoding}', which is unknown.", encoding=encoding[:30]
        )
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
            raise DamagedFileError("the field '{name}' is of an unknown type.", name=name[:30])
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
        raise DamagedFileError("{key} in its header is missing or not a number.", key=key)
    return [int(word) for word in words]


# A run of LZF is at most 264 bytes long and takes 3.
_MAX_LZF_RATIO = 88


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read a PCD file; organised clouds keep the order of their pixels, NaN ones included."""
    data = path.read_bytes()
    header = parse_header(data)
    body = memoryview(data)[header.size :]
    # Each point takes a byte and a line end in text, and fewer bytes only where they are
    # compressed.
    smallest = {"ascii": 2, "binary": header.point_bytes}.get(header.encoding, 0)
    if header.n_points * smallest > len(body) + (header.encoding == "ascii"):
        raise DamagedFileError(
            "it announces {count:,} points, more than the file has room for.",
            count=header.n_points,
        )
    limits.check_points(header.n_points)
    if header.encoding == "ascii":
        columns = _ascii_columns(bytes(body), header)
    elif header.encoding == "binary":
        columns = _binary_columns(body, header)
    else:
        columns = _compressed_columns(body, header, limits)
    scan = scan_from_columns(columns)
    packed = {"rgb", "rgba"} & columns.keys()
    return replace(scan, colors=_packed_colors(columns)) if packed else scan


def _ascii_columns(body: bytes, header: Header) -> dict[str, Column]:
    width = sum(field.count for field in header.fields)
    block = Lines.split(body).block(0, header.n_points)
    rows = parse_numbers(block, header.n_points * width).reshape(-1, width)
    columns: dict[str, Column] = {}
    at = 0
    for field in header.fields:
        if field.count == 1:
            columns[field.name] = _with_bits(rows[:, at], field)
        at += field.count
    return columns


def _with_bits(values: NDArray[np.float64], field: Field) -> Column:
    """Give packed colours the type whose bits they are; leave other numbers alone."""
    if field.name not in ("rgb", "rgba"):
        return values
    if field.type[0] == "f":
        with np.errstate(over="ignore"):
            return values.astype(np.float32)
    return np.clip(np.nan_to_num(values), 0, 2**32 - 1).astype(np.uint32)


def _binary_columns(body: memoryview, header: Header) -> dict[str, Column]:
    row = np.dtype([(f"f{i}", "<" + f.type, (f.count,)) for i, f in enumerate(header.fields)])
    rows = np.frombuffer(body, dtype=row, count=header.n_points)
    return {f.name: rows[f"f{i}"][:, 0] for i, f in enumerate(header.fields) if f.count == 1}


def _compressed_columns(body: memoryview, header: Header, limits: ReadLimits) -> dict[str, Column]:
    import imagecodecs

    if len(body) < 8:
        raise DamagedFileError("it ends before its data.")
    packed_size, size = struct.unpack_from("<II", body)
    if size != header.n_points * header.point_bytes:
        raise DamagedFileError("its unpacked size does not fit its number of points.")
    if packed_size > len(body) - 8 or size > packed_size * _MAX_LZF_RATIO:
        raise DamagedFileError("it ends before its data does.")
    limits.check_bytes(size)
    columns: dict[str, Column] = {}
    if size == 0:
        return {f.name: np.empty(0, dtype=f.type) for f in header.fields}
    try:
        unpacked = imagecodecs.lzf_decode(bytes(body[8 : 8 + packed_size]), out=size)
    except imagecodecs.LzfError as error:
        raise DamagedFileError("its data cannot be unpacked ({reason}).", reason=error) from error
    if len(unpacked) != size:
        raise DamagedFileError("its data unpacks to another size than announced.")
    at = 0
    for field in header.fields:  # all values of the first field, then all of the second ...
        if field.count == 1:
            columns[field.name] = np.frombuffer(
                unpacked, dtype="<" + field.type, count=header.n_points, offset=at
            )
        at += field.bytes * header.n_points
    return columns


def _packed_colors(columns: dict[str, Any]) -> UInt8Array:
    """Unpack red, green and blue from the bits of one 32-bit number a point."""
    values = np.ascontiguousarray(columns.get("rgb", columns.get("rgba")))
    if values.dtype.itemsize != 4:
        values = values.astype(np.uint32)
    bits = values.view(np.uint32)
    return np.stack([bits >> 16 & 255, bits >> 8 & 255, bits & 255], axis=1).astype(np.uint8)
