"""The commands ``design mask | band | unmask``: places of a design with rules of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from btp_core.designs.alignment import Alignment
    from btp_core.designs.design import Design

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The design.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who makes this version.")]
AtOption = Annotated[
    tuple[float, float, float],
    typer.Option("--at", metavar="X Y Z", help="Middle of the place, in the design's frame."),
]
RadiusOption = Annotated[float, typer.Option(help="Of the place, in the design's units.")]
ScanOption = Annotated[
    Path | None,
    typer.Option(
        metavar="SCAN", help="Take --at in the frame of this scan, which is aligned first."
    ),
]


def add_place_commands(group: typer.Typer) -> None:
    """Add the commands to the group ``design``."""

    @group.command()
    def mask(
        file: FileArgument,
        at: AtOption,
        radius: RadiusOption,
        reason: Annotated[str, typer.Option(help="Why nothing there is a defect.")],
        scan: ScanOption = None,
        by: ByOption = "",
    ) -> None:
        """Leave a place out from now on: a serial number, a weld, a sprue."""
        from btp_core.designs.masks import Place

        design, alignment = _opened(file, scan)
        _write(design.with_mask(alignment, Place((at,), radius), reason, by), file)

    @group.command()
    def band(
        file: FileArgument,
        at: AtOption,
        radius: RadiusOption,
        limit: Annotated[
            float, typer.Option(help="Largest allowed deviation there, in the design's units.")
        ],
        reason: Annotated[str, typer.Option(help="Why, such as the drawing's number.")] = "",
        scan: ScanOption = None,
        by: ByOption = "",
    ) -> None:
        """Give a place a tolerance of its own: up to it nothing is a defect, beyond it all is."""
        from btp_core.designs.masks import Place

        design, alignment = _opened(file, scan)
        _write(design.with_band(alignment, Place((at,), radius), limit, reason, by), file)

    @group.command()
    def unmask(
        file: FileArgument,
        key: Annotated[str, typer.Argument(metavar="KEY", help="As `design show` says it.")],
    ) -> None:
        """Check a place again that was left out, or lift its tolerance band."""
        from btp_core.base.errors import DesignError

        design, _ = _opened(file, None)
        try:
            design = design.without(key)
        except DesignError as error:
            raise DesignError(
                error.cause, path=file, next_step="See `btp-inspect design show`."
            ) from error
        _write(design, file)


def _opened(file: Path, scan: Path | None) -> tuple[Design, Alignment | None]:
    """The design, and the scan on it whose frame a place is told in."""
    from btp_core import Design, read_scan

    design = Design.load(file)
    return design, None if scan is None else design.align(read_scan(scan))


def _write(design: Design, file: Path) -> None:
    from btp_core.cli.design_table import print_written

    design.save(file)
    print_written(file)
