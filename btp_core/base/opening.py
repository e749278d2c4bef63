"""The one gate for small files: settings, sessions, prompts, thresholds, catalogues.

Whatever lies in such a file's place (a pipe, a device, a folder, gigabytes, brackets in brackets)
ends in an ``OSError`` or a ``ValueError`` with a reason, at once and without taking memory.
"""

from __future__ import annotations

import errno
import json
import math
import os
import stat
import tomllib
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Any

SMALL_BYTES = 4 << 20
"""More than any file of settings or prompts that somebody wrote."""
MAX_DEPTH = 64
MAX_DIGITS = 1000
"""Of one number that is not whole; whole ones have at most 64 bits."""


def open_regular(path: Path) -> BufferedReader:
    """Open a file for reading; raises ``OSError`` for what is no regular file, without waiting."""
    try:
        # A pipe would be waited for: not with this flag.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except ValueError as error:  # a NUL character in the name
        raise OSError(errno.ENOENT, "this is no file name", str(path)) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
            number = errno.EISDIR if is_folder else errno.EINVAL
            raise OSError(number, "it is no regular file", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


_BINARY = getattr(os, "O_BINARY", 0)


def check_regular(path: Path) -> int:
    """Size of a regular file in bytes; raises ``OSError`` where it cannot be opened as one."""
    with open_regular(path) as file:
        return os.fstat(file.fileno()).st_size


def reason_of(error: Exception) -> str:
    """What to tell of an error of this module: no number, and no path, which is told anyway."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def read_small(path: Path, max_bytes: int = SMALL_BYTES) -> bytes:
    """Content of a regular file; raises ``OSError`` where it is larger, or cannot be read."""
    with open_regular(path) as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it is too large, more than {max_bytes:,} bytes", str(path))
    return content


def parse_json(content: bytes | str) -> Any:
    """What a JSON text says; raises ``ValueError`` for anything else.

    Numbers are of 64 bits, and finite or NaN: ``Infinity``, and what reads as it, is refused.
    """
    return _parsed(
        lambda text: json.loads(
            text, parse_int=_integer, parse_float=_real, parse_constant=_constant
        ),
        content,
    )


def parse_toml(content: bytes | str) -> dict[str, Any]:
    """What a TOML text says; raises ``ValueError`` for anything else."""
    table: dict[str, Any] = _parsed(_toml, content)
    return table


def _toml(text: str) -> Any:
    # Each part of a dotted key costs the parser all before it, in time and in memory.
    if any(line.count(".") > MAX_DEPTH and line.lstrip()[:1] != "#" for line in text.splitlines()):
        raise ValueError("it is nested too deeply")
    return tomllib.loads(text)


def _parsed(parse: Callable[[str], Any], content: bytes | str) -> Any:
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    try:
        value = parse(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return value
    raise ValueError("it is nested too deeply")


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= (value := int(digits)) < 2**64:
        raise ValueError("a number is too large")
    return value


def _real(digits: str) -> float:
    if len(digits) > MAX_DIGITS or not math.isfinite(value := float(digits)):
        raise ValueError("a number is too large")
    return value


def _constant(name: str) -> float:
    if name == "NaN":
        return math.nan
    raise ValueError("a number is not finite")


def set_aside(path: Path) -> Path | None:
    """Move what lies in the place of a file of ours out of the way; None where that cannot be."""
    for number in range(100):
        aside = path.with_name(f"{path.name}.broken{number or ''}")
        if os.path.lexists(aside):
            continue
        try:
            path.rename(aside)
        except OSError:
            return None
        return aside
    return None
