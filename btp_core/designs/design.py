"""A design: good parts or a CAD model as the reference of one part, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.checking import PartCheck, check_parts
from btp_core.designs.content import DesignContent
from btp_core.designs.creating import DesignFacts, add_to_design, create_design
from btp_core.designs.file_reading import read_design
from btp_core.designs.file_writing import write_design
from btp_core.designs.inspector import InspectorLike
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet


class Design(DesignContent):
    """The reference of one part, to save and to copy to a colleague.

    Examples
    --------
    >>> design = Design.create(inspector, [read_scan(p) for p in good])   # doctest: +SKIP
    >>> design.save(Path("bracket.design"))                               # doctest: +SKIP
    >>> design.align(read_scan("part.ply")).describe()                    # doctest: +SKIP
    """

    @classmethod
    def create(
        cls,
        inspector: InspectorLike | None,
        scans: Sequence[Scan | Path | str] = (),
        *,
        name: str,
        cad: Scan | Path | str | None = None,
        part_number: str = "",
        units: str = "mm",
        notes: str = "",
        created_by: str = "",
        prompts: PromptSet | None = None,
        serial_pattern: str | None = None,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
        workers: int = 2,
    ) -> Self:
        """Make a design from 1 to 20 good scans, a CAD mesh, or both.

        Parameters
        ----------
        inspector
            Makes the good parts' embeddings and scores; None leaves them out, and the deviation
            decides alone.
        scans, cad
            Good parts, and the mesh of the CAD model: in memory, or the files to read.
        name, part_number, units, notes, created_by, prompts, serial_pattern
            See the attributes.
        progress, cancel
            Reported to and checked between stages.
        workers
            Threads of neighbour searches; the result does not depend on them.

        Raises
        ------
        DesignError
            Nothing to make it from, a scan of too few points, one twice, or one that does not
            fit the others; it is named.
        ScanReadError
            A file cannot be read.
        CancelledError
            If cancelled.
        """
        facts = DesignFacts(name, part_number, units, notes, created_by, prompts, serial_pattern)
        return create_design(
            cls,
            inspector,
            [_in_memory(scan) for scan in scans],
            None if cad is None else _in_memory(cad),
            facts,
            progress,
            cancel or CancelToken(),
            workers,
        )

    def add(
        self,
        inspector: InspectorLike | None,
        scans: Sequence[Scan | Path | str],
        *,
        created_by: str = "",
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
        workers: int = 2,
    ) -> Self:
        """The next version, with more good scans; masks and bands keep their places.

        Raises
        ------
        DesignError, CancelledError
            As for :meth:`create`.
        """
        more = [_in_memory(scan) for scan in scans]
        return add_to_design(
            self, inspector, more, created_by, progress, cancel or CancelToken(), workers
        )

    def check(
        self,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
        workers: int = 2,
    ) -> tuple[PartCheck, ...]:
        """Each good part against a design made from the others: which one does not fit?

        Raises
        ------
        CancelledError
            If cancelled.
        """
        return check_parts(self, progress, cancel or CancelToken(), workers)

    def save(self, path: Path | str) -> Self:
        """Write the file, whole or not at all; returns the design with the file's sha256.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        return replace(self, sha256=write_design(self, Path(path)))

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a design file.

        Raises
        ------
        DesignError
            It is missing, cut off, damaged, hostile, or of a newer schema.
        """
        return read_design(Path(path), cls)


def _in_memory(scan: Scan | Path | str) -> Scan:
    return scan if isinstance(scan, Scan) else read_scan(Path(scan))
