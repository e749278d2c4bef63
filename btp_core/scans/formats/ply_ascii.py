"""The body of an ASCII PLY file."""

from __future__ import annotations

import numpy as np

from btp_core.scans.faults import DamagedFileError
from btp_core.scans.formats.lines import Lines, count_words, parse_numbers
from btp_core.scans.formats.ply_header import Element, Property
from btp_core.scans.formats.ply_table import Table, Values, flat_ranges, no_room


class AsciiBody:
    """Reads elements from text, one row a line."""

    def __init__(self, data: bytes, start: int) -> None:
        self._lines = Lines.split(data[start:])
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
            raise DamagedFileError(f"a row of '{element.name}' is blank.")
        ends = np.cumsum(words)
        at = ends - words
        table = Table(element.count, {}, {})
        for prop in element.properties:
            if np.any(at >= ends):
                raise DamagedFileError(f"a row of '{element.name}' is too short.")
            here = values[at]
            at = at + 1
            if not prop.count_type:
                table.columns[prop.name] = _as_declared(here, prop)
                continue
            # A negative, fractional or huge length must not become an index.
            if not np.all((here >= 0) & (here <= ends - at) & (here == np.rint(here))):
                raise DamagedFileError(f"the length of a list in '{element.name}' is wrong.")
            sizes = here.astype(np.int64)
            items = values[flat_ranges(at, sizes, 1)]
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
        raise DamagedFileError(f"a value of '{prop.name}' does not fit its type.")
    return values.astype(prop.type)
