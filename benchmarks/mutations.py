"""Mutations of files: bytes, numbers where numbers stand, words, members of zips, parts of HDF5."""

from __future__ import annotations

import contextlib
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

Mutation = Callable[[random.Random, bytes, bytes], bytes]
"""Makes a file's content into another; the third argument is another valid file of the format."""

HEAD = 400
"""Bytes at the start that are changed as often as all others: headers are where damage hurts."""
INTEGERS = (0, 1, 2, 3, 7, 127, 128, 255, 256, 32767, 65535, 2**31 - 1, 2**31, 2**32 - 1)
HUGE = (2**40, 2**53, 2**62, 2**63 - 1, 2**64 - 1)
WORDS = (
    *(b"0", b"1", b"-1", b"3", b"255", b"4294967296", b"18446744073709551616", b"9" * 400),
    *(b"nan", b"inf", b"-inf", b"1e308", b"1e-320", b"1e999", b"0x10", b"1_000", b"1,5", b""),
    *(b"float", b"double", b"uchar", b"list", b"int64", b"face", b"vertex", b"binary", b"ascii"),
    *(b"(3,)", b"(-1, 3)", b"(2**62, 3)", b"'|O'", b"'<f8'", b"[('x','<f8')]", b"\xff\xfe", b"\0"),
)
_NUMBER_OR_WORD = re.compile(rb"[-+0-9.eE]+|[A-Za-z_]{2,}")


def mutated(random_source: random.Random, content: bytes, other: bytes) -> bytes:
    """A file's content after one to four mutations."""
    if content[:2] == b"PK" and random_source.random() < 0.6:
        return _zip_member(random_source, content, other)
    if content[:4] == b"\x89HDF" and random_source.random() < 0.7:
        return _hdf5_part(random_source, content)
    for _ in range(random_source.choice((1, 1, 1, 2, 2, 3, 4))):
        content = random_source.choice(_MUTATIONS)(random_source, content, other)
    return content


def _place(random_source: random.Random, content: bytes) -> int:
    end = min(HEAD, len(content)) if random_source.random() < 0.5 else len(content)
    return random_source.randrange(max(end, 1))


def _flip(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    octets = bytearray(content)
    for _n in range(random_source.choice((1, 1, 2, 4, 16))):
        if octets:
            octets[_place(random_source, content)] ^= 1 << random_source.randrange(8)
    return bytes(octets)


def _octet(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    at = _place(random_source, content)
    return content[:at] + bytes([random_source.choice((0, 1, 127, 128, 255))]) + content[at + 1 :]


def _integer(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    code, most = random_source.choice((("H", 2**16), ("I", 2**32), ("Q", 2**64)))
    value = random_source.choice((*INTEGERS, *HUGE, len(content), len(content) + 1)) % most
    packed = struct.pack(random_source.choice("<>") + code, value)
    at = _place(random_source, content)
    at -= at % len(packed) if random_source.random() < 0.7 else 0
    return content[:at] + packed + content[at + len(packed) :]


def _real(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    value = random_source.choice((0.0, -1.0, 1e38, 1e-38, float("nan"), float("inf"), 1e300))
    code = "d" if abs(value) > 3e38 or random_source.random() < 0.5 else "f"
    packed = struct.pack(random_source.choice("<>") + code, value)
    at = _place(random_source, content)
    return content[:at] + packed + content[at + len(packed) :]


def _word(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    found = list(_NUMBER_OR_WORD.finditer(content[:4096]))
    if not found:
        return _octet(random_source, content, b"")
    match = random_source.choice(found)
    start, end = match.span()
    return content[:start] + random_source.choice(WORDS) + content[end:]


def _lines(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    lines = content.split(b"\n")
    at = random_source.randrange(len(lines))
    match random_source.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, random_source.choice(lines))
        case 2:
            lines[at] = lines[at] + b" " + random_source.choice(WORDS)
        case _:
            to = random_source.randrange(len(lines))
            lines[at], lines[to] = lines[to], lines[at]
    return b"\n".join(lines)


def _cut(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    return content[: random_source.randrange(len(content) + 1)]


def _remove(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    at = _place(random_source, content)
    return content[:at] + content[at + random_source.choice((1, 2, 4, 16, 200)) :]


def _repeat(random_source: random.Random, content: bytes, _: bytes) -> bytes:
    at, length = _place(random_source, content), random_source.choice((1, 4, 16, 200))
    times = random_source.choice((1, 1, 2, 50))
    return content[:at] + content[at : at + length] * times + content[at:]


def _splice(random_source: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: _place(random_source, content)] + other[_place(random_source, other) :]


def _zip_member(random_source: random.Random, content: bytes, other: bytes) -> bytes:
    """The same archive with a mutated member, so that its checksum fits."""
    packing = random_source.choice(
        (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        return _flip(random_source, content, other)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, data in members:
            wanted = random_source.choice(("points.npy", "colors.npy", "faces.npy", name))
            wanted = name if wanted in archive.namelist() else wanted
            changed = data
            for _ in range(random_source.choice((0, 1, 1, 2))):
                changed = random_source.choice(_MUTATIONS)(random_source, changed, data)
            if name not in archive.namelist():
                archive.writestr(name if random_source.random() < 0.7 else wanted, changed)
    packed = made.getvalue()
    return packed if random_source.random() < 0.6 else _flip(random_source, packed, other)


def _hdf5_part(random_source: random.Random, content: bytes) -> bytes:
    """The same file with other attributes, arrays or links in it, and sound checksums."""
    import h5py

    made = io.BytesIO(content)
    with h5py.File(made, "r+", libver=("v108", "v110")) as file:
        names: list[str] = []
        file.visit(names.append)
        for _ in range(random_source.choice((1, 1, 2, 3))):
            name = random_source.choice(names) if names else "points"
            # What an earlier change took away or tied in a knot cannot be changed again.
            with contextlib.suppress(RuntimeError, OSError, KeyError, ValueError, TypeError):
                _change_part(random_source, file, name)
    return made.getvalue()


def _change_part(random_source: random.Random, file: Any, name: str) -> None:
    import h5py

    place = file[name]
    attributes = list(place.attrs) or list(file.attrs)
    kind = random_source.randrange(6)
    if kind == 0 and attributes:
        owner = place if list(place.attrs) else file
        owner.attrs[random_source.choice(attributes)] = random_source.choice(_values())
    elif kind == 1 and isinstance(place, h5py.Dataset):
        values = random_source.choice([value for value in _values() if np.ndim(value)])
        del file[name]
        file[name] = values
    elif kind == 2 and isinstance(place, h5py.Dataset) and place.dtype.kind in "fiu":
        shape = random_source.choice([(0,), (5,), (40, 3), (3, 40), (1, 40, 3), (2**31, 3), ()])
        del file[name]
        chunks = (1024, 3) if shape == (2**31, 3) and random_source.random() < 0.5 else None
        file.create_dataset(
            name, shape, random_source.choice(["f2", "f4", "f8", "i1", "u8"]), chunks=chunks
        )
    elif kind == 3:
        del file[name]
        file[name] = random_source.choice(
            [h5py.SoftLink("/"), h5py.ExternalLink("a.h5", "/"), h5py.SoftLink("/" + name)]
        )
    elif kind == 4:
        file[f"{name}_again"] = place
        if isinstance(place, h5py.Group):
            place["circle"] = file["/"]
    elif isinstance(place, h5py.Dataset) and 0 < place.size < 1e6 and place.dtype.kind in "fiu":
        with np.errstate(all="ignore"):
            flat = place[()].reshape(-1)
            flat[random_source.randrange(len(flat))] = random_source.choice((0, 1, 127))
            if place.dtype.kind == "f":
                flat[random_source.randrange(len(flat))] = random_source.choice((np.nan, 1e30))
            place[...] = flat.reshape(place.shape)


def _values() -> list[Any]:
    import h5py

    return [
        *(0, -1, 2**63 - 1, 1e308, float("inf"), float("nan"), 1 + 2j, "", "text", b"\xff\xfe"),
        *("{}", "[]", "[{}]", "null", "[" * 2000, h5py.Empty("f4"), np.zeros(3), np.zeros((2, 2))),
        *(np.array([b"ab", b"c"]), np.zeros(40, dtype=[("x", "f4"), ("y", "f4"), ("z", "S3")])),
        *(np.zeros((40, 3), np.complex64), np.zeros((40, 3), bool), np.zeros((40, 3), np.uint8)),
    ]


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _octet, _integer, _integer, _real, _word, _word, _lines),
    *(_cut, _remove, _repeat, _splice),
)
