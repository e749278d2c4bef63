"""The commands ``design ...``: the reference of one part, made from good parts or a CAD mesh."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from btp_core.cli.design_places import ByOption, FileArgument, add_place_commands
from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import JsonOption, ModelOptions, PromptsOption, with_options

if TYPE_CHECKING:
    from btp_core.inspection.inspector import Inspector
    from btp_core.scans.scan import Scan

WithModelOption = Annotated[
    bool,
    typer.Option("--with-model/--no-model", help="Let the words count besides the deviation."),
]
UNCHANGED = "The design is as it was."


def register(app: typer.Typer) -> None:
    """Add the group ``design``."""
    group = typer.Typer(
        no_args_is_help=True, help="Designs: good parts or a CAD mesh as the reference of a part."
    )
    app.add_typer(group, name="design")
    _add_create(group)
    _add_add(group)
    _add_looking(group)
    add_place_commands(group)


def _add_create(group: typer.Typer) -> None:
    @group.command()
    @with_options
    def create(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="The design to write.")],
        good: Annotated[
            list[Path] | None,
            typer.Argument(metavar="GOOD...", help="Scans of 1 to 20 parts known to be good."),
        ] = None,
        cad: Annotated[
            Path | None, typer.Option(metavar="MESH", help="CAD model: stl, obj, ply or off.")
        ] = None,
        name: Annotated[str, typer.Option(help="Of the part; that of the file unless given.")] = "",
        part_number: Annotated[str, typer.Option(help="Of the part.")] = "",
        units: Annotated[str, typer.Option(help="Unit of length of the scans.")] = "mm",
        notes: Annotated[str, typer.Option(help="Anything worth knowing.")] = "",
        serial_pattern: Annotated[
            str | None,
            typer.Option(
                metavar="REGEX", help="Finds the serial number in the name of a scan's file."
            ),
        ] = None,
        prompts: PromptsOption = None,
        by: ByOption = "",
        with_model: WithModelOption = True,
        force: Annotated[
            bool, typer.Option("--force", help="Replace FILE if it is there.")
        ] = False,
        *,
        options: ModelOptions,
    ) -> None:
        """Make a design from a few good parts, a CAD mesh, or both.

        Use it with `inspect` and `batch`: --design FILE
        """
        from btp_core import Design, PromptSet
        from btp_core.base.errors import OutputError
        from btp_core.cli.design_table import print_design, print_written

        _check_pattern(serial_pattern)
        if file.exists() and not force:
            raise OutputError(
                "The file exists already.",
                path=file,
                next_step="Name another, replace it by --force, or give it more good parts by "
                "`btp-inspect design add`.",
            )
        words = PromptSet.load(prompts) if prompts else None
        with stoppable("Design", "No design was written.") as (progress, cancel):
            scans = _read_all(good or [])
            mesh = _read_mesh(cad) if cad else None
            design = Design.create(
                _inspector(options, words) if with_model else None,
                scans,
                cad=mesh,
                name=name or file.stem,
                part_number=part_number,
                units=units,
                notes=notes,
                created_by=by,
                prompts=words,
                serial_pattern=serial_pattern,
                progress=progress,
                cancel=cancel,
            )
            cancel.raise_if_cancelled()
            design = design.save(file)
        print_design(design)
        print_written(file)


def _add_add(group: typer.Typer) -> None:
    @group.command()
    @with_options
    def add(
        file: FileArgument,
        good: Annotated[
            list[Path], typer.Argument(metavar="GOOD...", help="Scans of further good parts.")
        ],
        by: ByOption = "",
        with_model: WithModelOption = True,
        *,
        options: ModelOptions,
    ) -> None:
        """Make the next version of a design, with more good parts; masks keep their places."""
        from btp_core import Design
        from btp_core.cli.design_table import print_design, print_written

        design = Design.load(file)
        with stoppable("Design", UNCHANGED) as (progress, cancel):
            scans = _read_all(good)
            design = design.add(
                _inspector(options, design.prompts) if with_model else None,
                scans,
                created_by=by,
                progress=progress,
                cancel=cancel,
            )
            cancel.raise_if_cancelled()
            design = design.save(file)
        print_design(design)
        print_written(file)


def _add_looking(group: typer.Typer) -> None:
    @group.command()
    def show(file: FileArgument, as_json: JsonOption = False) -> None:
        """Say what a design is made of, its threshold, and the places that it leaves out."""
        from btp_core import Design

        design = Design.load(file)
        if not as_json:
            from btp_core.cli.design_table import print_design

            print_design(design)
            return
        from btp_core.designs.file_writing import document_of

        document = {
            "schema": "btp-inspect/design",
            "schema_version": 1,
            **document_of(design),
            "sha256": design.sha256,
            "n_reference_points": len(design.reference.points),
            "n_symmetries": len(design.reference.symmetries),
        }
        sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")

    @group.command()
    def check(file: FileArgument, as_json: JsonOption = False) -> None:
        """Compare each good part with the others: which one does not fit?

        Exit code 0: all fit. 1: one or more stand out.
        """
        from btp_core import Design
        from btp_core.cli.design_table import print_checks

        design = Design.load(file)
        with stoppable("Design", "") as (progress, cancel):
            found = design.check(progress, cancel)
        print_checks(design, found, as_json=as_json)
        raise typer.Exit(ExitCode.FAILED if any(one.odd for one in found) else ExitCode.PASSED)


def _read_all(paths: list[Path]) -> list[Scan]:
    from btp_core import read_scan

    return [read_scan(path) for path in paths]


def _read_mesh(path: Path) -> Scan:
    """The CAD model; raises ``DesignError`` for what has no faces."""
    from btp_core import read_scan
    from btp_core.base.errors import DesignError

    mesh = read_scan(path)
    if not mesh.is_mesh:
        raise DesignError(
            "The CAD model has no faces.",
            path=path,
            next_step="Export it as a mesh, or name it among the good parts if it is a scan.",
        )
    return mesh


def _inspector(options: ModelOptions, prompts: object) -> Inspector:
    from btp_core.text.prompts import PromptSet

    inspector = options.load()
    if isinstance(prompts, PromptSet):
        inspector.check_words(prompts)
    return inspector


def _check_pattern(pattern: str | None) -> None:
    """Refuse what is no regular expression: a design with it could not be read again."""
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise typer.BadParameter(f"--serial-pattern: {error}") from error
