"""The files that were in a folder before it was watched, and are to be left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from btp_core.base.errors import DataError
from btp_core.base.files import write_atomically
from btp_core.base.opening import parse_json, read_small
from btp_core.watch.settling import FileState

LARGEST = 256 << 20  # bytes; a million files take about a tenth


def list_path(run_file: Path) -> Path:
    """Where the list of a run file is kept: beside it, so that a new start knows it."""
    return run_file.with_name(run_file.name + ".left-alone.json")


def write_list(path: Path, files: Mapping[str, FileState]) -> None:
    """Keep the list, whole or not at all; raises ``OutputError``."""
    rows = [[name, state.size, state.mtime_ns] for name, state in files.items()]
    write_atomically(path, json.dumps(rows).encode("ascii"))


def read_list(path: Path) -> dict[str, FileState] | None:
    """The list; None where there is none. Raises :class:`DataError` for what is none."""
    try:
        rows = parse_json(read_small(path, LARGEST))
        return {str(name): FileState(int(size), int(mtime)) for name, size, mtime in rows}
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        raise DataError(
            "The list of files to leave alone is damaged.",
            path=path,
            next_step="Delete it; the watch then begins anew.",
        ) from error
