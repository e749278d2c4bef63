"""The commands ``convert ...``: published weights to files of this program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the group ``convert``."""
    group = typer.Typer(no_args_is_help=True)
    app.add_typer(group, name="convert")

    # With a callback, the one command keeps its name.
    @group.callback()
    def convert() -> None:
        """Convert published weights to safe files; nothing in them is run."""

    @group.command()
    def ulip2(
        checkpoint: Annotated[
            Path, typer.Argument(metavar="CHECKPOINT", help="The published .pt file.")
        ],
        output: Annotated[
            Path, typer.Argument(metavar="OUT.safetensors", help="The file to write.")
        ],
    ) -> None:
        """Convert the ULIP-2 PointBERT over coloured clouds, strictly: all of it or nothing."""
        from btp_core.model.convert.ulip2 import convert_ulip2

        done = convert_ulip2(checkpoint, output)
        typer.echo(f"{output} written: {done.parameters:,} weights")
        typer.echo(f"sha256 of {checkpoint.name}: {done.source_sha256}")
        if done.dropped:
            typer.echo(f"left out: {', '.join(done.dropped)}")
