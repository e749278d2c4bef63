"""The elements of a PLY file, ASCII and binary, as tables of numbers."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import IntArray
from btp_core.scans.formats.columns import flat_ranges
from btp_core.scans.formats.lines import Lines, count_words, parse_numbers
from btp_core.scans.formats.ply_header import Element, Property
from btp_core.scans.limits import DamagedFileError

Values = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of one element.

    Attributes
    ----------
    n_rows
        Number of rows.
    columns
        Single values: name to ``(n_rows,)``.
    lists
        Lists: name to the values one after the other, and the ``(n_rows,)`` lengths.
    """

    n_rows: int
    columns: dict[str, Values]
    lists: dict[str, tuple[Values, IntArray]]


def empty_table(element: Element) -> Table:
    """Return a table of ``element``'s properties without rows."""
    table = Table(element.count, {}, {})
    for prop in element.properties:
        values = np.empty(0, dtype=prop.type)
        if prop.count_type:
            table.lists[prop.name] = (values, np.empty(0, dtype=np.int64))
        else:
            table.columns[prop.name] = values
    return table


def no_room(element: Element) -> DamagedFileError:
    """Return the error for an element with more rows than the file can hold."""
    return DamagedFileError(
        "it announces {count:,} rows of '{name}', more than the file has room for.",
        count=element.count,
        name=element.name,
    )


class AsciiBody:
    """Reads elements from text, one row a line."""

    def __init__(self, data: memoryview, start: int) -> None:
        self._lines = Lines.split(bytes(data[start:]))
        self._next = 0

    def check_room(self, element: Element) -> None:
        """Raise :class:`DamagedFileError` if the rest of the file is too short for ``element``."""
        if element.properties and element.count > len(self._lines) - self._next:
            raise no_room(element)

    def read(self, element: Element) -> Table:
        """Read the next element."""
        if not element.properties:
            return Table(element.count, {}, {})
        block = self._lines.block(self._next, element.count)
        self._next += element.count
        if element.has_lists:
            return self._read_lists(element, block)
        width = len(element.properties)
        rows = parse_numbers(block, element.count * width).reshape(element.count, width)
        columns = {p.name: _as_declared(rows[:, i], p) for i, p in enumerate(element.properties)}
        return Table(element.count, columns, {})

    def _read_lists(self, element: Element, block: bytes) -> Table:
        words = count_words(block)
        values = parse_numbers(block, int(words.sum()))
        if len(words) != element.count:
            raise DamagedFileError("a row of '{name}' is blank.", name=element.name)
        ends = np.cumsum(words)
        at = ends - words
        table = Table(element.count, {}, {})
        for prop in element.properties:
            if np.any(at >= ends):
                raise DamagedFileError("a row of '{name}' is too short.", name=element.name)
            here = values[at]
            at = at + 1
            if not prop.count_type:
                table.columns[prop.name] = _as_declared(here, prop)
                continue
            # A negative, fractional or huge length must not become an index.
            if not np.all((here >= 0) & (here <= ends - at) & (here == np.rint(here))):
                raise DamagedFileError(
                    "the length of a list in '{name}' is wrong.", name=element.name
                )
            sizes = here.astype(np.int64)
            items = values[flat_ranges(at, sizes)]
            table.lists[prop.name] = (_as_declared(items, prop), sizes)
            at = at + sizes
        return table


def _as_declared(values: Values, prop: Property) -> Values:
    """Give whole numbers their type; real ones keep all their digits, even if declared float."""
    if prop.type.startswith("f"):
        return values
    info = np.iinfo(prop.type)
    whole = values == np.rint(values)
    if not np.all(whole & (values >= info.min) & (values <= info.max)):
        raise DamagedFileError("a value of '{name}' does not fit its type.", name=prop.name)
    return values.astype(prop.type)


_STRUCT_CODES = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
}  # fmt: skip


class BinaryBody:
    """Reads elements from binary data of the byte order ``"<"`` or ``">"``."""

    def __init__(self, data: memoryview, start: int, order: str) -> None:
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
                    raise DamagedFileError("a list '{name}' has a negative length.", name=prop.name)
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
