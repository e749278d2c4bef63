"""The command ``synthesize``: auxiliary training data from simulated scans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.errors import SettingsError

LAB_LIBRARIES = ("trimesh", "manifold3d")


def register(app: typer.Typer) -> None:
    """Add the command ``synthesize`` to ``app``."""

    @app.command()
    def synthesize(
        output: Annotated[
            Path, typer.Argument(help="Folder for the scans; existing ones are kept.")
        ],
        parts: Annotated[int, typer.Option(min=1, help="Number of base parts.")] = 100,
        seed: Annotated[int, typer.Option(help="Fixes every random choice.")] = 0,
        workers: Annotated[int, typer.Option(min=0, help="Processes; 0 for none extra.")] = 2,
        meshes: Annotated[
            Path | None,
            typer.Option(help="Folder of stl, obj, ply, off, npz meshes to use as well."),
        ] = None,
        mesh_share: Annotated[
            float, typer.Option(min=0.0, max=1.0, help="Share of parts made from those meshes.")
        ] = 0.4,
        points: Annotated[int, typer.Option(min=2000, help="Points per scan.")] = 50_000,
        defective: Annotated[int, typer.Option(min=0, help="Defective scans per part.")] = 2,
        first_part: Annotated[int, typer.Option(min=0, help="Number of the first part.")] = 0,
        only_source: Annotated[
            list[str] | None,
            typer.Option(help="Use meshes of this subfolder only; may be repeated."),
        ] = None,
        without_source: Annotated[
            list[str] | None,
            typer.Option(help="Leave this subfolder's meshes out; may be repeated."),
        ] = None,
    ) -> None:
        """Make labelled simulated scans of good and defective parts for training."""
        from btp_core.cli.terminal import progress_bar

        try:
            from btp_core.lab.synth.dataset import synthesize as make
        except ModuleNotFoundError as error:
            if error.name not in LAB_LIBRARIES:
                raise
            raise SettingsError(
                f"Making parts needs the library {error.name}, which inspecting does without.",
                next_step="Install it: pip install 'btp-inspect[lab]', in a checkout "
                "pip install -e '.[lab]'",
            ) from error

        with progress_bar("Synthesizing") as progress:
            index = make(
                output,
                parts=parts,
                seed=seed,
                workers=workers,
                meshes=meshes,
                mesh_share=mesh_share,
                points=points,
                defective=defective,
                first_part=first_part,
                only_sources=only_source or (),
                without_sources=without_source or (),
                progress=progress,
            )
        typer.echo(str(index))
