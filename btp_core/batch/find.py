"""Which files of a folder are scans, and whether a scan is still the file that was inspected."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import DataError
from btp_core.base.messages import Message
from btp_core.base.opening import open_regular
from btp_core.base.progress import CancelToken
from btp_core.batch.row import ScanRow
from btp_core.scans.registry import supported_extensions


@dataclass(frozen=True)
class FoundScans:
    """The scans of a folder.

    Attributes
    ----------
    folder
        Where the search began.
    names
        Paths relative to ``folder`` with ``/`` between the parts, sorted. Bytes of a name that
        are no valid text are kept as Python keeps them (surrogate escapes).
    warnings
        One sentence each on what was passed over: links, folders that cannot be read.
    states
        Size in bytes and time of the last change (ns) of each file, in the order of the names.
    """

    folder: Path
    names: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    states: tuple[tuple[int, int], ...] = ()

    def path(self, name: str) -> Path:
        """The file of a name."""
        return self.folder / name


def find_scans(
    folder: Path | str,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    leave_out: Collection[Path] = (),
    cancel: CancelToken | None = None,
) -> FoundScans:
    """Search a folder and all folders in it for files of the registered formats.

    Links are not followed: what they lead to lies outside the folder, is found anyway, or leads
    in circles. Names that begin with a dot are hidden files or half-written ones, and are left
    out.

    Parameters
    ----------
    folder
        Where to search; it may itself be a link.
    include, exclude
        Shell patterns (``*``, ``?``, ``[...]``), upper and lower case alike. One without ``/`` is
        compared with the file's name, one with ``/`` with the relative path, where ``*`` also
        stands for ``/``. A folder whose name or relative path is excluded is excluded with
        everything in it. Without ``include``, all scans count.
    leave_out
        Files never to be taken for scans, such as the output.
    cancel
        Checked once for each folder.

    Raises
    ------
    DataError
        The folder is missing, is no folder, or cannot be read.
    CancelledError
        If cancelled.
    """
    folder = Path(folder)
    _check_folder(folder)
    cancel = cancel or CancelToken()
    extensions = frozenset(supported_extensions())
    forbidden = {path.name: path.resolve() for path in leave_out}
    unreadable: list[str] = []
    found: list[tuple[str, tuple[int, int]]] = []
    links = 0
    for root, below, files in os.walk(
        folder, onerror=lambda error: unreadable.append(_reason(error, folder))
    ):
        cancel.raise_if_cancelled()
        prefix = Path(root).relative_to(folder).as_posix()
        prefix = "" if prefix == "." else f"{prefix}/"
        links += sum((Path(root) / name).is_symlink() for name in below)
        below[:] = [
            name
            for name in below
            if not name.startswith(".") and not _matches(prefix + name, exclude)
        ]
        for file in files:
            name = prefix + file
            # Text and no Path: ten thousand files are looked at again and again.
            if file.startswith(".") or os.path.splitext(file)[1].lower() not in extensions:  # noqa: PTH122
                continue
            if _matches(name, exclude) or (include and not _matches(name, include)):
                continue
            try:
                status = os.lstat(os.path.join(root, file))  # noqa: PTH118
            except OSError:  # gone meanwhile
                continue
            if stat.S_ISLNK(status.st_mode):
                links += 1
            elif stat.S_ISREG(status.st_mode) and not (
                file in forbidden and Path(root, file).resolve() == forbidden[file]
            ):
                found.append((name, (status.st_size, status.st_mtime_ns)))
    warnings: list[str] = [
        Message("A folder cannot be read and was left out: {folder}", folder=folder_and_reason)
        for folder_and_reason in sorted(unreadable)
    ]
    if links:
        warnings.append(Message("Links that were not followed: {count}.", count=links))
    found.sort()
    return FoundScans(
        folder,
        tuple(name for name, _ in found),
        tuple(warnings),
        tuple(state for _, state in found),
    )


def _check_folder(folder: Path) -> None:
    try:
        with os.scandir(folder):
            pass
    except FileNotFoundError as error:
        raise DataError(
            "There is no such folder.", path=folder, next_step="Check the name."
        ) from error
    except NotADirectoryError as error:
        raise DataError(
            "This is not a folder.",
            path=folder,
            next_step="Use `btp-inspect inspect` for one scan.",
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        why = getattr(error, "strerror", None) or error
        raise DataError(
            Message("The folder cannot be read ({reason}).", reason=why),
            path=folder,
            next_step="Check the name and your permission to read it.",
        ) from error


def _reason(error: OSError, folder: Path) -> str:
    where = os.path.relpath(error.filename, folder) if error.filename else "?"
    return f"{where} ({error.strerror})"


def _matches(name: str, patterns: Sequence[str]) -> bool:
    whole = name.lower()
    last = whole.rsplit("/", 1)[-1]
    return any(
        fnmatch.fnmatchcase(whole if "/" in pattern else last, pattern.lower())
        for pattern in patterns
    )


@dataclass(frozen=True)
class Fingerprint:
    """Size, time of the last change, and SHA-256 of a file."""

    size: int = -1
    mtime_ns: int = -1
    sha256: str = ""


def fingerprint(path: Path) -> Fingerprint:
    """Read the file once; raises ``OSError``."""
    status = path.stat()
    with open_regular(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Fingerprint(status.st_size, status.st_mtime_ns, digest)


def same_state(path: Path, seen: Fingerprint) -> bool:
    """Whether size and time are what they were; raises ``OSError``."""
    status = path.stat()
    return (status.st_size, status.st_mtime_ns) == (seen.size, seen.mtime_ns)


def unchanged(path: Path, row: ScanRow) -> bool:
    """Whether the file is the one a row is about.

    Same size and time: it is. Same size and another time: the content decides. A file that could
    not be read then, and cannot now, has not changed either.
    """
    seen = Fingerprint(row.size, row.mtime_ns, row.sha256)
    try:
        if same_state(path, seen):
            return True
        return path.stat().st_size == seen.size and fingerprint(path).sha256 == seen.sha256
    except OSError:
        return row.size == -1
