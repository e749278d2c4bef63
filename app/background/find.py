"""Which files to open, from what a user dropped or chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def find_scans(paths: Iterable[Path], extensions: Collection[str], token: CancelToken) -> Found:
    """Files as they are, folders walked in name order for files of a known kind.

    A file named by the user is kept whatever its extension: opening it tells what is wrong
    with it. Walking can be slow on a network drive, so this runs on the worker.
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
        for candidate in sorted(path.rglob("*")):
            token.raise_if_cancelled()
            if (
                candidate.suffix.lower() in extensions
                and candidate.is_file()
                and not _is_run(candidate)
            ):
                if found == MAX_FILES_PER_FOLDER:
                    cut.append(path)
                    break
                files[candidate] = None
                found += 1
        if not found:
            empty.append(path)
    return Found(tuple(files), tuple(empty), tuple(cut), tuple(runs))


def _is_run(path: Path) -> bool:
    if path.suffix.lower() not in RUN_EXTENSIONS:
        return False
    # Imports torch: only for files that may be runs.
    from btp_core.batch.run_file import is_run_file

    return is_run_file(path)
