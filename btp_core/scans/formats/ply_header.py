"""The header of a PLY file: which elements follow, and how they are stored.

The format is described by Greg Turk, "The PLY Polygon File Format", 1994.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from btp_core.scans.limits import DamagedFileError

Encoding = Literal["ascii", "<", ">"]

_ENCODINGS: dict[str, Encoding] = {
    "ascii": "ascii",
    "binary_little_endian": "<",
    "binary_big_endian": ">",
}
_TYPES = {
    "char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4",
    "float": "f4", "double": "f8",
    "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4", "uint32": "u4",
    "int64": "i8", "uint64": "u8", "float32": "f4", "float64": "f8",
}  # fmt: skip
MAX_HEADER_BYTES = 1 << 20


@dataclass(frozen=True)
class Property:
    """One value of an element, or a list of them.

    Attributes
    ----------
    name
        Lower case.
    type
        numpy's code of the value's type, e.g. ``"f4"``.
    count_type
        The code of the type of a list's length; empty for a single value.
    """

    name: str
    type: str
    count_type: str = ""


@dataclass(frozen=True)
class Element:
    """A table of the file: ``count`` rows of ``properties``."""

    name: str
    count: int
    properties: tuple[Property, ...]

    @property
    def has_lists(self) -> bool:
        """Whether rows may differ in length."""
        return any(prop.count_type for prop in self.properties)


@dataclass(frozen=True)
class Header:
    """What the header says; the body begins at byte ``size`` of the file."""

    encoding: Encoding
    elements: tuple[Element, ...]
    size: int


def parse_header(data: bytes) -> Header:
    """Parse the header at the start of ``data``.

    Raises
    ------
    DamagedFileError
        It is not a PLY header, or not a complete one.
    """
    if not data.startswith((b"ply\n", b"ply\r", b"ply ")):
        raise DamagedFileError("it does not begin with the word 'ply'.")
    body = _body_start(data)
    encoding: Encoding | None = None
    elements: list[tuple[str, int, list[Property]]] = []
    for line in data[:body].decode("latin-1").splitlines():
        match line.split():
            case ["format", name, *_]:
                if name not in _ENCODINGS:
                    raise DamagedFileError("its format '{name}' is unknown.", name=name)
                encoding = _ENCODINGS[name]
            case ["element", name, count, *_]:
                elements.append((name.lower(), _count(count), []))
            case ["property", "list", count_type, value_type, name, *_] if elements:
                prop = Property(name.lower(), _type(value_type), _count_type(count_type))
                elements[-1][2].append(prop)
            case ["property", value_type, name, *_] if elements:
                elements[-1][2].append(Property(name.lower(), _type(value_type)))
            case ["element" | "property", *_]:
                raise DamagedFileError(
                    "the header line '{line}' makes no sense.", line=line.strip()[:60]
                )
            case _:
                pass  # comment, obj_info, end_header
    if encoding is None:
        raise DamagedFileError("its header names no format.")
    return Header(encoding, tuple(Element(n, c, tuple(p)) for n, c, p in elements), body)


def _body_start(data: bytes) -> int:
    # The first line's end tells how lines end; guessing it at the end of the header could eat a
    # body byte.
    line_end = data[3:80].lstrip(b" ")[:2]
    line_end = line_end if line_end == b"\r\n" else line_end[:1]
    marker = line_end + b"end_header"
    at = data.find(marker, 0, MAX_HEADER_BYTES)
    stop = data.find(line_end, at + len(marker)) if at >= 0 else -1
    if stop < 0:
        raise DamagedFileError("its header has no end.")
    return stop + len(line_end)


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise DamagedFileError("'{text}' is not a number of rows.", text=text[:30])
    return int(text)


def _type(text: str) -> str:
    if text not in _TYPES:
        raise DamagedFileError("the type '{text}' is unknown.", text=text[:30])
    return _TYPES[text]


def _count_type(text: str) -> str:
    code = _type(text)
    if code.startswith("f"):
        raise DamagedFileError("the length of a list cannot be a '{text}'.", text=text)
    return code
