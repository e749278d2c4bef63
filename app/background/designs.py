"""What the window needs of the core for designs: reading one, making one, altering one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.inspection.encoded import EncodedScan


@dataclass(frozen=True, eq=False)
class GoodScan:
    """An open scan that a design is to be made from.

    ``scan`` and ``encoded`` are what the window holds of it: nothing is read or encoded twice.
    """

    path: Path
    scan: Scan | None = None
    encoded: EncodedScan | None = None


@dataclass(frozen=True, eq=False)
class DesignOrder:
    """What a design is to be made from, and where it is to be saved.

    Attributes
    ----------
    output
        The design file; one that is there is replaced.
    good, cad
        Good scans, and the file of the CAD mesh.
    name, units, part_number, created_by
        As for :meth:`btp_core.designs.design.Design.create`.
    """

    output: Path
    name: str
    good: tuple[GoodScan, ...] = ()
    cad: Path | None = None
    units: str = "mm"
    part_number: str = ""
    created_by: str = ""


ReadScan = Callable[[Path, CancelToken], Scan]
MakeDesign = Callable[[DesignOrder, Any, ReadScan, ProgressCallback, CancelToken], "Design"]


class _Remembering:
    """An inspector that does not encode again what the window has encoded."""

    def __init__(self, inspector: Any, encoded: dict[int, EncodedScan]) -> None:
        self._inspector, self._encoded = inspector, encoded
        self.model_name = str(inspector.model_name)
        self.model_sha256 = str(inspector.model_sha256)

    def encode(
        self,
        scan: Scan,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
    ) -> EncodedScan:
        """The encoding that is there, or a new one."""
        known = self._encoded.get(id(scan))
        if known is not None and known.model_sha256 == self.model_sha256:
            return known
        made: EncodedScan = self._inspector.encode(scan, progress=progress, cancel=cancel)
        return made

    def score(self, encoded: Any, prompts: PromptSet, *, design: Any = None) -> Any:
        """As the inspector scores."""
        return self._inspector.score(encoded, prompts, design=design)


def make_design(
    order: DesignOrder,
    inspector: Any,
    read_scan: ReadScan,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Design:
    """Make a design and save it; raises ``InspectError``, and leaves nothing half-made."""
    # Imports torch: not on the window's thread.
    from btp_core.designs.design import Design

    scans, encoded = [], {}
    for good in order.good:
        cancel.raise_if_cancelled()
        scan = good.scan if good.scan is not None else read_scan(good.path, cancel)
        scans.append(scan)
        if good.encoded is not None:
            encoded[id(scan)] = good.encoded
    design = Design.create(
        _Remembering(inspector, encoded),
        scans,
        name=order.name,
        cad=None if order.cad is None else read_scan(order.cad, cancel),
        part_number=order.part_number,
        units=order.units,
        created_by=order.created_by,
        progress=progress,
        cancel=cancel,
    )
    cancel.raise_if_cancelled()
    return design.save(order.output)


def read_design(path: Path) -> Design:
    """Read a design file; raises ``DesignError``."""
    # Imports torch: not on the window's thread.
    from btp_core.designs.design import Design

    return Design.load(path)
