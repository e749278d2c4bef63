"""The body of a binary PLY file."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from btp_core.base.arrays import IntArray
from btp_core.scans.faults import DamagedFileError
from btp_core.scans.formats.ply_header import Element, Property
from btp_core.scans.formats.ply_table import Table, Values, empty_table, flat_ranges, no_room

_STRUCT_CODES = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
}  # fmt: skip


class BinaryBody:
    """Reads elements from binary data of the byte order ``"<"`` or ``">"``."""

    def __init__(self, data: bytes, start: int, order: str) -> None:
        self._data = data
        self._at = start
        self._order = order

    def check_room(self, element: Element) -> None:
        """Raise :class:`DamagedFileError` if the rest of the file is too short for ``element``."""
        smallest = sum(np.dtype(p.count_type or p.type).itemsize for p in element.properties)
        if element.count * smallest > len(self._data) - self._at:
            raise no_room(element)

    def read(self, element: Element) -> Table:
        """Read the next element."""
        if not element.properties or element.count == 0:
            return empty_table(element)
        # In nearly every file all lists have the length of the first row's, and rows can be read
        # as one array.
        return self._read_uniform(element) or self._read_ragged(element)

    def _read_uniform(self, element: Element) -> Table | None:
        sizes = self._first_sizes(element)
        fields: list[Any] = []
        for i, prop in enumerate(element.properties):
            if prop.count_type:
                fields.append((f"n{i}", self._order + prop.count_type))
                fields.append((f"v{i}", self._order + prop.type, (sizes[i],)))
            else:
                fields.append((f"v{i}", self._order + prop.type))
        row = np.dtype(fields)
        if element.count * row.itemsize > len(self._data) - self._at:
            return None
        rows = np.frombuffer(self._data, dtype=row, count=element.count, offset=self._at)
        table = Table(element.count, {}, {})
        for i, prop in enumerate(element.properties):
            if not prop.count_type:
                table.columns[prop.name] = rows[f"v{i}"]
                continue
            if np.any(rows[f"n{i}"] != sizes[i]):
                return None
            lengths = np.full(element.count, sizes[i], dtype=np.int64)
            table.lists[prop.name] = (rows[f"v{i}"].reshape(-1), lengths)
        self._at += element.count * row.itemsize
        return table

    def _count_reader(self, prop: Property) -> struct.Struct | None:
        if not prop.count_type:
            return None
        return struct.Struct(self._order + _STRUCT_CODES[prop.count_type])

    def _first_sizes(self, element: Element) -> list[int]:
        sizes, at = [], self._at
        for prop in element.properties:
            reader = self._count_reader(prop)
            if reader is None:
                at += int(prop.type[1])
                sizes.append(0)
                continue
            if at + reader.size > len(self._data):
                raise no_room(element)
            size = max(int(reader.unpack_from(self._data, at)[0]), 0)
            at += reader.size + size * int(prop.type[1])
            sizes.append(size)
        if at > len(self._data):
            raise no_room(element)
        return sizes

    def _read_ragged(self, element: Element) -> Table:
        # Where a row begins depends on all rows before it, so this one loop cannot be an array
        # operation.
        steps = [(self._count_reader(p), int(p.type[1])) for p in element.properties]
        offsets: list[list[int]] = [[] for _ in steps]
        sizes: list[list[int]] = [[] for _ in steps]
        at = self._at
        try:
            for _ in range(element.count):
                for i, (reader, width) in enumerate(steps):
                    offsets[i].append(at)
                    if reader is None:
                        at += width
                        continue
                    (size,) = reader.unpack_from(self._data, at)
                    sizes[i].append(size)
                    at += reader.size + max(size, 0) * width
        except (struct.error, OverflowError) as error:  # beyond the end
            raise no_room(element) from error
        if at > len(self._data):
            raise no_room(element)
        self._at = at
        table = Table(element.count, {}, {})
        for i, prop in enumerate(element.properties):
            starts = np.array(offsets[i], dtype=np.int64)
            if prop.count_type:
                lengths = np.array(sizes[i], dtype=np.int64)
                if lengths.min() < 0:
                    raise DamagedFileError(f"a list '{prop.name}' has a negative length.")
                starts = starts + int(prop.count_type[1])
                table.lists[prop.name] = (self._gather(starts, lengths, prop), lengths)
            else:
                ones = np.ones(element.count, dtype=np.int64)
                table.columns[prop.name] = self._gather(starts, ones, prop)
        return table

    def _gather(self, starts: IntArray, lengths: IntArray, prop: Property) -> Values:
        width = int(prop.type[1])
        octets = np.frombuffer(self._data, dtype=np.uint8)
        where = flat_ranges(starts, lengths, width)[:, None] + np.arange(width)
        values: Values = octets[where].view(self._order + prop.type).reshape(-1)
        return values
