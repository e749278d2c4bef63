"""Finding out how a text file lays out its numbers: encoding, delimiter, header lines, columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from btp_core.scans.faults import DamagedFileError

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
