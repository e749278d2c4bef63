"""Text tables: xyz, txt, asc, csv, pts. Delimiter, header and columns are found out."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.scans.formats.columns import (
    POINT_NAMES,
    find_triple,
    guess_colors_and_normals,
    scan_from_columns,
)
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_COMMENT_MARKS = "#/%!;\"' \t"
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_MAX_COLUMNS = 64


@dataclass(frozen=True)
class TextLayout:
    """How the numbers of a text file are laid out.

    Attributes
    ----------
    encoding
        Python's name of the text encoding.
    n_header
        Lines before the first row of numbers.
    delimiter
        What separates columns; None for any run of blanks.
    decimal_comma
        Whether 1,5 means one and a half.
    columns
        Indices of the columns that hold numbers.
    names
        Their names in lower case, if a header line names them, otherwise empty.
    """

    encoding: str
    n_header: int
    delimiter: str | None
    decimal_comma: bool
    columns: tuple[int, ...]
    names: tuple[str, ...]


def text_encoding(head: bytes) -> str:
    """Return the encoding of a text that begins with ``head``.

    Raises
    ------
    DamagedFileError
        It is no text.
    """
    for mark, encoding in _BOMS.items():
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        raise DamagedFileError("it holds binary data.")
    return "latin-1"  # decodes anything; beyond ASCII there are only names of columns


def find_layout(lines: list[str], encoding: str) -> TextLayout:
    """Work out the layout from the first ``lines`` of a file.

    Raises
    ------
    DamagedFileError
        No line has three numbers.
    """
    for n_header, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            continue
        delimiter, decimal_comma = _delimiter(line)
        words = split_row(line, delimiter)
        columns = tuple(
            i for i, word in enumerate(words[:_MAX_COLUMNS]) if _is_number(word, decimal_comma)
        )
        # Data begin where at least three numbers stand side by side; a title may hold a number or
        # two.
        if len(columns) >= 3 and 2 * len(columns) >= len([w for w in words if w]):
            names = _names(lines[:n_header], delimiter, len(words))
            named = tuple(names[i] for i in columns) if names else ()
            return TextLayout(encoding, n_header, delimiter, decimal_comma, columns, named)
    raise DamagedFileError("no line has three numbers for x, y and z.")


def split_row(line: str, delimiter: str | None) -> list[str]:
    """Split ``line`` into its columns, without the blanks and quotes around them."""
    words = line.split() if delimiter is None else line.rstrip("\r\n").split(delimiter)
    return [word.strip().strip('"').strip() for word in words]


def _delimiter(line: str) -> tuple[str | None, bool]:
    if ";" in line:
        return ";", "," in line
    words = line.split()
    if len(words) >= 3 and all(_DECIMAL_COMMA.fullmatch(word) for word in words[:3]):
        return ("\t" if "\t" in line.strip() else None), True
    if "," in line:
        return ",", False
    return None, False


def _is_number(word: str, decimal_comma: bool) -> bool:
    if "_" in word:  # Python reads 1_000 as a number, no other program does
        return False
    try:
        float(word.replace(",", ".") if decimal_comma else word)
    except ValueError:
        return False
    return True


def _names(header: list[str], delimiter: str | None, n_columns: int) -> list[str]:
    """Return the last header line's names if they are as many as the columns, otherwise none."""
    titles = [line.strip().lstrip(_COMMENT_MARKS) for line in header]
    titles = [line for line in titles if line]
    if not titles:
        return []
    for split_at in (delimiter or "\t", "\t", ",", None):
        names = [_bare(name) for name in split_row(titles[-1], split_at)]
        if len(names) == n_columns:
            return names
    return []


def _bare(name: str) -> str:
    """Lower the case and drop a unit in brackets: ``X [mm]`` becomes ``x``."""
    return re.sub(r"\s*[\[(].*?[\])]\s*$", "", name).strip().lower()


_HEAD_BYTES = 1 << 16


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read a text table whose rows are points.

    With a header line, columns are taken by name. Without one, the first three columns of numbers
    are x, y and z, and colours and normals are recognised by their values.
    """
    table, layout = read_table(path, limits)
    if find_triple(layout.names, POINT_NAMES) is not None:
        return scan_from_columns({name: table[:, i] for i, name in enumerate(layout.names)})
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
        raise DamagedFileError(
            "{reason} after {count} header lines.", reason=reason, count=layout.n_header
        ) from error
    if len(table) == 0:
        raise DamagedFileError("it has no complete row of numbers.")
    return table
