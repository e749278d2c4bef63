"""Writing files so that a reader sees the whole file or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from btp_core.base.errors import OutputError
from btp_core.base.messages import Message


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; move it in place when the block succeeds.

    The temporary name keeps the suffix, since many writers choose the format by it.

    Raises
    ------
    OutputError
        The folder cannot be made or the file cannot be written.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _output_error(path, error) from error
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files private; results follow the user's umask like any other file.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise _output_error(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, whole or not at all; raises :class:`OutputError`."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def _output_error(path: Path, error: OSError) -> OutputError:
    return OutputError(
        Message("Cannot be written ({reason}).", reason=error.strerror or error),
        path=path,
        next_step="Choose another folder, or free space on the disk.",
    )
