"""Text tables: xyz, txt, asc, csv, pts. Delimiter, header and columns are found out."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.scans.faults import DamagedFileError
from btp_core.scans.formats.columns import (
    POINT_NAMES,
    colors_from_columns,
    find_triple,
    guess_colors_and_normals,
    normals_from_columns,
    points_from_columns,
)
from btp_core.scans.formats.text_layout import TextLayout, find_layout, text_encoding
from btp_core.scans.limits import ReadLimits
from btp_core.scans.scan import Scan

_HEAD_BYTES = 1 << 16


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read a text table whose rows are points.

    With a header line, columns are taken by name. Without one, the first three columns of numbers
    are x, y and z, and colours and normals are recognised by their values.
    """
    table, layout = read_table(path, limits)
    if find_triple(layout.names, POINT_NAMES) is not None:
        columns = {name: table[:, i] for i, name in enumerate(layout.names)}
        return Scan(
            points_from_columns(columns),
            colors=colors_from_columns(columns),
            normals=normals_from_columns(columns),
        )
    colors, normals = guess_colors_and_normals(table[:, 3:])
    return Scan(np.ascontiguousarray(table[:, :3]), colors=colors, normals=normals)


def read_table(path: Path, limits: ReadLimits) -> tuple[Float64Array, TextLayout]:
    """Read the columns of numbers of a text table, ``(N, C)``, and how they are laid out.

    Raises
    ------
    DamagedFileError
        It is no such table.
    TooLargeError
        It has more lines than ``limits`` allow.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    encoding = text_encoding(head)
    text = head.decode(encoding, errors="replace")
    lines = re.split(
        r"\r\n|\n|\r", text
    )  # as numpy.loadtxt counts them; splitlines knows more ends
    if len(head) == _HEAD_BYTES and len(lines) > 1:
        lines.pop()  # cut in the middle
    layout = find_layout(lines, encoding)
    # A count of lines is quick, and keeps a huge table from being parsed.
    limits.check_points(_count_lines(path) - layout.n_header)
    return _load(path, layout), layout


def _count_lines(path: Path) -> int:
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 24):
            count += chunk.count(b"\n")
    return count


def _load(path: Path, layout: TextLayout) -> Float64Array:
    source: str | io.StringIO = str(path.resolve())
    if layout.decimal_comma:
        text = path.read_text(encoding=layout.encoding)
        source = io.StringIO(text.replace(",", "."))
    try:
        table: Float64Array = np.loadtxt(
            source,
            dtype=np.float64,
            delimiter=layout.delimiter,
            skiprows=layout.n_header,
            usecols=layout.columns,
            comments="#",
            quotechar='"',
            encoding=layout.encoding,
            ndmin=2,
        )
    except (ValueError, UnicodeError, UserWarning) as error:
        # numpy counts rows from the first one read.
        reason = str(error).partition(";")[0]
        raise DamagedFileError(f"{reason} after {layout.n_header} header lines.") from error
    if len(table) == 0:
        raise DamagedFileError("it has no complete row of numbers.")
    return table
