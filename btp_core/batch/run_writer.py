"""Writing a run file: scans packed by the workers, put in their place by the one writer.

A packed scan is a small HDF5 file in memory, so that compressing is shared among the workers and
the writer only moves bytes.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from btp_core.base.errors import OutputError
from btp_core.base.files import atomic_path
from btp_core.base.messages import Message
from btp_core.batch.group_names import group_name
from btp_core.batch.journaled_file import JournaledFile, journal_path
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import AXES, SCANS, check_content, damaged
from btp_core.batch.run_header import RunHeader, mark_present
from btp_core.batch.stored_array import write_array
from btp_core.batch.stored_encoding import points_to_store, write_encoding
from btp_core.inspection.results import ScoreField

LIBVER = ("v108", "v108")
"""Indices and headers with checksums, but no mark of "open for writing" that a kill leaves."""
GROUP = "scan"


def scan_image(row: ScanRow, field: ScoreField | None, *, points: bool, embeddings: bool) -> bytes:
    """Pack a row and, if it was inspected, its arrays.

    Parameters
    ----------
    row
        The row.
    field
        Scores; None for a failed scan.
    points, embeddings
        Whether to keep the points, and what scoring with other words needs.
    """
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=LIBVER) as file:
        group = file.create_group(GROUP)
        row.write(group)
        if field is not None:
            write_scores(group, field)
            encoded = field.encoded
            if points:
                stored = points_to_store(encoded.scan, encoded.spacing)
                write_array(group, "points", stored)
            if embeddings:
                write_encoding(group.create_group("encoding"), encoded, points=points)
                axes = encoded.shown.embeddings.axes
                if axes is not None:
                    file.create_dataset(AXES, data=axes.numpy())
    return buffer.getvalue()


def write_scores(group: Any, field: ScoreField) -> None:
    """Store what was found at each point of the scan's file."""
    write_array(group, "scores", field.point_scores)
    if field.deviation is not None:
        write_array(group, "deviation", field.deviation)


def create_run_file(path: Path, header: RunHeader) -> None:
    """Write a run file without scans; it appears whole or not at all.

    The caller holds the lock of ``path``.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    import h5py

    with atomic_path(path) as temporary:
        with h5py.File(temporary, "w", libver=LIBVER) as file:
            header.write(file)
            file.create_group(SCANS)
        # Of a file that was here before and must not be carried out on this one.
        journal_path(path).unlink(missing_ok=True)


class RunWriter:
    """Adds scans to a run file, each of them whole or not at all.

    The caller holds the lock of the file. A kill at any moment costs at most the scan that is
    being added, see :mod:`btp_core.batch.journaled_file`.

    Raises
    ------
    DataError
        The file is missing, damaged, or no run file.
    OutputError
        The file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        import h5py

        self._path = path
        try:
            self._raw = JournaledFile(path, writable=True)
        except OSError as error:
            raise OutputError(
                Message("Cannot be written ({reason}).", reason=error.strerror or error),
                path=path,
                next_step="Check your permission to write it.",
            ) from error
        try:
            check_content(self._raw, path)
            self._file = h5py.File(self._raw, "r+", libver=LIBVER)
            mark_present(self._file)
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            self._raw.close()
            raise damaged(path, error) from error
        except BaseException:
            self._raw.close()
            raise

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, name: str, image: bytes, *, commit: bool = True) -> None:
        """Add a scan, or put it in the place of an earlier result, and make it last.

        Parameters
        ----------
        name
            Relative path.
        image
            Of :func:`~btp_core.batch.run_writer.scan_image`.
        commit
            Whether it is to last from now on. Otherwise it does from the next commit: quicker, for
            what is soon made again.

        Raises
        ------
        OutputError
            The disk is full, or the like. Scans added before are safe.
        """
        import h5py

        target = f"{SCANS}/{group_name(name)}"
        try:
            with h5py.File(io.BytesIO(image), "r") as source:
                self._check_way(target)
                if target in self._file:
                    del self._file[target]
                parent, _, last = target.rpartition("/")
                source.copy(source[GROUP], self._file.require_group(parent), name=last)
                if AXES in source and AXES not in self._file:
                    source.copy(source[AXES], self._file, name=AXES)
            if commit:
                self._file.flush()
        except (OSError, RuntimeError) as error:
            self._raw.commit()  # tells a full disk by its own name
            raise OutputError(
                Message("A result could not be added ({reason}).", reason=error),
                path=self._path,
                next_step="What was finished before is in the file.",
            ) from error
        if commit:
            self._raw.commit()

    def _check_way(self, target: str) -> None:
        """A link on the way, which none of ours has, could lead into another file."""
        import h5py

        group = self._file
        for part in target.split("/"):
            if part not in group:
                return
            if not isinstance(group.get(part, getlink=True), h5py.HardLink):
                raise OSError("the run file has a link to another place")
            group = group[part]

    def commit(self) -> None:
        """Make everything last that was added; raises :class:`OutputError` as :meth:`add`."""
        self._file.flush()
        self._raw.commit()

    def close(self) -> None:
        """Close; what was not committed is gone."""
        try:
            self._file.close()
        finally:
            self._raw.close()
