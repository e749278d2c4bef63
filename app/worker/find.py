"""Which files to open, from what a user dropped or chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from btp_core.progress import CancelToken

MAX_FILES_PER_FOLDER = 2000


def find_scans(
    paths: Iterable[Path], extensions: Collection[str], token: CancelToken
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Files as they are, folders walked in name order for files of a known kind.

    A file named by the user is kept whatever its extension: opening it tells what is wrong
    with it. Walking can be slow on a network drive, so this runs on the worker.

    Returns
    -------
    tuple
        Files to open, each once, and the folders in which no scan was found.
    """
    files: dict[Path, None] = {}
    empty: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        found = 0
        for candidate in sorted(path.rglob("*")):
            token.raise_if_cancelled()
            if candidate.suffix.lower() in extensions and candidate.is_file():
                files[candidate] = None
                found += 1
                if found == MAX_FILES_PER_FOLDER:
                    break
        if not found:
            empty.append(path)
    return tuple(files), tuple(empty)
