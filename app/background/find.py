"""Which files to open, from what a user dropped or chose."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.progress import CancelToken

MAX_FILES_PER_FOLDER = 2000
RUN_EXTENSIONS = (".h5", ".hdf5")


@dataclass(frozen=True)
class Found:
    """What is to be opened.

    Attributes
    ----------
    files
        Scans, each once, in a stable order.
    empty
        Folders in which no scan was found.
    cut
        Folders with more scans than are opened at once.
    runs
        Run files of folder checks that were named; those that lie in folders are left alone.
    """

    files: tuple[Path, ...]
    empty: tuple[Path, ...]
    cut: tuple[Path, ...]
    runs: tuple[Path, ...]


def scans_to_open(paths: Iterable[Path], extensions: Collection[str], token: CancelToken) -> Found:
    """Files as they are, folders walked in name order for files of a known kind.

    A file named by the user is kept whatever its extension: opening it tells what is wrong
    with it. Walking can be slow on a network drive, so this runs off the GUI thread, and goes no
    further than the first :data:`MAX_FILES_PER_FOLDER` scans. A folder check, which takes all of a
    folder and leaves hidden files out, has :func:`btp_core.batch.find.find_scans`.
    """
    files: dict[Path, None] = {}
    empty: list[Path] = []
    cut: list[Path] = []
    runs: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            (runs if _is_run(path) else files)[path] = None
            continue
        found = 0
        for candidate in _files_below(path, token):
            if candidate.suffix.lower() in extensions and not _is_run(candidate):
                if found == MAX_FILES_PER_FOLDER:
                    cut.append(path)
                    break
                files[candidate] = None
                found += 1
        if not found:
            empty.append(path)
    return Found(tuple(files), tuple(empty), tuple(cut), tuple(runs))


def _files_below(folder: Path, token: CancelToken) -> Iterator[Path]:
    """Files in a folder and in those below it, in name order; links to folders are not followed.

    A folder is listed only when its turn comes, so that a stop waits for one of them at most.
    """
    entries = {}
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                token.raise_if_cancelled()
                entries[folder / entry.name] = entry
    except PermissionError:
        return
    for path in sorted(entries):
        token.raise_if_cancelled()
        if entries[path].is_dir(follow_symlinks=False):
            yield from _files_below(path, token)
        elif entries[path].is_file():
            yield path


def _is_run(path: Path) -> bool:
    if path.suffix.lower() not in RUN_EXTENSIONS:
        return False
    # Imports torch: only for files that may be runs.
    from btp_core.batch.run_file import is_run_file

    return is_run_file(path)
