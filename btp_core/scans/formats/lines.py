"""Numbers in lines of ASCII text, without a Python loop over the lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.scans.limits import DamagedFileError

_MAX_INDENT = 16  # a round of the search for each; deeper indents are cut off instead
_NEWLINE, _RETURN, _SPACE, _TAB = b"\n\r \t"


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a text that are not empty.

    Attributes
    ----------
    data
        The whole text, with ``\\n`` line ends (a ``\\r`` before each does no harm).
    starts
        ``(L,)`` int64: where each line begins, leading blanks skipped.
    ends
        ``(L,)`` int64: where each line's ``\\n`` (or the end of the text) is.
    """

    data: bytes
    starts: IntArray
    ends: IntArray

    @staticmethod
    def split(data: bytes) -> Lines:
        """Find the lines of ``data``; lines of nothing but blanks are left out."""
        if b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        # A final newline makes every line end with one, and keeps the lookups below within the
        # array.
        text = np.frombuffer(data + b"\n", dtype=np.uint8)
        ends = np.flatnonzero(text == _NEWLINE)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
        for _ in range(_MAX_INDENT):
            first = text[starts]
            blank = (first == _SPACE) | (first == _TAB) | (first == _RETURN)
            if not blank.any():
                filled = starts < ends
                return Lines(data, starts[filled], ends[filled])
            starts = starts + blank
        return Lines.split(re.sub(rb"(?m)^[ \t\r]+", b"", data))

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        """Return line ``index`` as text without the blanks around it."""
        return self.data[self.starts[index] : self.ends[index]].decode("latin-1").strip()

    def block(self, first: int, count: int) -> bytes:
        """Return the text of the ``count`` lines from line ``first`` on.

        Raises
        ------
        DamagedFileError
            There are fewer lines.
        """
        if first + count > len(self):
            raise DamagedFileError(
                "it announces {count:,} rows, but ends after {found:,}.",
                count=count,
                found=max(len(self) - first, 0),
            )
        if count == 0:
            return b""
        return self.data[self.starts[first] : self.ends[first + count - 1]]


def parse_numbers(block: bytes, expected: int) -> Float64Array:
    """Return the ``(expected,)`` numbers in ``block``, which are separated by blanks or line ends.

    Raises
    ------
    DamagedFileError
        Something is not a number, or there are fewer or more numbers.
    """
    if not block.strip():
        numbers = np.empty(0)  # for a blank text, numpy.fromstring returns one number, -1
    else:
        try:
            numbers = np.fromstring(block.decode("latin-1"), sep=" ", dtype=np.float64)
        except (ValueError, DeprecationWarning) as error:
            raise DamagedFileError("something among its values is not a number.") from error
    if len(numbers) != expected:
        raise DamagedFileError(
            "{expected:,} numbers were expected, but {count:,} found.",
            expected=expected,
            count=len(numbers),
        )
    return numbers


def count_words(block: bytes) -> IntArray:
    """Return how many words each of the L lines of ``block`` that are not blank has: ``(L,)``."""
    text = np.frombuffer(b"\n" + block + b"\n", dtype=np.uint8)
    blank = (text == _SPACE) | (text == _NEWLINE) | (text == _RETURN) | (text == _TAB)
    word_starts = np.flatnonzero(blank[:-1] & ~blank[1:])
    line_ends = np.flatnonzero(text == _NEWLINE)[1:]
    counts = np.diff(np.searchsorted(word_starts, line_ends), prepend=0)
    filled: IntArray = counts[counts > 0]
    return filled


def whole_numbers(values: Float64Array) -> IntArray:
    """Return ``values (N,)`` as indices.

    Raises
    ------
    DamagedFileError
        One is not a whole number, or too large for one.
    """
    if not np.all(np.abs(values) < 2**53) or np.any(values != np.rint(values)):
        raise DamagedFileError("a corner of a face is not a whole number.")
    return values.astype(np.int64)
